import { expect, it } from "vitest";
import { normal, STREAM } from "../math/random.ts";
import { BATCHES, estimateRow, SUMS } from "./estimate.ts";

/** Samples of each batch. */
const COUNT = 200;

/** The known correlations of h with min, add and max. */
const TRUE = [0.9, 0.5, 0];

const draw = (index: number) => normal(3, STREAM.monteCarlo, index);

/** Normal h and g of those correlations; moments as the kernel sums them, with L 1 at every second sample. */
function batches(shift: number): Float64Array {
  const all = new Float64Array(BATCHES * SUMS);
  for (let i = 0; i < BATCHES * COUNT; i++) {
    const h = draw(4 * i);
    const v = [h, ...TRUE.map((rho, g) => rho * h + Math.sqrt(1 - rho ** 2) * draw(4 * i + 1 + g))];
    const shifted = v.map((value) => value + shift);
    const terms = [...shifted, ...shifted.map((value) => value ** 2), i % 2];
    const products = shifted.slice(1).map((g) => (shifted[0] as number) * g);
    const at = (i % BATCHES) * SUMS;
    for (const [k, term] of [...terms, ...products].entries()) all[at + k] = (all[at + k] as number) + term;
  }
  return all;
}

it("estimates correlations, with the standard error of theory: (1 - ρ²)/√n for normal numbers", () => {
  const { row, samples, correlations, relativeError } = estimateRow(4, batches(0), COUNT);
  expect([row, samples, relativeError]).toEqual([4, BATCHES * COUNT, 0.5]);
  for (const [i, { value, standardError }] of Object.values(correlations).entries()) {
    const rho = TRUE[i] as number;
    const expected = (1 - rho ** 2) / Math.sqrt(BATCHES * COUNT);
    // 64 batches tell a standard error to 9 %.
    expect(Math.abs(standardError / expected - 1)).toBeLessThan(0.3);
    expect(Math.abs(value - rho)).toBeLessThan(4 * expected);
  }
});

it("does not depend on what was taken off h and g", () => {
  const plain = estimateRow(0, batches(0), COUNT).correlations;
  const shifted = estimateRow(0, batches(5), COUNT).correlations;
  for (const operator of ["min", "add", "max"] as const) {
    expect(shifted[operator].value).toBeCloseTo(plain[operator].value, 10);
    expect(shifted[operator].standardError).toBeCloseTo(plain[operator].standardError, 10);
  }
});
