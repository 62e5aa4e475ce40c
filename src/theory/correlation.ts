import type { Distribution } from "./distribution.ts";
import { type Magnitude, magnitudeOf } from "./magnitude.ts";
import { type OfPair, overPairs } from "./pairs.ts";

/** How a product g compares with multiplication, h = |x||w|, over independent operands. */
export interface Similarity {
  /** ρ(|x||w|, g(|x|, |w|)), Eq. 3 and 5: what Table 1 prints. */
  readonly correlation: number;
  /** ρ(x w, sign(x w) g(|x|, |w|)): of the signed products. */
  readonly signed: number;
  /** A and B of h ≈ A·g + B (section 2.2) with the least squared error. */
  readonly slope: number;
  readonly offset: number;
  /** A alone, where B is 0; the same for the signed products. */
  readonly factor: number;
  /** μ|x| and μ|w|. */
  readonly meanX: number;
  readonly meanW: number;
}

/**
 * Eq. 3 with the moments of Eq. 5, by quadrature. `g` acts on magnitudes and may have a kink where they
 * are equal (min, max). NaN where the second moment of an operand (for its mean, the first) is infinite
 * or its tail beyond float64: the t distribution with fewer than 2.15 degrees (for its mean, 1.15).
 */
export function similarity(g: OfPair, x: Distribution, w: Distribution): Similarity {
  const operands = [magnitudeOf(x, 2), magnitudeOf(w, 2)] as const;
  // Fields, because engines box the variables that a closure assigns to: a million pairs feel it.
  const sum = { x: 0, w: 0, h: 0, hh: 0, g: 0, gg: 0, hg: 0, signedH: 0, signedG: 0 };
  overPairs(...operands, (a, b, weight, signed) => {
    const exact = a * b;
    const approximate = g(a, b);
    sum.x += weight * a;
    sum.w += weight * b;
    sum.h += weight * exact;
    sum.hh += weight * exact * exact;
    sum.g += weight * approximate;
    sum.gg += weight * approximate * approximate;
    sum.hg += weight * exact * approximate;
    sum.signedH += signed * exact;
    sum.signedG += signed * approximate;
  });
  const { h, hh, hg, gg, signedH, signedG } = sum;
  const covariance = hg - h * sum.g;
  const varianceG = gg - sum.g ** 2;
  const slope = covariance / varianceG;
  const finite = operands.every(({ moments }) => moments >= 2) ? 1 : Number.NaN;
  const mean = (value: number, { moments }: Magnitude) => (moments >= 1 ? value : Number.NaN);
  return {
    correlation: (finite * covariance) / Math.sqrt((hh - h ** 2) * varianceG),
    signed: (finite * (hg - signedH * signedG)) / Math.sqrt((hh - signedH ** 2) * (gg - signedG ** 2)),
    slope: finite * slope,
    offset: finite * (h - slope * sum.g),
    factor: finite * (hg / gg),
    meanX: mean(sum.x, operands[0]),
    meanW: mean(sum.w, operands[1]),
  };
}
