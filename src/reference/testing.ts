import { normal } from "../math/random.ts";

/** Normal numbers for tests, the same at every run; another `stream`, other numbers. */
export function sample(length: number, stream: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => normal(7, 1000 + stream, i));
}

/** dLoss/dvalues by central differences. */
export function finiteDifferences(values: Float64Array, loss: () => number, h = 1e-5): Float64Array {
  return Float64Array.from(values, (value, i) => {
    values[i] = value + h;
    const above = loss();
    values[i] = value - h;
    const below = loss();
    values[i] = value;
    return (above - below) / (2 * h);
  });
}

/** Σ a_i b_i: a loss whose gradient with respect to a layer's output b is a. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

/** The largest |a - b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))),
    0,
  );
}
