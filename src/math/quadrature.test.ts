import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erf } from "./erf.ts";
import { gaussLegendre, integrate, rootBetween } from "./quadrature.ts";

describe("Gauss-Legendre", () => {
  test("integrates x^k exactly up to degree 2n - 1", () => {
    for (const count of [1, 2, 5, 48]) {
      const { nodes, weights } = gaussLegendre(count);
      for (let power = 0; power < 2 * count; power++) {
        const sum = nodes.reduce((total, t, i) => total + (weights[i] as number) * t ** power, 0);
        expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
      }
    }
  });

  test("integrates across a kink that is named", () => {
    expect(integrate((t) => Math.abs(t - 1), [0, 1, 3])).toBeCloseTo(2.5, 14);
  });
});

describe("erf", () => {
  test("agrees with known values", () => {
    expect(erf(0)).toBe(0);
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15);
    expect(erf(-1)).toBeCloseTo(-0.8427007929497149, 15);
    expect(erf(3)).toBeCloseTo(0.9999779095030014, 15);
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
  });

  test("is the integral of its density", () => {
    fc.assert(
      fc.property(fc.double({ min: -5.9, max: 5.9, noNaN: true }), (x) => {
        const area = integrate((t) => (2 / Math.sqrt(Math.PI)) * Math.exp(-t * t), [0, x]);
        expect(Math.abs(erf(x) - area)).toBeLessThan(4e-15);
      }),
    );
  });
});

describe("rootBetween", () => {
  test("finds a simple root to the last bits, from either side", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), (root) => {
        const cubic = (t: number) => t ** 3 - root ** 3;
        expect(Math.abs(rootBetween(cubic, 0, 4) - root)).toBeLessThan(1e-13);
        expect(Math.abs(rootBetween(cubic, 4, 0) - root)).toBeLessThan(1e-13);
      }),
    );
  });

  test("refuses an interval without a change of sign", () => {
    expect(() => rootBetween((t) => t * t + 1, -1, 1)).toThrow(RangeError);
  });
});
