/** Unit roundoff: the largest relative error of one rounded operation. */
export const FLOAT32_UNIT = 2 ** -24;
export const FLOAT64_UNIT = 2 ** -53;
const FLOAT32_SMALLEST_NORMAL = 2 ** -126;

/**
 * How far a sum of `count` rounded terms may lie from the true sum, in units of `unit` · Σ|terms|. The
 * rigorous bound grows with count; rounding errors of mixed sign grow with its square root, which a
 * wrong term, a thousandth off, exceeds by far. The 8 covers the few operations around the sum.
 */
export function roundings(count: number): number {
  return 8 + 2 * Math.sqrt(count);
}

/**
 * The bound itself, from Σ|terms| and the number of roundings. In float32 a GPU may also flush
 * subnormal numbers to zero; where nothing is added (Σ|terms| = 0) only an exact 0 passes.
 */
export function errorBound(absTerms: number, roundingCount: number, unit: number): number {
  if (absTerms === 0) return 0;
  const flushed = unit === FLOAT32_UNIT ? roundingCount * FLOAT32_SMALLEST_NORMAL : 0;
  return roundingCount * unit * absTerms + flushed;
}
