import abs_mean from "../../shaders/abs_mean.wgsl?raw";
import approx_weights from "../../shaders/approx_weights.wgsl?raw";
import batch from "../../shaders/batch.wgsl?raw";
import batch_norm from "../../shaders/batch_norm.wgsl?raw";
import conv2d from "../../shaders/conv2d.wgsl?raw";
import conv2d_weights from "../../shaders/conv2d_weights.wgsl?raw";
import dropout from "../../shaders/dropout.wgsl?raw";
import gradient_norm from "../../shaders/gradient_norm.wgsl?raw";
import max_pool from "../../shaders/max_pool.wgsl?raw";
import optimizer from "../../shaders/optimizer.wgsl?raw";
import softmax_cross_entropy from "../../shaders/softmax_cross_entropy.wgsl?raw";

/** Every shader file, by name: the single list of imports. */
export const SHADERS = {
  abs_mean,
  approx_weights,
  batch,
  batch_norm,
  conv2d,
  conv2d_weights,
  dropout,
  gradient_norm,
  max_pool,
  optimizer,
  softmax_cross_entropy,
} as const;

export type ShaderName = keyof typeof SHADERS;
