import type { Distribution } from "./distribution.ts";
import { magnitudeOf } from "./magnitude.ts";
import { type OfPair, overPairs } from "./pairs.ts";

/**
 * The relative error L = E|1 - g/h| of a product g against h = |x||w|, Eq. 6 and 7, by quadrature; for
 * min and one normal distribution it is `relativeError(k, sigma)`.
 *
 * Infinity where an operand's density is positive next to 0, however small, and g is not 0 for that
 * operand 0 (addition, max): |1 - g/h| then grows there as 1/|x|, whose integral diverges.
 */
export function productError(g: OfPair, x: Distribution, w: Distribution): number {
  const [a, b] = [magnitudeOf(x, 0), magnitudeOf(w, 0)];
  if (a.reachesZero && b.breaks.some((at) => g(0, at) > 0)) return Number.POSITIVE_INFINITY;
  if (b.reachesZero && a.breaks.some((at) => g(at, 0) > 0)) return Number.POSITIVE_INFINITY;
  let sum = 0;
  const visit = (at: number, bt: number, weight: number) => {
    sum += weight * Math.abs(1 - g(at, bt) / (at * bt));
  };
  overPairs(a, b, visit, (at, bt) => at * bt - g(at, bt));
  return sum;
}
