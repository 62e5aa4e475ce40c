import abs_mean from "../../shaders/abs_mean.wgsl?raw";
import approx_weights from "../../shaders/approx_weights.wgsl?raw";
import batch from "../../shaders/batch.wgsl?raw";
import batch_norm from "../../shaders/batch_norm.wgsl?raw";
import blend from "../../shaders/blend.wgsl?raw";
import conv2d from "../../shaders/conv2d.wgsl?raw";
import conv2d_int8 from "../../shaders/conv2d_int8.wgsl?raw";
import conv2d_weights from "../../shaders/conv2d_weights.wgsl?raw";
import dropout from "../../shaders/dropout.wgsl?raw";
import gradient_norm from "../../shaders/gradient_norm.wgsl?raw";
import int8 from "../../shaders/int8.wgsl?raw";
import int8_by_shifts from "../../shaders/int8_by_shifts.wgsl?raw";
import layer_statistics from "../../shaders/layer_statistics.wgsl?raw";
import linear_fit from "../../shaders/linear_fit.wgsl?raw";
import max_pool from "../../shaders/max_pool.wgsl?raw";
import max_pool_int8 from "../../shaders/max_pool_int8.wgsl?raw";
import monte_carlo from "../../shaders/monte_carlo.wgsl?raw";
import operands from "../../shaders/operands.wgsl?raw";
import operands_in_textures from "../../shaders/operands_in_textures.wgsl?raw";
import optimizer from "../../shaders/optimizer.wgsl?raw";
import product from "../../shaders/product.wgsl?raw";
import softmax_cross_entropy from "../../shaders/softmax_cross_entropy.wgsl?raw";
import subgroup from "../../shaders/subgroup.wgsl?raw";
import subgroup_of_one from "../../shaders/subgroup_of_one.wgsl?raw";
import sums from "../../shaders/sums.wgsl?raw";

/** Every shader file, by name: the single list of imports. */
export const SHADERS = {
  abs_mean,
  approx_weights,
  batch,
  batch_norm,
  blend,
  conv2d,
  conv2d_int8,
  conv2d_weights,
  dropout,
  gradient_norm,
  layer_statistics,
  linear_fit,
  max_pool,
  max_pool_int8,
  monte_carlo,
  optimizer,
  softmax_cross_entropy,
} as const;

export type ShaderName = keyof typeof SHADERS;

/** What stands before the shaders that need it. */
export const PARTS = {
  int8,
  int8_by_shifts,
  operands,
  operands_in_textures,
  product,
  subgroup,
  subgroup_of_one,
  sums,
} as const;

/** Matrix products: they share loads within a subgroup, by whether the device has any. */
const MATRIX_PRODUCTS: readonly ShaderName[] = ["conv2d", "conv2d_weights"];
/** They make terms of the product under test. */
const MULTIPLYING: readonly ShaderName[] = ["conv2d", "layer_statistics", "linear_fit"];
/** They compute with bytes, by whether the language has any. */
const OF_BYTES: readonly ShaderName[] = ["conv2d_int8", "max_pool_int8"];

/** In place of a product that a visitor wrote, where there is none. */
const NO_OWN = "fn own(x: vec4f, w: vec4f) -> vec4f { return x * w; }";

/** What a shader's text depends on besides the device. */
export interface ShaderVariant {
  /** The function `own` that product.wgsl calls: generated text (math/expression/). */
  readonly own?: string | undefined;
  /** The device's language has packed bytes. */
  readonly packedBytes?: boolean | undefined;
  /** A matrix product reads its operands from textures (gpu/mirror.ts). */
  readonly textures?: boolean;
}

/** A shader's whole text for a device. */
export function shaderText(
  name: ShaderName,
  features: GPUSupportedFeatures,
  { own = NO_OWN, packedBytes = false, textures = false }: ShaderVariant = {},
): string {
  const sharing = features.has("subgroups") ? PARTS.subgroup : PARTS.subgroup_of_one;
  const reading = textures ? PARTS.operands_in_textures : PARTS.operands;
  const parts = [
    ...(MATRIX_PRODUCTS.includes(name) ? [sharing, reading, PARTS.sums] : []),
    ...(OF_BYTES.includes(name) ? [packedBytes ? PARTS.int8 : PARTS.int8_by_shifts] : []),
    ...(MULTIPLYING.includes(name) ? [own, PARTS.product] : []),
  ];
  return [...parts, SHADERS[name]].join("\n");
}
