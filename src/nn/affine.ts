import { type Dispatch, groupsFor } from "../gpu/kernel.ts";
import type { Mirror } from "../gpu/mirror.ts";
import { type Bound, type Halo, type Tensor, vecsOf, view } from "../gpu/tensor.ts";
import { TILES, type Tile } from "../gpu/tile.ts";
import { PRODUCTS, type Product, type ProductName, productOf } from "../math/products.ts";
import type { LayerContext, TrainingContext } from "./layer.ts";

/**
 * What convolutions and fully connected layers share: the implicit GEMM of shaders/conv2d.wgsl and
 * shaders/conv2d_weights.wgsl. A fully connected layer is a 1x1 convolution of a 1x1 image.
 */
export interface Affine {
  readonly kernel: readonly [number, number];
  /** The layer's tensors as the GEMM sees them. */
  readonly x: Tensor;
  readonly y: Tensor;
  /** The product of the forward pass; backward always multiplies. */
  readonly product: ProductName;
  /** Sum over input channels in so many shares, for layers with few outputs. */
  readonly splits: number;
  /** Algorithm 1 around it, or null for a plain convolution. */
  readonly approximate: {
    readonly mean: GPUBuffer;
    readonly scale: GPUBuffer;
    readonly clipped: GPUBuffer;
    readonly rescaled: GPUBuffer;
    /** What y is stored with, a scale a filter and a block that ends in the bias. Left out: `scale` and the layer's own. */
    readonly output?: { readonly scale: GPUBuffer; readonly parameters: GPUBuffer } | undefined;
  } | null;
}

/** Zeros before the first pixel that the forward pass reads: (k - 1) / 2, rounded down. */
export const before = ([height, width]: readonly [number, number]): Halo => ({
  vertical: (height - 1) >> 1,
  horizontal: (width - 1) >> 1,
});

/** Zeros the gradient needs before dy: the rest of k - 1. Also enough on every side of x. */
export const reachOf = ([height, width]: readonly [number, number]): Halo => ({
  vertical: height >> 1,
  horizontal: width >> 1,
});

/** Rows of vec4 in the layer's parameter block: the weights [tap][c] and the bias. */
export function blockRows(kernel: readonly [number, number], channels: number): number {
  return kernel[0] * kernel[1] * vecsOf(channels) * 4 + 1;
}

export function geometry({ kernel, x, y }: Affine) {
  return {
    KERNEL_HEIGHT: kernel[0],
    KERNEL_WIDTH: kernel[1],
    INPUT_VECS: x.vecs,
    OUTPUT_VECS: y.vecs,
    LIVE_CHANNELS: Math.min(4, x.channels),
  };
}

/** What shaders/product.wgsl and what sums it are compiled with. */
export const productConstants = ({ code, degree }: Product) => ({ PRODUCT: code, NORMALISED: degree === 0 });

/** The function `own` before the shader, of a product that somebody wrote. */
export const ownFunction = (product: Product) =>
  "expression" in product ? product.expression.wgsl : undefined;

/** What a kernel reads an operand from, for the device's tile. */
function operand({ settings, mirrors }: LayerContext, bound: Bound): Bound | Mirror {
  return TILES[settings.tile].textures ? mirrors.of(bound) : bound;
}

/** The tile of one kernel: the device's, where `vecs` of filters (and of channels in weight gradients) fill it. */
function tiling(tile: Tile, filterVecs: number, channelVecs = 4) {
  const { subgroup, wide } = TILES[tile];
  const shared = filterVecs % subgroup === 0 && channelVecs % 4 === 0;
  return { SUBGROUP: shared ? subgroup : 1, WIDE: wide };
}

/**
 * Workgroups for one invocation a tile.
 * @param rows vec4s of pixels or channels, and `vecs` of filters, that the tiles cover; `times` over.
 */
