import type { Convolution } from "../math/products.ts";
import { type Affine, forwardPass, inputGradient, weightGradient } from "./affine.ts";
import { approximation } from "./approximation.ts";
import type { Layer, LayerContext } from "./layer.ts";

/**
 * A convolution or fully connected layer with its product: plain, or Algorithm 1 around it.
 * @param taps height and width of the filters, before a fully connected layer flattens its input.
 */
export async function affineLayer(
  context: LayerContext,
  geometry: Omit<Affine, "product" | "approximate">,
  taps: readonly [number, number],
  product: Convolution,
): Promise<Layer> {
  const wrap = product === "exact" ? null : await approximation(context, taps, product);
  const affine: Affine = { ...geometry, product: product === "exact" ? "mul" : product, approximate: wrap };
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
    measureStart: wrap.restart,
    measure: [...wrap.measuredMean, ...wrap.weights, ...forward],
    running: {
      buffer: wrap.mean,
      values: { running_mean_abs_x: { offset: 2, length: 1 } },
      started: { offset: 3, length: 1 },
    },
    approximate: wrap,
  };
}
