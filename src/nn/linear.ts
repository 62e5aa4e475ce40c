import { NO_HALO, type Tensor } from "../gpu/tensor.ts";
import { type Affine, blockRows, forwardPass, inputGradient, weightGradient } from "./affine.ts";
import type { Layer, LayerContext, LayerKind } from "./layer.ts";

/** Outputs of 8x8 below which a large device has too few invocations, so that the sum is split. */
const ENOUGH_TILES = 16384;
/** vec4s of input a share sums over at least. */
const MIN_SHARE = 16;
const MAX_PARTIAL_BYTES = 16 << 20;

/** Shares of the sum over inputs. From the shape alone, as in affine.ts. */
function shares(batch: number, inputVecs: number, outputVecs: number): number {
  const tiles = Math.ceil(batch / 8) * Math.ceil(outputVecs / 2);
  const affordable = Math.floor(MAX_PARTIAL_BYTES / (batch * outputVecs * 16));
  return Math.max(1, Math.min(Math.ceil(inputVecs / MIN_SHARE), Math.ceil(ENOUGH_TILES / tiles), affordable));
}

/** The same values, seen as images of one pixel: [N, 1, 1, H W C]. Needs a tensor without a halo. */
function flatten(tensor: Tensor): Tensor {
  const vecs = tensor.height * tensor.width * tensor.vecs;
  return { ...tensor, height: 1, width: 1, channels: vecs * 4, vecs };
}

/**
 * A fully connected layer, always exact: x [N, H W C] (in the order H, W, C), w [H W C, O], y [N, O].
 */
export const linear: LayerKind = {
  reach: () => ({ x: NO_HALO, dy: NO_HALO }),

  rows: ({ input }) => blockRows([input.height, input.width], input.channels),

  async build(context: LayerContext): Promise<Layer> {
    const { x, y, dy } = context;
    const flat = flatten(x);
    const affine: Affine = {
      kernel: [1, 1],
      x: flat,
      y,
      dy,
      product: "mul",
      splits: shares(y.batch, flat.vecs, y.vecs),
      approximate: null,
    };
    const [forward, gradient, dw] = await Promise.all([
      forwardPass(context, affine),
      inputGradient(context, affine),
      weightGradient(context, affine),
    ]);
    return { forward, infer: forward, backward: [...dw, ...gradient], prepareInference: [] };
  },
};
