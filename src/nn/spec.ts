import type { Convolution, NamedProductName } from "../math/products.ts";

/** Networks as data: what a layer is, before any memory or GPU exists. */

/** The product of one layer: "tested" is the run's own, anything else stays whatever the run tests. */
export type LayerProduct = "tested" | "exact" | NamedProductName;

/** A convolution with "same" zero padding and stride 1 (Eq. 1). */
export interface Conv2dSpec {
  readonly type: "conv2d";
  readonly filters: number;
  /** One odd or even size for both axes, or [height, width]. */
  readonly kernel: number | readonly [number, number];
  /** Left out: "tested". */
  readonly product?: LayerProduct;
}
/** Max-pooling over size x size windows, stride = size, odd edges floored. */
export interface MaxPool2dSpec {
  readonly type: "maxPool2d";
  readonly size: number;
}
/** A fully connected layer. */
export interface LinearSpec {
  readonly type: "linear";
  readonly units: number;
  /** Left out: "exact", as in the paper. */
  readonly product?: LayerProduct;
}
/**
 * Batch normalisation of every channel over the minibatch, with a scale and a shift of its own: between a
 * layer and its activation. Settings: BATCH_NORM.
 */
export interface BatchNorm2dSpec {
  readonly type: "batchNorm2d";
}
/** Of batch normalisation (our choice): kept in the root, and the share a running value keeps a step. */
export const BATCH_NORM = { epsilon: 1e-5, momentum: 0.9 } as const;

export interface LeakyReluSpec {
  readonly type: "leakyRelu";
  readonly slope: number;
}
export interface ReluSpec {
  readonly type: "relu";
}
/** Inverted dropout: kept values are divided by 1 - rate. */
export interface DropoutSpec {
  readonly type: "dropout";
  /** Share of values set to zero, in [0, 1). Left out: the run's `dropout` setting. */
  readonly rate?: number;
}

export type LayerSpec =
  | Conv2dSpec
  | MaxPool2dSpec
  | LinearSpec
  | BatchNorm2dSpec
  | LeakyReluSpec
  | ReluSpec
  | DropoutSpec;

/**
 * How a layer multiplies in a run: with the run's product, or the one its spec fixes. In an "exact" run
 * every layer multiplies plainly.
 */
export function layerProduct(spec: Conv2dSpec | LinearSpec, convolution: Convolution): Convolution {
  if (convolution === "exact") return "exact";
  const product = spec.product ?? (spec.type === "conv2d" ? "tested" : "exact");
  return product === "tested" ? convolution : product;
}

/**
 * What a layer under Algorithm 1 makes of its sums: the approximation z' of Eq. 13 as it is ("constraint"), or
 * A z' + B with A and B a filter fitted while training ("fitted", section 2.2).
 */
export type Scaling = "constraint" | "fitted";

/**
 * Of the fitted scaling (our choice): steps from one fit to the next, output pixels it looks at, and the share
 * the old A and B keep. The bounds of A hold a fit of a few alike samples from turning or blowing up a
 * filter's output; trained layers need 2 to 5.
 */
export const LINEAR_FIT = { every: 20, samples: 256, momentum: 0.9, least: 0.1, most: 10 } as const;

/** The shape of one image or activation: height, width, channels. */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A network as the paper prints it: a list of layers. */
export interface ModelSpec {
  readonly name: string;
  /** One short sentence for people who choose. */
  readonly about: string;
  readonly layers: readonly LayerSpec[];
}

/** A network that cannot be built, and why. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}
