import type { Dispatch } from "../gpu/kernel.ts";
import { floatBits } from "../gpu/tensor.ts";
import { PRODUCTS, type ProductName } from "../math/products.ts";
import { blockRows } from "./affine.ts";
import type { ApproximateState, LayerContext } from "./layer.ts";

/** What Algorithm 1 puts around a convolution or fully connected layer: its means, its weights and the launches that make them. */
export interface Approximation extends ApproximateState {
  /** w^c, for the exact backward pass. */
  readonly clipped: GPUBuffer;
  /** Line 3: the minibatch mean of |x| and the running mean. */
  readonly minibatchMean: readonly Dispatch[];
  /** Inference: the running mean instead, and no clipping of x. */
  readonly runningMean: readonly Dispatch[];
  /** A pass that sets the running mean: forgets it, then averages the minibatches' (x not clipped). */
  readonly restart: readonly Dispatch[];
  readonly measuredMean: readonly Dispatch[];
  /** Lines 6 and 7: mean |w|, w^c and w~ from the mean of |x| in use. */
  readonly weights: readonly Dispatch[];
}

/** vec4s an invocation of the first reduction sums, about. */
const SHARE = 16;
const MAX_INVOCATIONS = 4096;

/**
 * Algorithm 1, lines 3 to 7, for a layer with filters of this height and width and the given product.
 * Lines 4 and 12 to 14 (clip of x, exact backward, masks) are part of the convolution's kernels.
 */
export async function approximation(
  context: LayerContext,
  kernel: readonly [number, number],
  product: ProductName,
): Promise<Approximation> {
  const { plan, settings, x, y } = context;
  const weightRows = blockRows(kernel, plan.input.channels) - 1;
  const invocations = Math.min(MAX_INVOCATIONS, Math.ceil(x.size / SHARE / 64) * 64);
  const mean = context.buffer("mean |x|", 16);
  const scale = context.buffer("mean |w|", y.vecs * 16);
  const clipped = context.buffer("clipped weights", weightRows * y.vecs * 16);
  // A fitted scaling puts its bias behind them (linearFit.ts).
  const rescaledRows = settings.scaling === "fitted" ? weightRows + 1 : weightRows;
  const rescaled = context.buffer("rescaled weights", rescaledRows * y.vecs * 16);
  const sums = context.buffer("sums of |x|", invocations * 4);
  const count = x.batch * x.height * x.width * x.channels;
  const dims = context.uniform("mean |x|", [x.size, floatBits(count)]);
  const reduce = {
    shader: "abs_mean",
    constants: { STRIDE: invocations, CLIP_FACTOR: settings.clip, GAMMA: settings.gamma },
  } as const;
  const one = { ...reduce, groups: [1, 1, 1] } as const;
  const total = { sums, mean, dims, status: context.status };
  const [partial, minibatch, running, restart, measured] = await Promise.all([
    context.dispatch({
      ...reduce,
      entry: "partial_sums",
      constants: { STRIDE: invocations },
      bindings: { x: x.buffer, sums, dims },
      groups: [invocations / 64, 1, 1],
    }),
    context.dispatch({ ...one, entry: "mean_of_sums", bindings: total }),
    context.dispatch({ ...one, entry: "use_running", constants: {}, bindings: { mean } }),
    context.dispatch({ ...one, entry: "restart", constants: {}, bindings: { mean } }),
    context.dispatch({
      ...one,
      entry: "average_of_sums",
      constants: { STRIDE: invocations },
      bindings: total,
    }),
  ]);
  const weights = [
    await context.dispatch({
      shader: "approx_weights",
      entry: "main",
      constants: {
        ROWS: weightRows,
        OUTPUT_VECS: y.vecs,
        FAN_IN: kernel[0] * kernel[1] * plan.input.channels,
        CLIP_FACTOR: settings.clip,
        DEGREE: PRODUCTS[product].degree,
      },
      bindings: { w: context.parameters, mean, scale, clipped, rescaled },
      groups: [y.vecs, 1, 1],
    }),
  ];
  return {
    mean,
    scale,
    clipped,
    rescaled,
    minibatchMean: [partial, minibatch],
    runningMean: [running],
    restart: [restart],
    measuredMean: [partial, measured],
    weights,
  };
}
