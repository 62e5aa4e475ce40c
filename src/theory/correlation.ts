import { type Magnitude, overPairs } from "./magnitude.ts";

/** How a product g compares with multiplication h, over independent operands. */
export interface Similarity {
  /** ρ(|x||w|, g(|x|, |w|)), Eq. 3 and 5: what Table 1 prints. */
  readonly correlation: number;
  /** A and B of the line h ≈ A·g + B with the least squared error, on magnitudes (section 2.2). */
  readonly slope: number;
  readonly offset: number;
  /** μ|x| and μ|w|. */
  readonly meanX: number;
  readonly meanW: number;
  /**
   * ρ(x w, sign(x w) g(|x|, |w|)) where x and w are symmetric about 0: both products then have mean 0.
   */
  readonly signed: number;
  /** The A of the line through 0 for such operands. */
  readonly factor: number;
}

/**
 * Eq. 3 with the moments of Eq. 5, by quadrature. `g` acts on magnitudes and may have a kink where they
 * are equal (min, max). The second moments of both operands must be finite.
 */
export function similarity(g: (a: number, b: number) => number, x: Magnitude, w: Magnitude): Similarity {
  let [h1, h2, g1, g2, hg, meanX, meanW] = [0, 0, 0, 0, 0, 0, 0];
  overPairs(x, w, (a, b, weight) => {
    const exact = a * b;
    const approximate = g(a, b);
    h1 += weight * exact;
    h2 += weight * exact * exact;
    g1 += weight * approximate;
    g2 += weight * approximate * approximate;
    hg += weight * exact * approximate;
    meanX += weight * a;
    meanW += weight * b;
  });
  const covariance = hg - h1 * g1;
  const variance = g2 - g1 * g1;
  const slope = covariance / variance;
  return {
    correlation: covariance / Math.sqrt((h2 - h1 * h1) * variance),
    slope,
    offset: h1 - slope * g1,
    meanX,
    meanW,
    signed: hg / Math.sqrt(h2 * g2),
    factor: hg / g2,
  };
}
