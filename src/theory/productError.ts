import type { Distribution } from "./distribution.ts";
import { type Magnitude, magnitudeOf } from "./magnitude.ts";
import { type OfPair, overPairs } from "./pairs.ts";

/**
 * The relative error L = E|1 - g/h| of any product g on magnitudes against h = |x||w|, Eq. 6 and 7, by
 * quadrature. For min and one normal distribution it is `relativeError(k, sigma)`, by a shorter way.
 *
 * Infinity where the density of an operand is positive next to 0, however small, and g stays above 0
 * there (addition, max): |1 - g/h| then grows as 1/|x|, whose integral diverges.
 */
export function productError(g: OfPair, x: Distribution, w: Distribution): number {
  const [ofX, ofW] = [magnitudeOf(x, 0), magnitudeOf(w, 0)];
  if (diverges(g, ofX, ofW) || diverges((b, a) => g(a, b), ofW, ofX)) return Number.POSITIVE_INFINITY;
  const sum = { error: 0 };
  overPairs(
    ofX,
    ofW,
    (a, b, weight) => {
      sum.error += weight * Math.abs(1 - g(a, b) / (a * b));
    },
    (a, b) => a * b - g(a, b),
  );
  return sum.error;
}

/** Whether the first operand comes near 0, and g is not 0 where it is 0. */
function diverges(g: OfPair, { reachesZero }: Magnitude, { breaks }: Magnitude): boolean {
  return reachesZero && breaks.some((b) => g(0, b) > 0);
}
