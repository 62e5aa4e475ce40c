import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRODUCTS } from "../math/products.ts";
import type { Distribution } from "./distribution.ts";
import { productError } from "./productError.ts";
import { relativeError } from "./relativeError.ts";

const normal = (mean: number, deviation: number): Distribution => ({ kind: "normal", mean, deviation });
const uniform = (from: number, to: number): Distribution => ({ kind: "uniform", from, to });
const { smin, add, max, mul } = PRODUCTS;

test("of min and one normal distribution is L(k, sigma)", () => {
  const k = fc.double({ min: -4, max: 4, noNaN: true });
  const sigma = fc.double({ min: 0.05, max: 5, noNaN: true });
  fc.assert(
    fc.property(k, sigma, (mean, deviation) => {
      const operand = normal(mean, deviation);
      const exact = relativeError(mean, deviation);
      expect(Math.abs(productError(smin.magnitude, operand, operand) / exact - 1)).toBeLessThan(1e-11);
    }),
    { numRuns: 60 },
  );
});

test("of multiplication is 0, also where a tail is heavy", () => {
  expect(
    productError(mul.magnitude, { kind: "student", location: 0, scale: 2, degrees: 1 }, normal(0, 1)),
  ).toBe(0);
});

test("of min for unequal operands", () => {
  // x ~ U(0, 2), w ~ U(0, 4): M has the density m/4 up to 2, 1/4 beyond.
  const upToTwo = 1 / 4;
  const beyond = (1 / 4) * (2 - Math.log(2));
  expect(productError(smin.magnitude, uniform(0, 2), uniform(0, 4))).toBeCloseTo(upToTwo + beyond, 13);
});

describe("Addition and max", () => {
  test.each<[string, Distribution, Distribution]>([
    ["normal", normal(0, 1), normal(0, 1)],
    ["a density of e^-1250 at 0", normal(5, 0.1), uniform(1, 2)],
    ["uniform from 0", uniform(1, 2), uniform(0, 1)],
    ["uniform across 0", uniform(-1, 2), uniform(1, 2)],
    ["Laplace", { kind: "laplace", location: 3, scale: 1 }, uniform(1, 2)],
    ["t", uniform(1, 2), { kind: "student", location: 3, scale: 1, degrees: 4 }],
  ])("have an infinite error where an operand comes near 0: %s", (_, x, w) => {
    expect(productError(add.magnitude, x, w)).toBe(Number.POSITIVE_INFINITY);
    expect(productError(max.magnitude, x, w)).toBe(Number.POSITIVE_INFINITY);
    expect(productError(smin.magnitude, x, w)).toBeLessThan(1);
  });

  test("max away from 0: |1 - 1/m| of the smaller magnitude m", () => {
    // Both U(1/2, 3): m has the density 2 (3 - m) / 2.5².
    const below = 3 * Math.LN2 - 1.625;
    const above = 4 - 3 * Math.log(3);
    const exact = (2 / 2.5 ** 2) * (below + above);
    expect(productError(max.magnitude, uniform(0.5, 3), uniform(0.5, 3))).toBeCloseTo(exact, 13);
  });

  test.each([
    [1, 3],
    [0.01, 5],
  ])("addition away from 0, U(%d, %d): |1 - 1/a - 1/b| by inner integrals in closed form", (from, to) => {
    // ∫|c - 1/b| db from `from` to `to`; it is 0 at b = 1/c.
    const signed = (c: number, start: number, end: number) => c * (end - start) - Math.log(end / start);
    const inner = (c: number) => {
      const zero = Math.min(Math.max(c > 0 ? 1 / c : to, from), to);
      return signed(c, zero, to) - signed(c, from, zero);
    };
    const count = 200_000;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const a = from * (to / from) ** ((i + 0.5) / count);
      sum += (a * Math.log(to / from) * inner(1 - 1 / a)) / count;
    }
    const value = productError(add.magnitude, uniform(from, to), uniform(from, to));
    expect(Math.abs(value / (sum / (to - from) ** 2) - 1)).toBeLessThan(1e-8);
  });
});

test("a product with an integrable singularity: the geometric mean on U(0, 1)", () => {
  expect(productError((a, b) => Math.sqrt(a * b), uniform(0, 1), uniform(0, 1))).toBeCloseTo(3, 12);
});
