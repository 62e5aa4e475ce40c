import { describe, expect, test } from "vitest";
import { STREAM } from "../math/random.ts";
import { type Distribution, density, draw } from "./distribution.ts";
import { magnitudeOf } from "./magnitude.ts";
import { overPairs } from "./pairs.ts";
import { meanMagnitude } from "./relativeError.ts";

const normal = (mean: number, deviation: number): Distribution => ({ kind: "normal", mean, deviation });
const uniform = (from: number, to: number): Distribution => ({ kind: "uniform", from, to });
const laplace = (location: number, scale: number): Distribution => ({ kind: "laplace", location, scale });
const student = (degrees: number, location = 0, scale = 1): Distribution => ({
  kind: "student",
  location,
  scale,
  degrees,
});

/** E|location + scale·t| with 3 degrees, whose distribution function is elementary. */
function meanOfThree(location: number, scale: number): number {
  const t = location / scale;
  const u = t / Math.sqrt(3);
  const central = (2 / Math.PI) * (u / (1 + u * u) + Math.atan(u));
  const height = 2 / (Math.PI * Math.sqrt(3) * (1 + u * u) ** 2);
  return location * central + scale * height * (3 + t * t);
}

/** With the mean of |x| and of x² in closed form. */
const CLOSED: readonly (readonly [Distribution, mean: number, square: number])[] = [
  [normal(0, 2), 2 * Math.sqrt(2 / Math.PI), 4],
  [normal(-1.5, 1), meanMagnitude(-1.5, 1), 3.25],
  [normal(3.9, 1), meanMagnitude(3.9, 1), 16.21],
  [normal(5, 0.1), 5, 25.01],
  [uniform(0, 3), 1.5, 3],
  [uniform(-1, 3), 1.25, 7 / 3],
  [uniform(-3, -1), 2, 13 / 3],
  [laplace(0, 0.5), 0.5, 0.5],
  [laplace(-1, 2), 1 + 2 * Math.exp(-0.5), 9],
  [laplace(1e-3, 1), 1e-3 + Math.exp(-1e-3), 2 + 1e-6],
  [student(2.5), 1.2060290800984, 5],
  [student(2.2, 0, 3), 3.9297756009438, 99],
  [student(3), (2 * Math.sqrt(3)) / Math.PI, 3],
  [student(3, 0.7, 2), meanOfThree(0.7, 2), 12.49],
  [student(3, -100, 1), meanOfThree(100, 1), 10003],
  [student(5), (4 * Math.sqrt(5)) / (3 * Math.PI), 5 / 3],
  [student(1e9, 1.5, 1), meanMagnitude(1.5, 1), 2.25 + 1 / (1 - 2e-9)],
];

/** E f(|x|), through the quadrature over pairs. */
function expected(d: Distribution, f: (a: number) => number): number {
  let sum = 0;
  overPairs(magnitudeOf(d, 2), magnitudeOf(uniform(0, 1), 2), (a, _, weight) => {
    sum += weight * f(a);
  });
  return sum;
}

describe.each(CLOSED)("%o", (d, mean, square) => {
  test("has total probability 1 and the known moments of |x|", () => {
    expect(Math.abs(expected(d, () => 1) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(expected(d, (a) => a) / mean - 1)).toBeLessThan(1e-9);
    expect(Math.abs(expected(d, (a) => a * a) / square - 1)).toBeLessThan(1e-8);
  });
});

describe("density", () => {
  test("of t with 1 degree is Cauchy's", () => {
    for (const x of [0, 0.5, -3, 1e8])
      expect(density(student(1), x) * Math.PI * (1 + x * x)).toBeCloseTo(1, 14);
  });

  test("is centred on the location and scaled", () => {
    for (const at of [normal(2, 3), laplace(2, 3), student(4, 2, 3)]) {
      const unit = {
        ...at,
        ...(at.kind === "normal" ? { mean: 0, deviation: 1 } : { location: 0, scale: 1 }),
      };
      expect(density(at, 2 + 3 * 0.7)).toBeCloseTo(density(unit, -0.7) / 3, 15);
    }
  });

  test("of a uniform one ends where it ends", () => {
    expect([-1.01, -1, 3, 3.01].map((x) => density(uniform(-1, 3), x))).toEqual([0, 0.25, 0.25, 0]);
  });
});

describe("draws", () => {
  const COUNT = 40000;

  test.each(CLOSED)("of %o follow it", (d) => {
    const drawn = Array.from({ length: COUNT }, (_, i) => draw(d, 42, STREAM.synthetic, i));
    const within = (f: (x: number) => number, value: number) => {
      const values = drawn.map(f);
      const mean = values.reduce((sum, each) => sum + each, 0) / COUNT;
      const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / COUNT;
      expect(Math.abs(mean - value)).toBeLessThan(5 * Math.sqrt(variance / COUNT));
    };
    const mean = expected(d, (a) => a);
    const near = (x: number) => 1 / (1 + (x / mean) ** 2);
    within(Math.abs, mean);
    within(near, expected(d, near));
  });

  test("depend on seed, stream and index alone", () => {
    for (const [d] of CLOSED) {
      expect(draw(d, 1, 2, 3)).toBe(draw(d, 1, 2, 3));
      expect(new Set([draw(d, 1, 2, 3), draw(d, 2, 2, 3), draw(d, 1, 3, 3), draw(d, 1, 2, 4)]).size).toBe(4);
    }
  });
});
