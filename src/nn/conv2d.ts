import { type Affine, blockRows, forwardPass, inputGradient, reachOf, weightGradient } from "./affine.ts";
import { approximation } from "./approxConv2d.ts";
import type { Layer, LayerContext, LayerKind } from "./layer.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

function kernelOf(plan: LayerPlan): readonly [number, number] {
  if (plan.spec.type !== "conv2d") throw new Error(`${plan.name} is no convolution`);
  return kernelSize(plan.spec.kernel);
}

/**
 * A convolution, stride 1, "same" zero padding (Eq. 1): plain, or with Algorithm 1 around the run's
 * product. x [N, H, W, C], w [kh, kw, C, O], y [N, H, W, O].
 */
export const conv2d: LayerKind = {
  reach(plan) {
    const reach = reachOf(kernelOf(plan));
    return { x: reach, dy: reach };
  },

  rows: (plan) => blockRows(kernelOf(plan), plan.input.channels),

  async build(context: LayerContext): Promise<Layer> {
    const { convolution } = context.settings;
    const kernel = kernelOf(context.plan);
    const plain = convolution === "exact";
    const wrap = plain ? null : await approximation(context, kernel, convolution);
    const affine: Affine = {
      kernel,
      x: context.x,
      y: context.y,
      dy: context.dy,
      product: plain ? "mul" : convolution,
      splits: 1,
      approximate: wrap,
    };
    const [forward, dx, dw] = await Promise.all([
      forwardPass(context, affine),
      inputGradient(context, affine),
      weightGradient(context, affine),
    ]);
    const layer = { backward: [...dw, ...dx], infer: forward };
    if (!wrap) return { ...layer, forward, prepareInference: [] };
    return {
      ...layer,
      forward: [...wrap.minibatchMean, ...wrap.weights, ...forward],
      prepareInference: [...wrap.runningMean, ...wrap.weights],
      approximate: wrap,
    };
  },
};
