import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestK, bestSigma, meanMagnitude, relativeError } from "./relativeError.ts";

describe("L at k = 0, Figure 3c", () => {
  test.each([
    [0.1, 13.0646875476],
    [0.5, 1.8385236636],
    [1, 0.7427870957],
    [1.25, 0.6365389893],
    [2, 0.6065331806],
    [3, 0.6709283638],
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

/** L by a sum over slices of |x|: their probabilities, and the probability of all smaller ones. */
function bySlices(k: number, sigma: number): number {
  const count = 400_000;
  const from = Math.max(0, Math.abs(k) - 10 * sigma);
  const width = (Math.abs(k) + 10 * sigma - from) / count;
  const density = (x: number) => Math.exp(-(((x - k) / sigma) ** 2) / 2) / (Math.sqrt(2 * Math.PI) * sigma);
  let [smaller, sum] = [0, 0];
  for (let i = 0; i < count; i++) {
    const m = from + (i + 0.5) * width;
    const slice = width * (density(m) + density(-m));
    sum += Math.abs(1 - 1 / m) * slice * (2 * smaller + slice);
    smaller += slice;
  }
  return sum;
}

describe("Everywhere else", () => {
  test.each([
    [0, 1],
    [0.7, 0.3],
    [-1, 2],
    [-0.2, 0.01],
    [3, 10],
    [5, 0.05],
    [1, 0.001],
    [20, 3],
    [-1000, 0.5],
    [0, 100],
    [0, 0.001],
  ])("L(%d, %d) is the sum over slices", (k, sigma) => {
    expect(Math.abs(relativeError(k, sigma) / bySlices(k, sigma) - 1)).toBeLessThan(1e-7);
  });

  test("L is even in k", () => {
    const k = fc.double({ min: 0, max: 1e6, noNaN: true });
    const sigma = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(k, sigma, (mean, deviation) => {
        expect(relativeError(-mean, deviation)).toBe(relativeError(mean, deviation));
        expect(relativeError(mean, deviation)).toBeGreaterThan(0);
      }),
    );
  });

  test("L where sigma vanishes beside k is |1 - 1/k|, and for k = 1 what is left of sigma", () => {
    expect(relativeError(4, 1e-300)).toBeCloseTo(0.75, 14);
    expect(relativeError(0.25, 1e-20)).toBeCloseTo(3, 13);
    // E|max(z1, z2)| of two standard normal numbers is that of one: sqrt(2/pi).
    expect(relativeError(1, 1e-12) / 1e-12).toBeCloseTo(Math.sqrt(2 / Math.PI), 10);
  });

  test.each([0.01, 0.05, 0.4, 0.9, 1.35, 1.65, 1.8, 5])("the best k at sigma %d has the least L", (sigma) => {
    // Golden-section search.
    const ratio = (Math.sqrt(5) - 1) / 2;
    let [from, to] = [0, 2];
    while (to - from > 1e-6) {
      const [low, high] = [to - ratio * (to - from), from + ratio * (to - from)];
      if (relativeError(low, sigma) <= relativeError(high, sigma)) to = high;
      else from = low;
    }
    expect(Math.abs(bestK(sigma) - from)).toBeLessThan(1e-5);
  });

  test("the best k is 1 for a tiny sigma and 0 for a huge one", () => {
    expect(bestK(1e-9)).toBeCloseTo(1, 8);
    expect(bestK(1e9)).toBe(0);
  });
});
