import type { Product } from "../math/products.ts";
import { clip, meanAbs, passesClip } from "../math/stats.ts";
import {
  type ConvGradients,
  type ConvShape,
  conv2d,
  conv2dBackward,
  conv2dBackwardAbsTerms,
  termsPerOutput,
} from "./conv2d.ts";
import { at, magnitudes, type Values } from "./values.ts";

/** A convolution under Algorithm 1. */
export interface ApproxConv {
  readonly shape: ConvShape;
  readonly product: Product;
  /** Clip limit in means of magnitude; the paper's is 2. */
  readonly clipFactor: number;
}

/** The weights as the product meets them, and the means. */
export interface PreparedWeights {
  /** μ|x| in use: of the whole minibatch tensor, or the running one. */
  readonly meanAbsX: number;
  /** μ|w| of each filter, over its unclipped weights. */
  readonly meanAbsW: Float64Array;
  /** w^c = clip(w, clipFactor μ|w|). */
  readonly clippedW: Float64Array;
  /** w~ of Eq. 12, from w^c. */
  readonly rescaledW: Float64Array;
}

export interface ApproxForward extends PreparedWeights {
  readonly clippedX: Float64Array;
  readonly y: Float64Array;
}

/**
 * Lines 5 to 7 of Algorithm 1. Every product g obeys
 *   y = μ|x| μ|w| Σ g(x^c / μ|x|, w^c / μ|w|) + b,
 * which for g of a given degree is μ|w| Σ g(x^c, w~) + b with w~ = μ|x|^(2 - degree) / μ|w| · w^c: Eq. 12
 * for smin (degree 1), and a w~ free of μ|x| for multiplication (degree 2). Without a degree (0) w~ is
 * w^c / μ|w| itself, and `weighAndSum` divides x by its mean. Where a mean is 0, w~ is 0 and y = b.
 */
export function prepareWeights(conv: ApproxConv, w: Values, meanAbsX: number): PreparedWeights {
  const { O } = conv.shape;
  const size = termsPerOutput(conv.shape);
  const meanAbsW = new Float64Array(O);
  for (let o = 0; o < O; o++) meanAbsW[o] = meanAbs(w, o * size, (o + 1) * size);
  const filterMean = (index: number) => at(meanAbsW, Math.floor(index / size));

  const clippedW = Float64Array.from(w, (value, i) => clip(value, conv.clipFactor * filterMean(i)));
  const factor = conv.product.degree === 1 ? meanAbsX : 1;
  const numerator = meanAbsX === 0 ? 0 : factor;
  const rescaledW = clippedW.map((value, i) =>
    filterMean(i) === 0 ? 0 : (numerator / filterMean(i)) * value,
  );
  return { meanAbsX, meanAbsW, clippedW, rescaledW };
}

/** Training: lines 4 to 8 of Algorithm 1 with the minibatch's own μ|x|. */
export function approxConv2d(conv: ApproxConv, x: Values, w: Values, b: Values): ApproxForward {
  const meanAbsX = meanAbs(x);
  const clippedX = Float64Array.from(x, (value) => clip(value, conv.clipFactor * meanAbsX));
  const weights = prepareWeights(conv, w, meanAbsX);
  return { ...weights, clippedX, y: weighAndSum(conv, clippedX, weights, b) };
}

/** Inference: the running mean replaces μ|x|, and x is not clipped. */
export function approxConv2dInfer(
  conv: ApproxConv,
  x: Values,
  w: Values,
  b: Values,
  runningMeanAbsX: number,
): Float64Array {
  return weighAndSum(conv, x, prepareWeights(conv, w, runningMeanAbsX), b);
}

/** Σ |terms| of each output, for x as the product meets it (clipped in training). */
export function approxConv2dAbsTerms(
  conv: ApproxConv,
  x: Values,
  weights: PreparedWeights,
  b: Values,
): Float64Array {
  const absWeights = { ...weights, rescaledW: magnitudes(weights.rescaledW) };
  return weighAndSum(conv, magnitudes(x), absWeights, magnitudes(b));
}

/** Lines 12 to 14: the exact gradients at (x^c, w^c), then the clip masks of Eq. 15. */
export function approxConv2dBackward(
  conv: ApproxConv,
  forward: ApproxForward,
  x: Values,
  w: Values,
  dy: Values,
): ConvGradients {
  return throughMasks(
    conv,
    forward,
    x,
    w,
    conv2dBackward(conv.shape, forward.clippedX, forward.clippedW, dy),
  );
}

/** Σ |terms| of each gradient; 0 where the mask closes. */
export function approxConv2dBackwardAbsTerms(
  conv: ApproxConv,
  forward: ApproxForward,
  x: Values,
  w: Values,
  dy: Values,
): ConvGradients {
  return throughMasks(
    conv,
    forward,
    x,
    w,
    conv2dBackwardAbsTerms(conv.shape, forward.clippedX, forward.clippedW, dy),
  );
}

/** Line 3: γ μ^r + (1 - γ) μ|x|; the first minibatch's mean is the start value. */
export function updateRunningMean(before: number | undefined, meanAbsX: number, gamma: number): number {
  return before === undefined ? meanAbsX : gamma * before + (1 - gamma) * meanAbsX;
}

/** Eq. 13 and the bias: μ|w| Σ g(x, w~) + b; without a degree μ|x| μ|w| Σ g(x / μ|x|, w~) + b. */
function weighAndSum(conv: ApproxConv, x: Values, weights: PreparedWeights, b: Values): Float64Array {
  const { shape, product } = conv;
  const pixels = shape.H * shape.W;
  const meanX = product.degree === 0 ? weights.meanAbsX : 1;
  const scaledX = Float64Array.from(x, (value) => (meanX === 0 ? 0 : value / meanX));
  const sums = conv2d(shape, product, scaledX, weights.rescaledW, new Float64Array(shape.O));
  return sums.map((sum, yi) => {
    const o = Math.floor(yi / pixels) % shape.O;
    return meanX * at(weights.meanAbsW, o) * sum + at(b, o);
  });
}

function throughMasks(
  conv: ApproxConv,
  forward: ApproxForward,
  x: Values,
  w: Values,
  gradients: ConvGradients,
): ConvGradients {
  const size = termsPerOutput(conv.shape);
  const limitX = conv.clipFactor * forward.meanAbsX;
  const limitW = (index: number) => conv.clipFactor * at(forward.meanAbsW, Math.floor(index / size));
  return {
    dx: gradients.dx.map((value, i) => (passesClip(at(x, i), limitX) ? value : 0)),
    dw: gradients.dw.map((value, i) => (passesClip(at(w, i), limitW(i)) ? value : 0)),
    db: gradients.db,
  };
}
