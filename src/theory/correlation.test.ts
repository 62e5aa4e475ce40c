import { describe, expect, test } from "vitest";
import { PRODUCTS } from "../math/products.ts";
import { similarity } from "./correlation.ts";
import { draw, magnitudeOf } from "./distribution.ts";
import type { Magnitude } from "./magnitude.ts";

const halfNormal = (deviation: number) => magnitudeOf({ kind: "normal", mean: 0, deviation });
const uniform = (to: number) => magnitudeOf({ kind: "uniform", from: 0, to });

/** Correlations with min, add and max, known to 13 digits. */
const KNOWN: readonly (readonly [what: string, x: Magnitude, w: Magnitude, values: readonly number[]])[] = [
  ["N(0,1), N(0,1)", halfNormal(1), halfNormal(1), [0.9082306447067, 0.8820255434491, 0.6737978427802]],
  [
    "N(0,1), N(0,10) with standard deviation 10",
    halfNormal(1),
    halfNormal(10),
    [0.6915402402233, 0.6826501074362, 0.6238454252395],
  ],
  [
    "N(0,1), N(0,10) with variance 10",
    halfNormal(1),
    halfNormal(Math.sqrt(10)),
    [0.8025096257396, 0.7827099777897, 0.6292676636287],
  ],
  ["U(0,1), U(0,1)", uniform(1), uniform(1), [0.9621404708847, 0.9258200997726, 0.6414269805898]],
  ["U(0,10), U(0,1)", uniform(10), uniform(1), [0.7160762650663, 0.7165452239681, 0.6545596537431]],
];

const OPERATORS = [PRODUCTS.smin, PRODUCTS.add, PRODUCTS.max];

describe("Table 1", () => {
  test.each(KNOWN)("%s", (_what, x, w, values) => {
    for (const [i, { magnitude }] of OPERATORS.entries()) {
      expect(similarity(magnitude, x, w).correlation).toBeCloseTo(values[i] ?? Number.NaN, 12);
      expect(similarity(magnitude, w, x).correlation).toBeCloseTo(values[i] ?? Number.NaN, 12);
    }
  });

  test("multiplication is perfectly similar to itself", () => {
    const same = similarity(PRODUCTS.mul.magnitude, halfNormal(1), halfNormal(3));
    expect(same.correlation).toBeCloseTo(1, 13);
    expect(same.factor).toBeCloseTo(1, 13);
  });
});

describe("Signed operands", () => {
  test("smin of two standard normal numbers", () => {
    const { magnitude } = PRODUCTS.smin;
    expect(similarity(magnitude, halfNormal(1), halfNormal(1)).signed).toBeCloseTo(0.9359322608726, 12);
  });

  test("least squares, operands of mean magnitude 1", () => {
    const unit = halfNormal(Math.sqrt(Math.PI / 2));
    expect(similarity(PRODUCTS.smin.magnitude, unit, unit).factor).toBeCloseTo(1.9459143, 7);
    expect(similarity(PRODUCTS.smin.magnitude, uniform(2), uniform(2)).factor).toBeCloseTo(1.6, 12);
  });
});

describe("The best line h ≈ A g + B", () => {
  test("is that of least squares on drawn operands", () => {
    const x = { kind: "student", location: 0.2, scale: 1, degrees: 8 } as const;
    const w = { kind: "laplace", location: -0.3, scale: 0.7 } as const;
    const { magnitude } = PRODUCTS.smin;
    const { slope, offset, correlation, meanX, meanW } = similarity(
      magnitude,
      magnitudeOf(x),
      magnitudeOf(w),
    );
    const count = 200_000;
    let [n, g1, h1, gg, gh, hh] = [0, 0, 0, 0, 0, 0];
    for (; n < count; n++) {
      const [a, b] = [Math.abs(draw(x, 3, 1, n)), Math.abs(draw(w, 3, 2, n))];
      const [g, h] = [magnitude(a, b), a * b];
      g1 += g / count;
      h1 += h / count;
      gg += (g * g) / count;
      gh += (g * h) / count;
      hh += (h * h) / count;
    }
    const drawn = (gh - g1 * h1) / (gg - g1 * g1);
    expect(Math.abs(drawn / slope - 1)).toBeLessThan(0.03);
    expect(Math.abs(h1 - drawn * g1 - offset)).toBeLessThan(0.03);
    expect(Math.abs((gh - g1 * h1) / Math.sqrt((gg - g1 * g1) * (hh - h1 * h1)) - correlation)).toBeLessThan(
      0.02,
    );
    expect(slope * (g1 / 1) + offset).toBeCloseTo(meanX * meanW, 1);
  });
});
