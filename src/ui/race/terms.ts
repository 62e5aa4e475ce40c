import { PRODUCTS, signedProduct } from "../../math/products.ts";
import { normal } from "../../math/random.ts";

/** One of the 25 pairs that a 5x5 filter adds up for one output pixel, in multiples of the means. */
export interface Term {
  readonly x: number;
  readonly w: number;
  readonly product: number;
  /** The min-selector of the pair, both clipped at twice their mean. */
  readonly smin: number;
}

export interface Terms {
  readonly terms: readonly Term[];
  readonly productSum: number;
  readonly sminSum: number;
}

/** Algorithm 1 clips at twice the mean. */
const CLIP = 2;
const COUNT = 25;

/**
 * A patch and a filter drawn at random from a seed, as Algorithm 1 treats them: operands in
 * multiples of their mean size, y / (mean |x| mean |w|) = Σ g(x^c, w^c).
 */
export function drawTerms(seed: number): Terms {
  const xs = scaled(Array.from({ length: COUNT }, (_, i) => normal(seed, 1, i)));
  const ws = scaled(Array.from({ length: COUNT }, (_, i) => normal(seed, 2, i)));
  const terms = xs.map((x, i) => {
    const w = ws[i] ?? 0;
    return {
      x,
      w,
      product: signedProduct(PRODUCTS.mul, x, w),
      smin: signedProduct(PRODUCTS.smin, clip(x), clip(w)),
    };
  });
  return {
    terms,
    productSum: terms.reduce((sum, term) => sum + term.product, 0),
    sminSum: terms.reduce((sum, term) => sum + term.smin, 0),
  };
}

function clip(value: number): number {
  return Math.min(CLIP, Math.max(-CLIP, value));
}

function scaled(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
  return values.map((value) => value / mean);
}
