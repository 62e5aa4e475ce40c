import type { Table1Operator } from "../math/products.ts";

/** The samples of a row fall into so many batches of equal size, whose spread tells the standard error. */
export const BATCHES = 64;

/** What is summed of a batch: h, min, add, max; their squares; L; h by min, add and max. */
export const SUMS = 12;

/** Where an operator's output stands among h, min, add, max. */
const PLACE: Readonly<Record<Table1Operator, number>> = { min: 1, add: 2, max: 3 };

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** A row of Table 1 from samples. */
export interface RowEstimate {
  readonly row: number;
  readonly samples: number;
  /** ρ(|x||w|, g), Eq. 3. */
  readonly correlations: Readonly<Record<Table1Operator, Estimate>>;
  /** Mean of L = |1 - g/h| for min, Eq. 6; its variance is infinite, so there is no standard error. */
  readonly relativeError: number;
}

/** @param batches sums of every batch, [BATCHES][SUMS]; each of `count` samples, at least 2. */
export function estimateRow(row: number, batches: Float64Array, count: number): RowEstimate {
  const total = new Float64Array(SUMS);
  batches.forEach((sum, i) => {
    total[i % SUMS] = (total[i % SUMS] as number) + sum;
  });
  const samples = BATCHES * count;
  const estimate = (operator: Table1Operator) => jackknife(total, batches, count, PLACE[operator]);
  return {
    row,
    samples,
    correlations: { min: estimate("min"), add: estimate("add"), max: estimate("max") },
    relativeError: (total[8] as number) / samples,
  };
}

/**
 * The correlation over all batches, and its standard error by the delete-one-batch jackknife: the
 * correlation is a smooth function of means, and what it is without each batch in turn spreads as it
 * would over other samples.
 */
function jackknife(total: Float64Array, batches: Float64Array, count: number, g: number): Estimate {
  const without = Array.from({ length: BATCHES }, (_, batch) => {
    const rest = total.map((sum, i) => sum - (batches[batch * SUMS + i] as number));
    return correlation(rest, (BATCHES - 1) * count, g);
  });
  const mean = without.reduce((sum, value) => sum + value) / BATCHES;
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    value: correlation(total, BATCHES * count, g),
    standardError: Math.sqrt((spread * (BATCHES - 1)) / BATCHES),
  };
}

/** ρ of h and the output at place g from sums over `count` samples; a shift of either is no matter. */
function correlation(sums: Float64Array, count: number, g: number): number {
  const mean = (i: number) => (sums[i] as number) / count;
  const covariance = mean(8 + g) - mean(0) * mean(g);
  return covariance / Math.sqrt((mean(4) - mean(0) ** 2) * (mean(4 + g) - mean(g) ** 2));
}
