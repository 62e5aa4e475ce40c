import { NO_HALO, type Tensor } from "../gpu/tensor.ts";
import { blockRows } from "./affine.ts";
import { affineLayer } from "./affineLayer.ts";
import type { LayerKind } from "./layer.ts";
import { layerProduct } from "./spec.ts";

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
 * A fully connected layer: x [N, H W C] (in the order H, W, C), w [H W C, O], y [N, O]. Under Algorithm 1
 * it is a filter as large as its input: one mean of |x|, one mean of |w| a unit.
 */
export const linear: LayerKind = {
  reach: () => ({ x: NO_HALO, dy: NO_HALO }),

  rows: ({ input }) => blockRows([input.height, input.width], input.channels),

  build(context) {
    const { plan, settings, y } = context;
    if (plan.spec.type !== "linear") throw new Error(`${plan.name} is no fully connected layer`);
    const x = flatten(context.x);
    const splits = shares(y.batch, x.vecs, y.vecs);
    const product = layerProduct(plan.spec, settings.convolution);
    const { height, width } = plan.input;
    return affineLayer(context, { kernel: [1, 1], x, y, splits }, [height, width], product);
  },
};
