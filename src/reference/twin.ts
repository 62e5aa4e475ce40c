import type { Convolution } from "../math/products.ts";
import type { Scaling } from "../nn/spec.ts";

/** Weights (OIHW, or units x inputs) and biases of one layer, or scales and shifts, or their gradients. */
export interface Parameters {
  readonly w: Float64Array;
  readonly b: Float64Array;
}

/** How the layers of a network multiply, and its dropout. */
export interface LayerSettings {
  readonly convolution: Convolution;
  /** Of the product `own`. */
  readonly expression?: string;
  readonly clipFactor: number;
  /** Momentum of the running mean of |x|. */
  readonly gamma: number;
  /** Left out: "constraint". */
  readonly scaling?: Scaling;
  /** For dropout layers; `rate` where the layer names none. The seed is the linear fits', too. */
  readonly dropout: { readonly seed: number; readonly rate: number };
}

/**
 * Training with the step's number (dropout draws by it), inference, or "measure": inference with the
 * minibatch's own statistics, whose average since the last `restart` the running ones become.
 */
export type Mode = { readonly step: number } | "inference" | "measure";

/** One layer at work. `backward` belongs to the last `forward` that was training. */
export interface LayerTwin {
  /** N images in NCHW order. */
  forward(x: Float64Array, N: number, mode: Mode): Float64Array;
  backward(dy: Float64Array): { readonly dx: Float64Array; readonly gradient?: Parameters };
  /** Algorithm 1's state; absent where the layer has none. */
  readonly means?: MeanState;
  /** Running statistics by the names they have in files; absent where the layer has none. */
  readonly running?: () => Readonly<Record<string, Float64Array>>;
  /** Forgets them, before a series of "measure". */
  readonly restart?: () => void;
}

export interface MeanState {
  /** μ|x| of the last minibatch. */
  meanAbsX: number;
  /** μ^r|x|; undefined before the first minibatch. */
  runningMeanAbsX: number | undefined;
}

export function isTraining(mode: Mode): mode is { readonly step: number } {
  return typeof mode !== "string";
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the layer lacks parameters or a forward pass");
  return value;
}
