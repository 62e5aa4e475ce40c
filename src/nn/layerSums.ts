import type { LayerReading } from "../math/layerReading.ts";
import type { ProductName } from "../math/products.ts";

/** Floats of a workgroup's row of sums in shaders/layer_statistics.wgsl. */
export const SUMS = 28;

/** Where the sums lie in a row: over min, add, max and the layer's own product, or one by one. */
const AT = {
  g: 0,
  gg: 4,
  gh: 8,
  h: 12,
  hh: 13,
  error: 14,
  notZero: 15,
  signedH: 16,
  signedG: 17,
  signedHH: 18,
  signedGG: 19,
  signedHG: 20,
  selectedX: 21,
  clippedX: 22,
  clippedW: 23,
  count: 24,
} as const;

const OWN = 3;

/** A spread this far below the mean is rounding: what has it is constant. */
const CONSTANT = 2 ** -18;

/** Sums over n pairs (a, b), of each less a number that was subtracted from all. */
interface Pairs {
  readonly n: number;
  readonly a: number;
  readonly aa: number;
  readonly b: number;
  readonly bb: number;
  readonly ab: number;
  readonly subtracted: { readonly a: number; readonly b: number };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

const variance = (n: number, sum: number, squares: number) => squares / n - (sum / n) ** 2;

/** Whether values with this variance and mean differ by more than rounding; not where either is NaN. */
const varies = (variance: number, mean: number) => variance > (CONSTANT * mean) ** 2;

/** ρ(a, b), and A and B of the least squares a ≈ A b + B. */
function leastSquares({ n, a, aa, b, bb, ab, subtracted }: Pairs) {
  const [meanA, meanB] = [subtracted.a + a / n, subtracted.b + b / n];
  const [varianceA, varianceB] = [variance(n, a, aa), variance(n, b, bb)];
  if (!varies(varianceB, meanB)) return { correlation: null, factor: null, offset: null };
  const covariance = ab / n - (a / n) * (b / n);
  const factor = covariance / varianceB;
  const correlation = covariance / Math.sqrt(varianceA * varianceB);
  return {
    correlation: varies(varianceA, meanA) ? finite(Math.max(-1, Math.min(1, correlation))) : null,
    factor: finite(factor),
    offset: finite(meanA - factor * meanB),
  };
}

/** What the workgroups' sums say; the last row holds what was subtracted. */
export function readingOf(
  rows: Float32Array,
  product: ProductName,
): Omit<LayerReading, "layer" | "meanX" | "runningMeanX" | "meanW" | "honesty"> {
  const last = rows.length - SUMS;
  const total = new Float64Array(SUMS);
  for (let i = 0; i < last; i++) total[i % SUMS] = (total[i % SUMS] as number) + (rows[i] as number);
  const sum = (at: number) => total[at] as number;
  const subtracted = (at: number) => rows[last + at] as number;
  const n = sum(AT.count);
  const share = (at: number) => finite(sum(at) / n);
  const magnitudes = (k: number) =>
    leastSquares({
      n,
      a: sum(AT.h),
      aa: sum(AT.hh),
      b: sum(AT.g + k),
      bb: sum(AT.gg + k),
      ab: sum(AT.gh + k),
      subtracted: { a: subtracted(AT.h), b: subtracted(AT.g + k) },
    });
  const [min, add, max] = [0, 1, 2].map((k) => magnitudes(k).correlation) as [number, number, number];
  const signed = leastSquares({
    n,
    a: sum(AT.signedH),
    aa: sum(AT.signedHH),
    b: sum(AT.signedG),
    bb: sum(AT.signedGG),
    ab: sum(AT.signedHG),
    subtracted: { a: subtracted(AT.signedH), b: subtracted(AT.signedG) },
  });
  return {
    product,
    terms: n,
    ...magnitudes(OWN),
    operators: { min, add, max },
    signed: signed.correlation,
    relativeError: finite(sum(AT.error) / sum(AT.notZero)),
    clippedX: share(AT.clippedX),
    clippedW: share(AT.clippedW),
    selectedX: share(AT.selectedX),
  };
}

/** Cosine between the two gradients of so many weights, from sums [share][weight][exact, smin's own]. */
export function honestyOf(sums: Float32Array, weights: number): number | null {
  let [exact, own, both] = [0, 0, 0];
  for (let k = 0; k < weights; k++) {
    let [a, b] = [0, 0];
    for (let at = 2 * k; at < sums.length; at += 2 * weights) {
      a += sums[at] as number;
      b += sums[at + 1] as number;
    }
    exact += a * a;
    own += b * b;
    both += a * b;
  }
  return finite(both / Math.sqrt(exact * own));
}
