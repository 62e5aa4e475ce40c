import type { Shape } from "../nn/spec.ts";
import {
  batchNorm2d,
  batchNorm2dBackward,
  type ChannelStatistics,
  channelStatistics,
  followStatistics,
} from "./batchNorm2d.ts";
import { batchShape } from "./shapes.ts";
import type { LayerTwin, Parameters } from "./twin.ts";

/** Batch normalisation at work. Before the first minibatch the running statistics are mean 0, variance 1. */
export function normalisation(input: Shape, { w, b }: Parameters): LayerTwin {
  let running: ChannelStatistics | undefined;
  let measured = 0;
  const start = {
    mean: new Float64Array(input.channels),
    variance: new Float64Array(input.channels).fill(1),
  };
  let seen: { N: number; x: Float64Array; statistics: ChannelStatistics } = {
    N: 0,
    x: new Float64Array(),
    statistics: start,
  };
  return {
    running: () => {
      const { mean, variance } = running ?? start;
      return { running_mean: mean, running_var: variance };
    },
    restart() {
      running = undefined;
      measured = 0;
    },
    forward(x, N, mode) {
      const shape = batchShape(input, N);
      if (mode === "inference") return batchNorm2d(shape, running ?? start, x, w, b);
      const statistics = channelStatistics(shape, x);
      if (mode === "measure") {
        running = followStatistics(running, statistics, measured / (measured + 1));
        measured++;
      } else {
        running = followStatistics(running, statistics);
        seen = { N, x, statistics };
      }
      return batchNorm2d(shape, statistics, x, w, b);
    },
    backward(dy) {
      const { dx, dw, db } = batchNorm2dBackward(batchShape(input, seen.N), seen.statistics, seen.x, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}
