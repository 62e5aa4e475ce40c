import { fillNormal, fillUniform, STREAM } from "../math/random.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

export type Initialisation = "he" | "glorot";

/** What a layer has learnt, in the layout of files and papers. */
export interface LayerWeights {
  /** OIHW; out x in (C, H, W) of a fully connected layer; the scale of a batch normalisation. */
  readonly weight: Float32Array;
  /** Or the shift of a batch normalisation. */
  readonly bias: Float32Array;
  /**
   * What inference uses in place of a minibatch's own: `running_mean_abs_x` [1] of a layer under
   * Algorithm 1, with its `fit_a` and `fit_b` [channels] where the scaling is fitted, `running_mean` and
   * `running_var` [channels] of a batch normalisation. Left out: none yet, the next minibatch gives the first.
   */
  readonly statistics?: Readonly<Record<string, Float32Array>>;
}

/**
 * First weights of a layer; biases are 0, scales of a batch normalisation 1.
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
  if (spec.type === "batchNorm2d")
    return { weight: new Float32Array(filters).fill(1), bias: new Float32Array(filters) };
  const fanIn = plan.parameters / filters - 1;
  const taps = spec.type === "conv2d" ? kernelSize(spec.kernel).reduce((a, b) => a * b) : 1;
  const fanOut = spec.type === "conv2d" ? taps * filters : filters;
  const weight = new Float32Array(fanIn * filters);
  const stream = STREAM.weights + 16 * index;
  if (how === "he") fillNormal(weight, seed, stream, Math.sqrt(2 / fanIn));
  else fillUniform(weight, seed, stream, Math.sqrt(6 / (fanIn + fanOut)));
  return { weight, bias: new Float32Array(filters) };
}
