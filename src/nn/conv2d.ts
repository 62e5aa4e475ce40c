import { blockRows, reachOf } from "./affine.ts";
import { affineLayer } from "./affineLayer.ts";
import type { LayerKind } from "./layer.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";
import { type Conv2dSpec, layerProduct } from "./spec.ts";

function specOf({ spec, name }: LayerPlan): Conv2dSpec {
  if (spec.type !== "conv2d") throw new Error(`${name} is no convolution`);
  return spec;
}
const kernelOf = (plan: LayerPlan) => kernelSize(specOf(plan).kernel);

/**
 * A convolution, stride 1, "same" zero padding (Eq. 1): plain, or with Algorithm 1 around its
 * product. x [N, H, W, C], w [kh, kw, C, O], y [N, H, W, O].
 */
export const conv2d: LayerKind = {
  reach(plan) {
    const reach = reachOf(kernelOf(plan));
    return { x: reach, dy: reach };
  },

  rows: (plan) => blockRows(kernelOf(plan), plan.input.channels),

  build(context) {
    const { plan, settings, x, y } = context;
    const kernel = kernelOf(plan);
    const product = layerProduct(specOf(plan), settings.convolution);
    return affineLayer(context, { kernel, x, y, splits: 1 }, kernel, product);
  },
};
