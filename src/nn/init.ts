import { fillNormal, fillUniform, STREAM } from "../math/random.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

export type Initialisation = "he" | "glorot";

/** Weights and biases of one layer in the layout of files and papers: OIHW, or out x in (C, H, W). */
export interface LayerWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/**
 * First weights of a layer; biases are 0.
 * "he": normal with standard deviation sqrt(2 / fan-in). "glorot": uniform within +-sqrt(6 / (fan-in + fan-out)).
 * They depend on the seed and the layer's index alone.
 */
export function initialWeights(
  plan: LayerPlan,
  index: number,
  seed: number,
  how: Initialisation,
): LayerWeights {
  const { spec, output } = plan;
  const filters = output.channels;
  const fanIn = plan.parameters / filters - 1;
  const taps = spec.type === "conv2d" ? kernelSize(spec.kernel).reduce((a, b) => a * b) : 1;
  const fanOut = spec.type === "conv2d" ? taps * filters : filters;
  const weight = new Float32Array(fanIn * filters);
  const stream = STREAM.weights + 16 * index;
  if (how === "he") fillNormal(weight, seed, stream, Math.sqrt(2 / fanIn));
  else fillUniform(weight, seed, stream, Math.sqrt(6 / (fanIn + fanOut)));
  return { weight, bias: new Float32Array(filters) };
}
