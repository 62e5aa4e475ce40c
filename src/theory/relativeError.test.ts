import { describe, expect, test } from "vitest";
import { bestK, bestSigma, meanMagnitude, relativeError } from "./relativeError.ts";

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
