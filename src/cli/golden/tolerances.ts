import { PRODUCTS } from "../../math/products.ts";
import { maxAbs } from "../../math/stats.ts";
import {
  approxConv2d,
  approxConv2dAbsTerms,
  approxConv2dBackwardAbsTerms,
  prepareWeights,
} from "../../reference/approxConv2d.ts";
import { conv2dAbsTerms, conv2dBackwardAbsTerms, termsPerOutput } from "../../reference/conv2d.ts";
import { errorBound, FLOAT32_UNIT, FLOAT64_UNIT, roundings } from "../../reference/tolerance.ts";
import { at, magnitudes } from "../../reference/values.ts";
import type { Engine } from "./engine.ts";
import type { GoldenLayer, GoldenNetwork, LayerResult, NetworkResult, Numbers } from "./format.ts";

const UNIT = { gpu: FLOAT32_UNIT, reference: FLOAT64_UNIT } as const satisfies Record<Engine["by"], number>;

/**
 * Relative to a tensor's largest value. No simple sum bounds the errors of a few whole steps; jitter of one
 * roundoff on all inputs of the golden networks moves the results by at most 5e-7 of it. Adam divides by
 * the gradient, so where terms cancel float64 too loses digits.
 */
const NETWORK_TOLERANCE = { gpu: 1e-5, reference: 1e-10 } as const satisfies Record<Engine["by"], number>;

/**
 * How far each single value of a layer may lie from the golden one: a small multiple of the unit
 * roundoff times the sum of |terms| behind that very value.
 */
export function layerTolerances(golden: GoldenLayer, by: Engine["by"]): LayerResult {
  const { shape, clipFactor, gamma, x, w, b, dy } = golden;
  const conv = { shape, product: PRODUCTS.smin, clipFactor };
  const pixels = shape.H * shape.W;
  const noBias = new Float64Array(shape.O);
  const forward = approxConv2d(conv, x, w, b);
  const inference = prepareWeights(conv, w, golden.inferenceMean);
  const exact = conv2dBackwardAbsTerms(shape, x, w, dy);
  const train = approxConv2dBackwardAbsTerms(conv, forward, x, w, dy);

  const bound = (absTerms: number, count: number) => errorBound(absTerms, count, UNIT[by]);
  const bounds = (absTerms: Float64Array, count: number): Numbers => absTerms.map((sum) => bound(sum, count));
  // The bias joins last, so it meets two roundings only: the sum's and the store's.
  const biasBounds = b.map((bias) => bound(Math.abs(bias), 2));
  const withBias = (absTerms: Float64Array, count: number): Numbers =>
    bounds(absTerms, count).map((sum, yi) => sum + at(biasBounds, Math.floor(yi / pixels) % shape.O));
  const ofMeanX = roundings(x.length);
  const ofMeanW = roundings(termsPerOutput(shape));
  const ofY = roundings(termsPerOutput(shape));
  const ofDx = roundings(shape.O * shape.kh * shape.kw);
  const ofDw = roundings(shape.N * shape.H * shape.W);
  return {
    exact: {
      y: withBias(conv2dAbsTerms(shape, PRODUCTS.mul, x, w, noBias), ofY),
      dx: bounds(exact.dx, ofDx),
      dw: bounds(exact.dw, ofDw),
      db: bounds(exact.db, ofDw),
    },
    smin_train: {
      mu_x: bound(forward.meanAbsX, ofMeanX),
      mu_w: bounds(forward.meanAbsW, ofMeanW),
      wt: bounds(magnitudes(forward.rescaledW), ofMeanX + ofMeanW),
      // μ|w| comes in twice: inside w~ and as the factor before the sum.
      y: withBias(approxConv2dAbsTerms(conv, forward.clippedX, forward, noBias), ofY + ofMeanX + 2 * ofMeanW),
      dx: bounds(train.dx, ofDx + ofMeanW),
      dw: bounds(train.dw, ofDw + ofMeanX),
      db: bounds(train.db, ofDw),
    },
    mu_running: { after: bound(gamma * golden.runningMeanBefore + forward.meanAbsX, ofMeanX) },
    smin_infer: { y: withBias(approxConv2dAbsTerms(conv, x, inference, noBias), ofY + 2 * ofMeanW) },
  };
}

/**
 * Numbers that stand alone are held against themselves, tensors against their largest value; counts
 * must be equal.
 */
export function networkTolerances({ expected }: GoldenNetwork, by: Engine["by"]): NetworkResult {
  const alone = (value: number) => NETWORK_TOLERANCE[by] * Math.abs(value);
  const tensor = (values: Numbers): Numbers => values.map(() => NETWORK_TOLERANCE[by] * maxAbs(values));
  return {
    steps: expected.steps.map((step) => ({
      loss: alone(step.loss),
      correct: 0,
      mu_x: step.mu_x.map(alone),
      running_mu: step.running_mu.map(alone),
      grad_norm: alone(step.grad_norm),
    })),
    final_params: expected.final_params.map(({ w, b }) => ({ w: tensor(w), b: tensor(b) })),
    eval_logits: tensor(expected.eval_logits),
  };
}

/** smin picks an operand, so it is as exact as its operands are: rounded to float32 for the GPU. */
export function scalarTolerance(smin: number, by: Engine["by"]): number {
  return by === "gpu" ? errorBound(Math.abs(smin), 1, FLOAT32_UNIT) : 0;
}
