import { describe, expect, test } from "vitest";
import { integrate } from "../math/quadrature.ts";
import { type Distribution, density, draw, magnitudeOf } from "./distribution.ts";

const DRAWS = 40_000;

/** Distributions with E|x| and E x² in closed form. */
const KNOWN: readonly (readonly [what: string, of: Distribution, meanAbs: number, square: number])[] = [
  ["N(0,1)", { kind: "normal", mean: 0, deviation: 1 }, Math.sqrt(2 / Math.PI), 1],
  ["N(3,0.1)", { kind: "normal", mean: 3, deviation: 0.1 }, 3, 9.01],
  ["N(-0.5,2)", { kind: "normal", mean: -0.5, deviation: 2 }, 1.645_378_793, 4.25],
  ["U(0,10)", { kind: "uniform", from: 0, to: 10 }, 5, 100 / 3],
  ["U(-1,2)", { kind: "uniform", from: -1, to: 2 }, 5 / 6, 1],
  ["U(-3,-2)", { kind: "uniform", from: -3, to: -2 }, 2.5, 19 / 3],
  ["t(0,1,3)", { kind: "student", location: 0, scale: 1, degrees: 3 }, (2 * Math.sqrt(3)) / Math.PI, 3],
  ["t(0,2,5)", { kind: "student", location: 0, scale: 2, degrees: 5 }, 1.898_033_449, 20 / 3],
  ["t(1,0.5,10)", { kind: "student", location: 1, scale: 0.5, degrees: 10 }, Number.NaN, 1 + 0.3125],
  ["Laplace(0,1)", { kind: "laplace", location: 0, scale: 1 }, 1, 2],
  ["Laplace(1,2)", { kind: "laplace", location: 1, scale: 2 }, 1 + 2 * Math.exp(-0.5), 9],
];

describe.each(KNOWN)("%s", (_what, of, meanAbs, square) => {
  const { density: magnitude, breaks } = magnitudeOf(of);

  test("has the mass, mean magnitude and second moment it must have", () => {
    expect(integrate(magnitude, breaks)).toBeCloseTo(1, 9);
    if (!Number.isNaN(meanAbs)) expect(integrate((a) => a * magnitude(a), breaks)).toBeCloseTo(meanAbs, 7);
    expect(integrate((a) => a * a * magnitude(a), breaks) / square).toBeCloseTo(1, 7);
  });

  test("is folded at 0", () => {
    for (const a of [0.1, 0.7, 1, 2.5]) expect(magnitude(a)).toBe(density(of, a) + density(of, -a));
  });

  test("gives draws with the same mean magnitude", () => {
    const mean = integrate((a) => a * magnitude(a), breaks);
    let sum = 0;
    for (let i = 0; i < DRAWS; i++) sum += Math.abs(draw(of, 7, 1, i));
    const standardError = Math.sqrt((square - mean * mean) / DRAWS);
    expect(Math.abs(sum / DRAWS - mean)).toBeLessThan(5 * standardError);
  });
});

test("A draw depends on seed, stream and index alone", () => {
  const of: Distribution = { kind: "student", location: 0, scale: 1, degrees: 4 };
  expect(draw(of, 1, 2, 3)).toBe(draw(of, 1, 2, 3));
  expect(new Set([draw(of, 1, 2, 3), draw(of, 2, 2, 3), draw(of, 1, 3, 3), draw(of, 1, 2, 4)]).size).toBe(4);
});
