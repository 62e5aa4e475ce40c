import { type Magnitude, overPairs } from "./magnitude.ts";

/** How a product g compares with multiplication, over independent operands. */
export interface Similarity {
  /** ρ(|x||w|, g(|x|, |w|)), Eq. 3 and 5: what Table 1 prints. */
  readonly correlation: number;
  /**
   * ρ(x w, sign(x w) g(|x|, |w|)) where x and w are symmetric about 0: both products then have mean 0.
   */
  readonly signed: number;
  /** The A of g₂ = A·g₁ (section 2.2) with the least squared error for such operands. */
  readonly factor: number;
}

/**
 * Eq. 3 with the moments of Eq. 5, by quadrature. `g` acts on magnitudes and may have a kink where they
 * are equal (min, max).
 */
export function similarity(g: (a: number, b: number) => number, x: Magnitude, w: Magnitude): Similarity {
  let [h1, h2, g1, g2, hg] = [0, 0, 0, 0, 0];
  overPairs(x, w, (a, b, weight) => {
    const exact = a * b;
    const approximate = g(a, b);
    h1 += weight * exact;
    h2 += weight * exact * exact;
    g1 += weight * approximate;
    g2 += weight * approximate * approximate;
    hg += weight * exact * approximate;
  });
  return {
    correlation: (hg - h1 * g1) / Math.sqrt((h2 - h1 * h1) * (g2 - g1 * g1)),
    signed: hg / Math.sqrt(h2 * g2),
    factor: hg / g2,
  };
}
