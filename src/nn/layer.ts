import type { Dispatch, DispatchSpec } from "../gpu/kernel.ts";
import type { Mirrors } from "../gpu/mirror.ts";
import type { Bound, Halo, Tensor } from "../gpu/tensor.ts";
import type { Tile } from "../gpu/tile.ts";
import type { Convolution } from "../math/products.ts";
import type { LayerPlan } from "./plan.ts";
import type { Scaling } from "./spec.ts";

/** Algorithm 1's settings and what else a layer may need to know of its run. */
export interface LayerSettings {
  readonly convolution: Convolution;
  /** Of the product `own` (math/expression/). */
  readonly expression?: string;
  /** Clip at this many means (Algorithm 1: 2). */
  readonly clip: number;
  /** Momentum of the running mean of |x|. */
  readonly gamma: number;
  /** Left out: "constraint". */
  readonly scaling?: Scaling;
  /** Rate of dropout layers that name none. */
  readonly dropout: number;
  /**
   * A uniform of one f32, alpha: at inference, layers under Algorithm 1 give (1 - alpha) times what they would
   * by multiplying, and alpha times their own (nn/blend.ts). Left out: their own.
   */
  readonly blend?: GPUBuffer;
  /** Output tile of the convolution kernels. */
  readonly tile: Tile;
}

/** What the network hands a layer to build itself with. */
export interface LayerContext {
  readonly device: GPUDevice;
  readonly plan: LayerPlan;
  /** Index among all layers. */
  readonly index: number;
  readonly settings: LayerSettings;
  readonly x: Tensor;
  readonly y: Tensor;
  /** The layer's block in the arena of parameters: rows [tap][c] and the bias. */
  readonly parameters: Bound;
  /** Null in a network that only infers (nn/inference.ts): it has no backward pass. */
  readonly training: TrainingContext | null;
  /** The step record (shaders: `Step`). */
  readonly step: GPUBuffer;
  readonly status: GPUBuffer;
  /** Compiles and binds a kernel of this layer. */
  dispatch(spec: Omit<DispatchSpec, "label">): Promise<Dispatch>;
  /** Of the network's buffers: textures to read them from. */
  readonly mirrors: Mirrors;
  /** A zeroed buffer that lives as long as the network. */
  buffer(label: string, bytes: number): GPUBuffer;
  uniform(label: string, words: readonly number[]): GPUBuffer;
}

/** Where a layer finds and puts gradients. */
export interface TrainingContext {
  readonly dy: Tensor;
  /** Null for the first layer: nobody needs the images' gradient. */
  readonly dx: Tensor | null;
  /** The layer's block in the arena of gradients. */
  readonly gradient: Bound;
}

/** A built layer: nothing but launches to encode. */
export interface Layer {
  readonly forward: readonly Dispatch[];
  /** In its place at a step that fits (LINEAR_FIT.every). Left out: `forward`. */
  readonly fittingForward?: readonly Dispatch[];
  readonly backward: readonly Dispatch[];
  /** Forward with no minibatch statistics, no dropout. */
  readonly infer: readonly Dispatch[];
  /** Once before a series of `infer`: puts the running means in place. */
  readonly prepareInference: readonly Dispatch[];
  /** Once before a series of `measure`. */
  readonly measureStart?: readonly Dispatch[];
  /**
   * Inference of one minibatch with its own statistics, which go into the average that the running
   * ones become. Left out: `infer`.
   */
  readonly measure?: readonly Dispatch[];
  readonly running?: readonly Running[];
  /** Of a layer under Algorithm 1: its means and weights of the latest pass. */
  readonly approximate?: ApproximateState;
}

/** A built layer and what it was built from. */
export interface BuiltLayer {
  readonly context: LayerContext;
  readonly layer: Layer;
}

/** Running statistics: part of what training changes. Places are in floats. */
export interface Running {
  readonly buffer: GPUBuffer;
  /** Where each lies, by the name it has in files. */
  readonly values: Readonly<Record<string, { readonly offset: number; readonly length: number }>>;
  /** Words that are 0 until there are any; one a channel where each begins by itself. */
  readonly started: { readonly offset: number; readonly length: number };
}

export interface ApproximateState {
  /** [mu_x in use, clip limit, running mean, started]: shaders/abs_mean.wgsl. */
  readonly mean: GPUBuffer;
  /** Mean |w| a filter, padded to four. */
  readonly scale: GPUBuffer;
  /** w~, in the engine's layout. */
  readonly rescaled: GPUBuffer;
}

/** How far a layer reaches beyond its input (and its output's gradient), rows and columns of zeros. */
export interface Reach {
  readonly x: Halo;
  readonly dy: Halo;
}

/** A kind of layer: what it needs of its neighbours' memory, and how it is built. */
export interface LayerKind {
  reach(plan: LayerPlan): Reach;
  /** Rows of vec4 in its parameter block, bias included; 0 without parameters. */
  rows(plan: LayerPlan): number;
  build(context: LayerContext): Promise<Layer>;
}