function tileGroups(
  { SUBGROUP, WIDE }: ReturnType<typeof tiling>,
  rows: number,
  vecs: number,
  times = 1,
): readonly [number, number] {
  const across = WIDE ? 2 : 1;
  const [x, y] =
    SUBGROUP > 1
      ? groupsFor(times * Math.ceil(rows / 4) * vecs, SUBGROUP)
      : groupsFor(times * Math.ceil(rows / across) * Math.ceil(vecs / across));
  return [x, y];
}

/** y = leakyRelu(mean|w| * sum of x (*) w + bias). */
export async function forwardPass(context: LayerContext, affine: Affine): Promise<Dispatch[]> {
  const { x, y, kernel, splits, approximate } = affine;
  const pixels = y.batch * y.height * y.width;
  const tile = tiling(context.settings.tile, y.vecs);
  const product = productOf(affine.product, context.settings.expression);
  const constants = {
    ...geometry(affine),
    ...tile,
    ...productConstants(product),
    TRANSPOSED: false,
    PIXELS_FIRST: splits > 1,
    CLIP: approximate !== null,
    SCALED: approximate !== null,
    SLOPE: context.plan.slope,
  };
  const share = Math.ceil(x.vecs / splits);
  const dims = context.uniform("forward", [
    y.height,
    y.width,
    pixels,
    share,
    ...view(x, before(kernel)),
    ...view(y),
    0,
    0,
    0,
    0,
  ]);
  // A plain convolution reads neither means nor scale, but the bindings stay in the layout.
  const unused = approximate ? null : context.buffer("no means", 16);
  const means = approximate?.mean ?? (unused as GPUBuffer);
  const weights = approximate?.rescaled ?? context.parameters;
  const operands = { left_operand: operand(context, x.buffer), right_operand: operand(context, weights) };
  const inputs = { ...operands, mean: means, dims };
  const finish = { parameters: context.parameters, scale: approximate?.scale ?? means };
  const outputs = { ...finish, ...approximate?.output, mean: means, y: y.buffer, dims };
  const groups = [...tileGroups(tile, Math.ceil(pixels / 4), y.vecs), Math.ceil(x.vecs / share)] as const;
  const gemm = { shader: "conv2d", constants, own: ownFunction(product) } as const;
  if (splits === 1)
    return [
      await context.dispatch({ ...gemm, entry: "forward", bindings: { ...inputs, ...outputs }, groups }),
    ];
  const partial = context.buffer("partial sums", splits * pixels * y.vecs * 16);
  return Promise.all([
    context.dispatch({ ...gemm, entry: "forward_split", bindings: { ...inputs, partial }, groups }),
    context.dispatch({
      ...gemm,
      entry: "forward_sum",
      bindings: { ...outputs, partial },
      groups: groupsFor(pixels * y.vecs),
    }),
  ]);
}

/** dx = dy (*) w^c mirrored and transposed, through the clip mask and the activation that made x. */
export async function inputGradient(
  context: LayerContext,
  { dx, dy }: TrainingContext,
  affine: Affine,
): Promise<Dispatch[]> {
  const { x, kernel, approximate } = affine;
  if (!dx) return [];
  const pixels = x.batch * x.height * x.width;
  const tile = tiling(context.settings.tile, x.vecs);
  const constants = {
    ...geometry(affine),
    ...tile,
    // The roles of the two channel axes are exchanged.
    INPUT_VECS: dy.vecs,
    OUTPUT_VECS: x.vecs,
    ROW_VECS: x.height * x.width === 1 ? dx.width * dx.vecs : dx.vecs,
    LIVE_CHANNELS: Math.min(4, dy.channels),
    PRODUCT: PRODUCTS.mul.code,
    TRANSPOSED: true,
    PIXELS_FIRST: true, // neighbours share the rows of w, which lie far apart
    CLIP: approximate !== null,
    SCALED: false,
    NORMALISED: false,
    SLOPE: context.plan.inputSlope,
  };
  const rest = { vertical: kernel[0] >> 1, horizontal: kernel[1] >> 1 };
  const views = [...view(dy, rest), ...view(dx), ...view(context.x)];
  const dims = context.uniform("input gradient", [x.height, x.width, pixels, dy.vecs, ...views]);
  const bindings = {
    left_operand: operand(context, dy.buffer),
    right_operand: operand(context, approximate?.clipped ?? context.parameters),
    mean: approximate?.mean ?? context.buffer("no means", 16),
    gate: x.buffer,
    y: dx.buffer,
    dims,
  };
  const groups = [...tileGroups(tile, Math.ceil(pixels / 4), x.vecs), 1] as const;
  return [await context.dispatch({ shader: "conv2d", entry: "backward_input", constants, bindings, groups })];
}

