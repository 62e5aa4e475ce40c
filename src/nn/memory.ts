import { type Halo, type TensorShape, tensorBytes, vecsOf } from "../gpu/tensor.ts";
import type { Convolution } from "../math/products.ts";
import { LAYERS } from "./index.ts";
import type { LayerPlan } from "./plan.ts";
import { layerProduct, type Scaling } from "./spec.ts";

/** Where everything of a network lies, before anything is allocated. */
export interface MemoryPlan {
  /** Activations: entry i enters layer i, the last are the logits. */
  readonly activations: readonly { shape: TensorShape; halo: Halo }[];
  /** Gradients with respect to the same; null for the images. */
  readonly gradients: readonly ({ shape: TensorShape; halo: Halo } | null)[];
  /** Byte ranges of the layers' parameter blocks in their arena; size 0 without parameters. */
  readonly blocks: readonly { offset: number; size: number }[];
  readonly arenaBytes: number;
  /** The largest single buffer. */
  readonly largestBytes: number;
  /** All of it, with two moments and the clipped and rescaled weights of Algorithm 1 and what a fitted scaling adds; scratch and mirrors (gpu/mirror.ts) not counted. */
  readonly totalBytes: number;
}

/** minStorageBufferOffsetAlignment of every device. */
const ALIGNMENT = 256;
const NONE: Halo = { vertical: 0, horizontal: 0 };

/** Values a filter that a fitted scaling keeps: A, B and their count, and the scale and bias they come to. */
const FITTED_ROWS = 5;

/** Bytes of w^c, w~ and a fitted scaling, where a layer's product is under Algorithm 1. */
function copiesBytes(
  { spec, output }: LayerPlan,
  blockBytes: number,
  convolution: Convolution,
  scaling: Scaling,
): number {
  if (spec.type !== "conv2d" && spec.type !== "linear") return 0;
  if (layerProduct(spec, convolution) === "exact") return 0;
  const row = vecsOf(output.channels) * 16;
  return 2 * (blockBytes - row) + (scaling === "fitted" ? FITTED_ROWS * row : 0);
}

/** Shapes, halos and byte ranges of a network for one batch size; `convolution` and `scaling` are the run's. */
export function planMemory(
  plans: readonly LayerPlan[],
  batch: number,
  convolution: Convolution = "exact",
  scaling: Scaling = "constraint",
): MemoryPlan {
  const first = plans[0];
  if (!first) throw new RangeError("a network needs a layer");
  const shapes = [first.input, ...plans.map((plan) => plan.output)].map((shape) => ({ batch, ...shape }));
  const reaches = plans.map((plan) => LAYERS[plan.spec.type].reach(plan));
  const activations = shapes.map((shape, i) => ({ shape, halo: reaches[i]?.x ?? NONE }));
  // The gradient of activation i is read by layer i - 1, which needs its reach around it; the first
  // layer passes no gradient on and needs none.
  const gradients = shapes.map((shape, i) =>
    i === 0 ? null : { shape, halo: i === 1 ? NONE : (reaches[i - 1]?.dy ?? NONE) },
  );
  let offset = 0;
  const blocks = plans.map((plan) => {
    const size = LAYERS[plan.spec.type].rows(plan) * vecsOf(plan.output.channels) * 16;
    const block = { offset, size };
    offset += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return block;
  });
  const tensors = [...activations, ...gradients].map((tensor) =>
    tensor ? tensorBytes(tensor.shape, tensor.halo) : 0,
  );
  const copies = plans.map((plan, i) => copiesBytes(plan, blocks[i]?.size ?? 0, convolution, scaling));
  const sum = (bytes: readonly number[]) => bytes.reduce((a, b) => a + b, 0);
  return {
    activations,
    gradients,
    blocks,
    arenaBytes: offset,
    largestBytes: Math.max(offset, ...tensors),
    totalBytes: 4 * offset + sum(tensors) + sum(copies),
  };
}

/** The largest batch whose buffers all fit a binding of this size; 0 if the parameters alone do not. */
export function largestBatch(plans: readonly LayerPlan[], maxBindingBytes: number): number {
  const fixed = planMemory(plans, 1).arenaBytes;
  if (fixed > maxBindingBytes) return 0;
  let low = 0;
  let high = 1 << 16;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (planMemory(plans, middle).largestBytes <= maxBindingBytes) low = middle;
    else high = middle;
  }
  return low;
}
