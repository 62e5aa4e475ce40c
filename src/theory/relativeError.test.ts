import { describe, expect, test } from "vitest";
import { PRODUCTS } from "../math/products.ts";
import { magnitudeOf } from "./distribution.ts";
import { bestK, bestSigma, meanMagnitude, relativeError, relativeErrorOf } from "./relativeError.ts";

describe("L at k = 0, Figure 3c", () => {
  test.each([
    [0.1, 13.0646875476],
    [0.5, 1.8385236636],
    [1, 0.7427870957],
    [1.25, 0.6365389893],
    [2, 0.6065331806],
  ])("sigma %d", (sigma, value) => {
    expect(Math.abs(relativeError(0, sigma) - value)).toBeLessThan(1e-9);
  });

  test("is smallest at 1.6776281527353", () => {
    const sigma = bestSigma();
    expect(sigma).toBeCloseTo(1.6776281527353, 12);
    expect(relativeError(0, sigma)).toBeCloseTo(0.5970171163787, 12);
    expect(meanMagnitude(0, sigma)).toBeCloseTo(1.3385536, 7);
  });

  test("the printed 1.57 with its mean of 1.25 fits a standard deviation, not a variance", () => {
    expect(relativeError(0, 1.57)).toBeCloseTo(0.5986789552425, 12);
    expect(meanMagnitude(0, 1.57)).toBeCloseTo(1.2526788, 7);
    expect(relativeError(0, Math.sqrt(1.57))).toBeCloseTo(0.6358228, 7);
    expect(meanMagnitude(0, Math.sqrt(1.57))).toBeCloseTo(0.99975, 5);
  });
});

describe("The k with the least L, Figure 3b", () => {
  test.each([
    [0.1, 0.95888],
    [0.2, 0.94451],
    [0.3, 0.95911],
    [0.5, 1.08345],
    [0.75, 1.26985],
    [1, 1.37416],
    [1.1, 1.37913],
    [1.25, 1.3321],
    [1.5, 1.01988],
    [1.6, 0.71812],
  ])("sigma %d", (sigma, k) => {
    expect(Math.abs(bestK(sigma) - k)).toBeLessThan(6e-6);
  });

  test("falls to 0 where L at k = 0 is smallest, and stays there", () => {
    expect(bestK(1.677)).toBeGreaterThan(0);
    expect(bestK(1.678)).toBe(0);
    expect(bestK(3)).toBe(0);
  });
});

describe("L of any product over any operands", () => {
  const normal = (mean: number, deviation: number) => magnitudeOf({ kind: "normal", mean, deviation });
  const { mul, smin, add, max } = PRODUCTS;

  test.each([
    [0, 0.1],
    [0, 1],
    [0, 3],
    [-0.7, 0.4],
    [1, 0.25],
    [3, 0.1],
    [10, 2],
    [0, 30],
    [2, 100],
    [0.5, 0.01],
    [0, 0.01],
  ])("is Eq. 7 for min and x, w ~ N(%d, %d)", (mean, deviation) => {
    const operand = normal(mean, deviation);
    expect(relativeErrorOf(smin.magnitude, operand, operand) / relativeError(mean, deviation)).toBeCloseTo(
      1,
      7,
    );
    expect(relativeError(-mean, deviation)).toBeCloseTo(relativeError(mean, deviation), 12);
  });

  test("is 0 for multiplication, and in closed form for uniform operands and min", () => {
    const unit = magnitudeOf({ kind: "uniform", from: 0, to: 1 });
    expect(relativeErrorOf(mul.magnitude, unit, unit)).toBe(0);
    // E[1/M] - 1 with the density 2m of M on (0, 1).
    expect(relativeErrorOf(smin.magnitude, unit, unit)).toBeCloseTo(1, 8);
  });

  test("is infinite where operands come as near 0 as they like, and finite where they do not", () => {
    const away = magnitudeOf({ kind: "uniform", from: 1, to: 2 });
    for (const { magnitude } of [add, max]) {
      expect(relativeErrorOf(magnitude, normal(0, 1), normal(0, 1))).toBe(Number.POSITIVE_INFINITY);
      expect(relativeErrorOf(magnitude, normal(0, 1), away)).toBe(Number.POSITIVE_INFINITY);
    }
    // |1 - max/(ab)| = 1 - 1/min, the smaller of two in (1, 2) has the density 2 (2 - m).
    expect(relativeErrorOf(max.magnitude, away, away)).toBeCloseTo(3 - 4 * Math.LN2, 8);
    // The root of h: E 1/√h is finite though 1/√h is not.
    expect(relativeErrorOf((a, b) => Math.sqrt(a * b), normal(0, 1), normal(0, 1))).toBeCloseTo(2.0488, 3);
  });
});
