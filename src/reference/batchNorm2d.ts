import type { ImageBatchShape } from "../math/layout.ts";
import { BATCH_NORM } from "../nn/spec.ts";
import { accumulate, at, type Values } from "./values.ts";

/** Per channel: mean, and mean squared deviation (divided by the count, not by count - 1). */
export interface ChannelStatistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Of a minibatch in NCHW order, over images and pixels. */
export function channelStatistics(shape: ImageBatchShape, x: Values): ChannelStatistics {
  const mean = channelMeans(shape, (i) => at(x, i));
  const variance = channelMeans(shape, (i, c) => (at(x, i) - at(mean, c)) ** 2);
  return { mean, variance };
}

/** y = w (x - mean) / sqrt(variance + epsilon) + b; w and b a value a channel. */
export function batchNorm2d(
  shape: ImageBatchShape,
  { mean, variance }: ChannelStatistics,
  x: Values,
  w: Values,
  b: Values,
): Float64Array {
  const channel = channelOf(shape);
  return Float64Array.from(x, (value, i) => {
    const c = channel(i);
    const deviation = Math.sqrt(at(variance, c) + BATCH_NORM.epsilon);
    return (at(w, c) * (value - at(mean, c))) / deviation + at(b, c);
  });
}

/** The gradients at the minibatch's own statistics, which depend on x too. */
export function batchNorm2dBackward(
  shape: ImageBatchShape,
  statistics: ChannelStatistics,
  x: Values,
  w: Values,
  dy: Values,
) {
  const channel = channelOf(shape);
  const one = new Float64Array(shape.C).fill(1);
  const normalised = batchNorm2d(shape, statistics, x, one, new Float64Array(shape.C));
  const count = shape.N * shape.H * shape.W;
  const meanDy = channelMeans(shape, (i) => at(dy, i));
  const meanProduct = channelMeans(shape, (i) => at(dy, i) * at(normalised, i));
  const dx = Float64Array.from(dy, (value, i) => {
    const c = channel(i);
    const through = value - at(meanDy, c) - at(normalised, i) * at(meanProduct, c);
    return (at(w, c) / Math.sqrt(at(statistics.variance, c) + BATCH_NORM.epsilon)) * through;
  });
  return { dx, dw: meanProduct.map((mean) => count * mean), db: meanDy.map((mean) => count * mean) };
}

/** kept · before + (1 - kept) · now; the first minibatch's are the start values. */
export function followStatistics(
  before: ChannelStatistics | undefined,
  now: ChannelStatistics,
  kept: number = BATCH_NORM.momentum,
): ChannelStatistics {
  if (!before) return now;
  const follow = (old: Float64Array, fresh: Float64Array) =>
    old.map((value, c) => kept * value + (1 - kept) * at(fresh, c));
  return { mean: follow(before.mean, now.mean), variance: follow(before.variance, now.variance) };
}

const channelOf =
  ({ C, H, W }: ImageBatchShape) =>
  (index: number) =>
    Math.floor(index / (H * W)) % C;

function channelMeans(
  shape: ImageBatchShape,
  value: (index: number, channel: number) => number,
): Float64Array {
  const { N, C, H, W } = shape;
  const channel = channelOf(shape);
  const sums = new Float64Array(C);
  for (let i = 0; i < N * C * H * W; i++) accumulate(sums, channel(i), value(i, channel(i)));
  return sums.map((sum) => sum / (N * H * W));
}