/** Largest scratch for the shares of a weight gradient. */
const MAX_PARTIAL_BYTES = 16 << 20;
/** Positions a share sums over, about: few enough to fill large devices, many enough to be worth it. */
const POSITIONS = 512;

/** Images to a share. From the shape alone, so that a seed gives the same sums on every device. */
function imagesPerShare(batch: number, positions: number, blockBytes: number): number {
  const wanted = Math.ceil(batch / Math.max(1, Math.round(POSITIONS / positions)));
  const affordable = Math.max(1, Math.floor(MAX_PARTIAL_BYTES / blockBytes));
  return Math.ceil(batch / Math.min(wanted, affordable));
}

/** dw and db, through the clip mask of w. */
export async function weightGradient(
  context: LayerContext,
  { dy, gradient }: TrainingContext,
  affine: Affine,
): Promise<Dispatch[]> {
  const { x, kernel, approximate } = affine;
  const { clip } = context.settings;
  const taps = kernel[0] * kernel[1];
  const rows = blockRows(kernel, x.channels);
  // Images of one pixel without a halo lie in a row: one long loop instead of many short ones.
  const row = dy.height * dy.width === 1 && x.size === x.batch * x.vecs && dy.size === dy.batch * dy.vecs;
  const share = row ? 1 : imagesPerShare(dy.batch, dy.height * dy.width, rows * dy.vecs * 16);
  const sizes = row ? [1, 1, dy.batch, 1] : [dy.batch, dy.height, dy.width, share];
  const splits = row ? 1 : Math.ceil(dy.batch / share);
  const tile = tiling(context.settings.tile, dy.vecs, x.vecs);
  const constants = { ...geometry(affine), ...tile, CLIP: approximate !== null, CLIP_FACTOR: clip };
  const dims = context.uniform("weight gradient", [...sizes, ...view(x, before(kernel)), ...view(dy)]);
  const mean = approximate?.mean ?? context.buffer("no means", 16);
  const operands = { left_operand: operand(context, x.buffer), right_operand: operand(context, dy.buffer) };
  const inputs = { ...operands, mean, dims };
  const outputs = {
    w: context.parameters,
    scale: approximate?.scale ?? mean,
    gradient,
    dims,
  };
  const [gx, gy] = tileGroups(tile, x.vecs, dy.vecs, taps);
  const gemm = { shader: "conv2d_weights", constants } as const;
  if (splits === 1) {
    const bindings = { ...inputs, ...outputs };
    return [await context.dispatch({ ...gemm, entry: "backward_weights", bindings, groups: [gx, gy, 1] })];
  }
  const partial = context.buffer("partial weight gradients", splits * rows * dy.vecs * 16);
  return Promise.all([
    context.dispatch({
      ...gemm,
      entry: "backward_weights_split",
      bindings: { ...inputs, partial },
      groups: [gx, gy, splits],
    }),
    context.dispatch({
      ...gemm,
      entry: "sum_splits",
      bindings: { ...outputs, partial },
      groups: groupsFor(rows * dy.vecs),
    }),
  ]);
}
