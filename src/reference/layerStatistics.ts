import { type LayerReading, type LayerSample, TIE } from "../math/layerReading.ts";
import { PRODUCTS, type Product, signedProduct } from "../math/products.ts";
import { clip, meanAbs } from "../math/stats.ts";
import { type ApproxConv, prepareWeights } from "./approxConv2d.ts";
import { type ConvShape, forEachTerm, termsPerOutput } from "./conv2d.ts";
import { at, type Values } from "./values.ts";

/** A convolution's operands in one training step, and the gradient of its output. */
export interface LayerStep {
  readonly conv: ApproxConv;
  readonly x: Values;
  readonly w: Values;
  readonly dy: Values;
}

/** Terms as [index of x, index of w]; weights as indices, positions as n H W + row W + column. */
export interface TwinSample {
  readonly terms: readonly (readonly [number, number])[];
  readonly weights: readonly number[];
  readonly positions: readonly number[];
}

export type TwinReading = Omit<LayerReading, "layer" | "product" | "runningMeanX">;

/** Every term, weight and position of a layer. */
export function everything(shape: ConvShape): TwinSample {
  const { N, H, W, O } = shape;
  const terms: [number, number][] = [];
  forEachTerm(shape, (_, xi, wi) => terms.push([xi, wi]));
  return {
    terms,
    weights: Array.from({ length: O * termsPerOutput(shape) }, (_, i) => i),
    positions: Array.from({ length: N * H * W }, (_, i) => i),
  };
}

/** The sample as the device draws it, its pairs in the padding left out. */
export function asTwinSample(shape: ConvShape, sample: LayerSample): TwinSample {
  const weights = (index: number) => oihw(shape, index);
  return {
    terms: sample.terms.flatMap(({ pixel, weight }) => {
      const xi = underTap(shape, pixel, weights(weight));
      return xi === null ? [] : [[xi, weights(weight)] as const];
    }),
    weights: sample.weights.map(weights),
    positions: sample.positions,
  };
}

/** All numbers of a reading (math/layerReading.ts), each from its definition. */
export function layerStatistics({ conv, x, w, dy }: LayerStep, sample: TwinSample): TwinReading {
  const { shape, product, clipFactor } = conv;
  const meanX = meanAbs(x);
  const limitX = clipFactor * meanX;
  const { meanAbsW, clippedW } = prepareWeights(conv, w, meanX);
  const muW = (wi: number) => at(meanAbsW, Math.floor(wi / termsPerOutput(shape)));
  const clippedX = (xi: number) => clip(at(x, xi), limitX);
  const rescaled = (wi: number) => (muW(wi) === 0 ? 0 : (meanX / muW(wi)) * at(clippedW, wi));
  const xIsSmaller = (xi: number, wi: number) => below(Math.abs(clippedX(xi)), Math.abs(rescaled(wi)));

  const { terms } = sample;
  const exact = terms.map(([xi, wi]) => clippedX(xi) * at(clippedW, wi));
  const of = (g: Product) =>
    terms.map(([xi, wi]) => {
      const [cx, cw, mu] = [clippedX(xi), at(clippedW, wi), muW(wi)];
      if (g.degree === 0) return cx * cw === 0 ? 0 : meanX * mu * signedProduct(g, cx / meanX, cw / mu);
      return g.degree === 2 ? signedProduct(g, cx, cw) : mu * signedProduct(g, cx, rescaled(wi));
    });
  const own = of(product);
  // Without the sign of x w: the magnitude of every product that has that sign.
  const [h, g] = [exact.map(Math.abs), own.map((value, i) => value * Math.sign(at(exact, i)))];
  const errors = h.flatMap((value, i) => (value === 0 ? [] : [Math.abs(1 - at(g, i) / value)]));
  const rho = (values: readonly number[]) => correlation(h, values.map(Math.abs));
  const share = (holds: (xi: number, wi: number) => boolean) =>
    mean(terms.map(([xi, wi]) => (holds(xi, wi) ? 1 : 0)));
  const factor = constant(g) ? null : covariance(h, g) / covariance(g, g);
  return {
    terms: terms.length,
    correlation: correlation(h, g),
    operators: { min: rho(of(PRODUCTS.smin)), add: rho(of(PRODUCTS.add)), max: rho(of(PRODUCTS.max)) },
    signed: correlation(exact, own),
    factor,
    offset: factor === null ? null : mean(h) - factor * mean(g),
    relativeError: errors.length === 0 ? null : mean(errors),
    meanX,
    meanW: { mean: mean([...meanAbsW]), min: Math.min(...meanAbsW), max: Math.max(...meanAbsW) },
    clippedX: terms.length === 0 ? null : share((xi) => below(limitX, Math.abs(at(x, xi)))),
    clippedW: terms.length === 0 ? null : share((_, wi) => below(clipFactor * muW(wi), Math.abs(at(w, wi)))),
    selectedX: terms.length === 0 ? null : share(xIsSmaller),
    honesty: honesty(shape, sample, dy, {
      exact: (xi) => clippedX(xi),
      own: (xi, wi) => (xIsSmaller(xi, wi) ? 0 : meanX * Math.sign(clippedX(xi))),
    }),
  };
}

/** Cosine between two gradients of the sampled weights: Σ dy · factor over the positions. */
function honesty(
  shape: ConvShape,
  { weights, positions }: TwinSample,
  dy: Values,
  factors: Readonly<Record<"exact" | "own", (xi: number, wi: number) => number>>,
): number | null {
  const { H, W, O } = shape;
  const gradient = (factor: (xi: number, wi: number) => number) =>
    weights.map((wi) => {
      const o = Math.floor(wi / termsPerOutput(shape));
      return positions.reduce((sum, position) => {
        const xi = underTap(shape, position, wi);
        const n = Math.floor(position / (H * W));
        const slope = at(dy, (n * O + o) * H * W + (position % (H * W)));
        return xi === null ? sum : sum + slope * factor(xi, wi);
      }, 0);
    });
  const [a, b] = [gradient(factors.exact), gradient(factors.own)];
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  return norms === 0 ? null : dot(a, b) / norms;
}

/** The x that a weight meets at a position of y; null in the padding. */
function underTap({ C, H, W, kh, kw }: ConvShape, position: number, wi: number): number | null {
  const [n, place] = [Math.floor(position / (H * W)), position % (H * W)];
  const tap = wi % (kh * kw);
  const row = Math.floor(place / W) + Math.floor(tap / kw) - Math.floor((kh - 1) / 2);
  const column = (place % W) + (tap % kw) - Math.floor((kw - 1) / 2);
  if (row < 0 || row >= H || column < 0 || column >= W) return null;
  const c = Math.floor(wi / (kh * kw)) % C;
  return ((n * C + c) * H + row) * W + column;
}

/** From the order tap, channel, filter to filter, channel, tap. */
function oihw({ C, O, kh, kw }: ConvShape, index: number): number {
  const [o, c, tap] = [index % O, Math.floor(index / O) % C, Math.floor(index / (O * C))];
  return (o * C + c) * kh * kw + tap;
}

const below = (a: number, b: number) => a < (1 - TIE) * b;

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * at(b, i), 0);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - meanA) * (at(b, i) - meanB)));
}

/** No value differs from the first by more than rounding in float32. */
const constant = (values: readonly number[]) =>
  values.every((value) => Math.abs(value - at(values, 0)) <= TIE * Math.abs(at(values, 0)));

function correlation(a: readonly number[], b: readonly number[]): number | null {
  if (constant(a) || constant(b)) return null;
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}
