import type { ProductName, Table1Operator } from "./products.ts";
import { randomBits, STREAM, stepSeed } from "./random.ts";

/**
 * What is measured of a convolution layer in one training step, on a sample of its terms: the pairs
 * (x^c, w^c) that meet in it, padding left out. h = |x^c||w^c| is what multiplication makes of a term, g the
 * magnitude of what a product makes of it, scaled as in y = μx μw Σ g(x^c / μx, w^c / μw): for smin
 * μw min(|x^c|, |w~|) with w~ = μx / μw w^c. Like the products, g is 0 where an operand is 0.
 *
 * The layer's own product is the run's; of an exact layer everything says what smin would do there. A number
 * that is not defined (a correlation with a constant, a share of nothing) is null.
 */
export interface LayerReading {
  /** "conv 1". */
  readonly layer: string;
  readonly product: ProductName;
  /** Terms of the sample. */
  readonly terms: number;
  /** ρ(h, g) of the layer's own product. */
  readonly correlation: number | null;
  /** ρ(h, g) of the operators of Table 1. */
  readonly operators: Readonly<Record<Table1Operator, number | null>>;
  /** ρ(x^c w^c, sign(x w) g) of the layer's own product. */
  readonly signed: number | null;
  /** A and B of the least squares of h on g: h ≈ A g + B. */
  readonly factor: number | null;
  readonly offset: number | null;
  /** L: mean of |1 - g / h| over the terms with h ≠ 0. */
  readonly relativeError: number | null;
  /** μx of this minibatch, and the running one after it; an exact layer has none. */
  readonly meanX: number;
  readonly runningMeanX: number | null;
  /** μw over the filters. */
  readonly meanW: { readonly mean: number; readonly min: number; readonly max: number };
  /** Shares of the terms: |x| or |w| beyond its clip limit; x selected, |x^c| < |w~|. */
  readonly clippedX: number | null;
  readonly clippedW: number | null;
  readonly selectedX: number | null;
  /**
   * Cosine between the exact gradient Σ dy x^c that training uses and smin's own μx Σ dy sign(x) [|w~| <= |x^c|],
   * means and limits held constant, over a sample of weights; both sums over the same sample of positions.
   */
  readonly honesty: number | null;
}

/** Sizes of the sample: pairs drawn, of which those count that meet; weights and positions for honesty. */
export const TERMS = 16384;
export const WEIGHTS = 256;
export const POSITIONS = 1024;

/**
 * Magnitudes that differ by less than this share count as equal: where x and w are both clipped, |x^c| and
 * |w~| are the same number but for rounding.
 */
export const TIE = 2 ** -20;

/** N images of C x H x W, O filters of C x kh x kw. */
export interface SampledShape {
  readonly N: number;
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly O: number;
  readonly kh: number;
  readonly kw: number;
}

/** Pixels of y count in the order image, row, column; weights in the order tap, channel, filter. */
export interface LayerSample {
  readonly terms: readonly { readonly pixel: number; readonly weight: number }[];
  readonly weights: readonly number[];
  readonly positions: readonly number[];
}

/**
 * The sample of a step (counted from 0) of a layer, by its index among all layers. Terms and weights are drawn
 * independently; the k-th position from the k-th of equal shares of all, so that they lie evenly.
 */
export function layerSample(shape: SampledShape, seed: number, step: number, layer: number): LayerSample {
  const key = stepSeed(seed, step);
  const word = (index: number) => randomBits(key, statisticsStream(layer), index);
  const pixels = shape.N * shape.H * shape.W;
  const pixel = (index: number) => word(index) % pixels;
  const weight = (index: number) => word(index) % (shape.kh * shape.kw * shape.C * shape.O);
  return {
    terms: Array.from({ length: TERMS }, (_, t) => ({ pixel: pixel(2 * t), weight: weight(2 * t + 1) })),
    weights: Array.from({ length: WEIGHTS }, (_, k) => weight(2 * TERMS + k)),
    positions: Array.from({ length: POSITIONS }, (_, k) =>
      Math.floor((k * pixels + pixel(2 * TERMS + WEIGHTS + k)) / POSITIONS),
    ),
  };
}

export const statisticsStream = (layer: number) => STREAM.statistics + 16 * layer;
