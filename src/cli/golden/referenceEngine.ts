import { PRODUCTS, signedProduct } from "../../math/products.ts";
import {
  approxConv2d,
  approxConv2dBackward,
  approxConv2dInfer,
  updateRunningMean,
} from "../../reference/approxConv2d.ts";
import { conv2dBackward, exactConv2d } from "../../reference/conv2d.ts";
import { ReferenceNetwork } from "../../reference/network.ts";
import type { Engine } from "./engine.ts";
import type { GoldenLayer, GoldenNetwork, LayerResult, NetworkResult } from "./format.ts";

/** The float64 twin. */
export const referenceEngine: Engine = {
  by: "reference",
  layer: async (golden) => layerResult(golden),
  network: async (golden) => networkResult(golden),
  scalar: async (rows) => rows.map(({ a, b }) => signedProduct(PRODUCTS.smin, a, b)),
};

function layerResult({
  shape,
  clipFactor,
  gamma,
  x,
  w,
  b,
  dy,
  runningMeanBefore,
  inferenceMean,
}: GoldenLayer): LayerResult {
  const conv = { shape, product: PRODUCTS.smin, clipFactor };
  const forward = approxConv2d(conv, x, w, b);
  return {
    exact: { y: exactConv2d(shape, x, w, b), ...conv2dBackward(shape, x, w, dy) },
    smin_train: {
      mu_x: forward.meanAbsX,
      mu_w: forward.meanAbsW,
      wt: forward.rescaledW,
      y: forward.y,
      ...approxConv2dBackward(conv, forward, x, w, dy),
    },
    mu_running: { after: updateRunningMean(runningMeanBefore, forward.meanAbsX, gamma) },
    smin_infer: { y: approxConv2dInfer(conv, x, w, b, inferenceMean) },
  };
}

function networkResult(golden: GoldenNetwork): NetworkResult {
  const network = new ReferenceNetwork({ ...golden, dropout: { seed: 0, rate: 0 } });
  const steps = Array.from({ length: golden.stepCount }, () => {
    const step = network.trainStep(golden.x, golden.labels, golden.optimizer);
    return {
      loss: step.loss,
      correct: step.correct,
      mu_x: step.meanAbsX,
      running_mu: step.runningMeanAbsX,
      grad_norm: step.gradientNorm,
    };
  });
  return {
    steps,
    final_params: network.parameters,
    eval_logits: network.infer(golden.x, golden.labels.length),
  };
}
