import { type Convolution, PRODUCTS } from "../math/products.ts";
import type { Conv2dSpec, LayerSpec, LinearSpec, Shape } from "../nn/spec.ts";
import { leakyRelu, leakyReluBackward } from "./activations.ts";
import {
  type ApproxConv,
  type ApproxForward,
  approxConv2d,
  approxConv2dBackward,
  approxConv2dInfer,
  updateRunningMean,
} from "./approxConv2d.ts";
import { conv2dBackward, exactConv2d } from "./conv2d.ts";
import { dropout } from "./dropout.ts";
import { linear, linearBackward } from "./linear.ts";
import { maxPool2d, maxPool2dBackward } from "./maxPool2d.ts";
import { batchShape, convShape, linearShape } from "./shapes.ts";
import type { Values } from "./values.ts";

/** Weights (OIHW, or units x inputs) and biases of one layer, or their gradients. */
export interface Parameters {
  readonly w: Float64Array;
  readonly b: Float64Array;
}

/** How the convolutions of a network work, and its dropout. */
export interface LayerSettings {
  readonly convolution: Convolution;
  readonly clipFactor: number;
  /** Momentum of the running mean of |x|. */
  readonly gamma: number;
  /** For dropout layers; `rate` where the layer names none. */
  readonly dropout: { readonly seed: number; readonly rate: number };
}

/** Training with the step's number (dropout draws by it), or inference. */
export type Mode = { readonly step: number } | "inference";

/** One layer at work. `backward` belongs to the last `forward` that was not inference. */
export interface LayerTwin {
  /** N images in NCHW order. */
  forward(x: Float64Array, N: number, mode: Mode): Float64Array;
  backward(dy: Float64Array): { readonly dx: Float64Array; readonly gradient?: Parameters };
  /** Algorithm 1's state; absent where the layer has none. */
  readonly means?: MeanState;
}

export interface MeanState {
  /** μ|x| of the last minibatch. */
  meanAbsX: number;
  /** μ^r|x|; undefined before the first minibatch. */
  runningMeanAbsX: number | undefined;
}

/**
 * The twin of one layer. `place` is the number of layers before it, activations not counted.
 * `parameters` are read, never written.
 */
export function layerTwin(
  spec: LayerSpec,
  place: number,
  input: Shape,
  parameters: Parameters | undefined,
  settings: LayerSettings,
): LayerTwin {
  switch (spec.type) {
    case "conv2d":
      return settings.convolution === "exact"
        ? exactConvolution(spec, input, present(parameters))
        : approximateConvolution(spec, input, present(parameters), settings);
    case "linear":
      return fullyConnected(spec, input, present(parameters));
    case "maxPool2d":
      return pool(spec.size, input);
    case "leakyRelu":
      return activation(spec.slope);
    case "relu":
      return activation(0);
    case "dropout":
      return dropoutLayer(
        { ...settings.dropout, rate: spec.rate ?? settings.dropout.rate, layer: place },
        input,
      );
  }
}

function exactConvolution(spec: Conv2dSpec, input: Shape, { w, b }: Parameters): LayerTwin {
  let shape = convShape(spec, input, 0);
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, N, mode) {
      const now = convShape(spec, input, N);
      if (mode !== "inference") [shape, seen] = [now, x];
      return exactConv2d(now, x, w, b);
    },
    backward(dy) {
      const { dx, dw, db } = conv2dBackward(shape, seen, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function approximateConvolution(
  spec: Conv2dSpec,
  input: Shape,
  { w, b }: Parameters,
  settings: LayerSettings,
): LayerTwin {
  const product = PRODUCTS[settings.convolution as keyof typeof PRODUCTS];
  const means: MeanState = { meanAbsX: 0, runningMeanAbsX: undefined };
  let seen: { conv: ApproxConv; x: Values; forward: ApproxForward } | undefined;
  return {
    means,
    forward(x, N, mode) {
      const conv = { shape: convShape(spec, input, N), product, clipFactor: settings.clipFactor };
      if (mode === "inference") return approxConv2dInfer(conv, x, w, b, means.runningMeanAbsX ?? 0);
      const forward = approxConv2d(conv, x, w, b);
      seen = { conv, x, forward };
      means.meanAbsX = forward.meanAbsX;
      means.runningMeanAbsX = updateRunningMean(means.runningMeanAbsX, forward.meanAbsX, settings.gamma);
      return forward.y;
    },
    backward(dy) {
      const { conv, x, forward } = present(seen);
      const { dx, dw, db } = approxConv2dBackward(conv, forward, x, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function fullyConnected(spec: LinearSpec, input: Shape, { w, b }: Parameters): LayerTwin {
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, N, mode) {
      if (mode !== "inference") seen = x;
      return linear(linearShape(spec, input, N), x, w, b);
    },
    backward(dy) {
      const { dx, dw, db } = linearBackward(linearShape(spec, input, dy.length / spec.units), seen, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function pool(size: number, input: Shape): LayerTwin {
  let seen: { inputs: number; winners: Int32Array } = { inputs: 0, winners: new Int32Array() };
  return {
    forward(x, N, mode) {
      const { y, winners } = maxPool2d(x, batchShape(input, N), size);
      if (mode !== "inference") seen = { inputs: x.length, winners };
      return y;
    },
    backward: (dy) => ({ dx: maxPool2dBackward(seen.inputs, seen.winners, dy) }),
  };
}

function activation(slope: number): LayerTwin {
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, _N, mode) {
      if (mode !== "inference") seen = x;
      return leakyRelu(x, slope);
    },
    backward: (dy) => ({ dx: leakyReluBackward(seen, dy, slope) }),
  };
}

function dropoutLayer(where: { seed: number; rate: number; layer: number }, input: Shape): LayerTwin {
  let seen = { N: 0, step: 0 };
  return {
    forward(x, N, mode) {
      if (mode === "inference") return x;
      seen = { N, step: mode.step };
      return dropout(x, batchShape(input, N), { ...where, step: mode.step });
    },
    backward: (dy) => ({ dx: dropout(dy, batchShape(input, seen.N), { ...where, step: seen.step }) }),
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the layer lacks parameters or a forward pass");
  return value;
}
