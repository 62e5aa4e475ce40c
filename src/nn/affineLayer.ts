import type { Convolution } from "../math/products.ts";
import { type Affine, forwardPass, inputGradient, weightGradient } from "./affine.ts";
import { approximation } from "./approximation.ts";
import { blendedPass } from "./blend.ts";
import type { Layer, LayerContext } from "./layer.ts";
import { linearFit } from "./linearFit.ts";

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
  const plain: Affine = { ...geometry, product: product === "exact" ? "mul" : product, approximate: wrap };
  const fit =
    wrap && context.settings.scaling === "fitted" ? await linearFit(context, plain, wrap) : undefined;
  const affine: Affine = wrap ? { ...plain, approximate: { ...wrap, output: fit?.output } } : plain;
  const { training } = context;
  const { blend } = context.settings;
  const [forward, dx, dw] = await Promise.all([
    forwardPass(context, affine),
    training ? inputGradient(context, training, affine) : [],
    training ? weightGradient(context, training, affine) : [],
  ]);
  const infer = wrap && blend ? await blendedPass(context, affine, blend) : forward;
  const layer = { backward: [...dw, ...dx], infer };
  if (!wrap) return { ...layer, forward, prepareInference: [] };
  const fold = fit?.fold ?? [];
  const mean = {
    buffer: wrap.mean,
    values: { running_mean_abs_x: { offset: 2, length: 1 } },
    started: { offset: 3, length: 1 },
  };
  return {
    ...layer,
    forward: [...wrap.minibatchMean, ...wrap.weights, ...fold, ...forward],
    ...(fit && { fittingForward: [...wrap.minibatchMean, ...wrap.weights, ...fit.fit, ...fold, ...forward] }),
    prepareInference: [...wrap.runningMean, ...wrap.weights, ...fold],
    measureStart: [...wrap.restart, ...(fit?.restart ?? [])],
    measure: [...wrap.measuredMean, ...wrap.weights, ...(fit?.measure ?? []), ...fold, ...infer],
    running: [mean, ...(fit ? [fit.running] : [])],
    approximate: wrap,
  };
}
