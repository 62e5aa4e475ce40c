import { type Dispatch, groupsFor } from "../gpu/kernel.ts";
import { NO_HALO, vecsOf, view } from "../gpu/tensor.ts";
import type { Layer, LayerContext, LayerKind, TrainingContext } from "./layer.ts";
import { BATCH_NORM } from "./spec.ts";

/** Invocations of the first reduction, at most about; and pixels each sums, at least. */
const MAX_INVOCATIONS = 16384;
const MIN_PIXELS = 16;

/** Pixels to a share. From the shape alone, so that a seed gives the same sums on every device. */
const pixelsPerShare = (pixels: number, vecs: number) =>
  Math.max(MIN_PIXELS, Math.ceil((pixels * vecs) / MAX_INVOCATIONS));

/**
 * Batch normalisation over images and pixels (shaders/batch_norm.wgsl); x, y [N, H, W, C]. After a fully
 * connected layer it normalises each unit over the images.
 */
export const batchNorm2d: LayerKind = {
  reach: () => ({ x: NO_HALO, dy: NO_HALO }),

  rows: () => 2,

  async build(context: LayerContext): Promise<Layer> {
    const { plan, x, y, training, parameters, status } = context;
    const { channels, vecs } = x;
    const pixels = x.batch * x.height * x.width;
    const share = pixelsPerShare(pixels, vecs);
    const shares = Math.ceil(pixels / share);
    const sums = context.buffer("sums", shares * 2 * vecs * 16);
    const in_use = context.buffer("statistics in use", 2 * vecs * 16);
    const running = context.buffer("running statistics", 3 * vecs * 16);
    const views = [...view(x), ...view(y), ...view(training?.dx ?? x), ...view(training?.dy ?? y)];
    const dims = context.uniform("batch normalisation", [x.height, x.width, pixels, 0, ...views]);

    const launch = (
      entry: string,
      groups: readonly [number, number, number],
      bindings: Parameters<LayerContext["dispatch"]>[0]["bindings"],
      constants: Record<string, number> = {},
    ): Promise<Dispatch> =>
      context.dispatch({
        shader: "batch_norm",
        entry,
        constants: { CHANNEL_VECS: vecs, ...constants },
        bindings,
        groups,
      });
    const reduction = { PIXELS_PER_SHARE: share };
    const statistics = { ...reduction, EPSILON: BATCH_NORM.epsilon };
    const everyShare = groupsFor(shares * vecs);
    const everyVec = groupsFor(pixels * vecs);
    const merged = { sums, in_use, running, status, dims };
    const normalisation = { x: x.buffer, y: y.buffer, parameters, in_use, dims };

    const [summed, minibatch, measured, restart, useRunning, normalise] = await Promise.all([
      launch("shares", everyShare, { x: x.buffer, sums, dims }, reduction),
      launch("minibatch", [vecs, 1, 1], merged, { ...statistics, MOMENTUM: BATCH_NORM.momentum }),
      launch("measure", [vecs, 1, 1], merged, statistics),
      launch("restart", groupsFor(3 * vecs), { running }),
      launch("use_running", groupsFor(vecs), { running, in_use }, { EPSILON: BATCH_NORM.epsilon }),
      launch("normalise", everyVec, normalisation, { SLOPE: plan.slope }),
    ]);
    const backwardPass = async ({ dy, dx, gradient }: TrainingContext): Promise<Dispatch[]> => {
      const incoming = { x: x.buffer, dy: dy.buffer, in_use, dims };
      const through = dx && { ...incoming, dx: dx.buffer, parameters, gradient };
      return Promise.all([
        launch("gradient_shares", everyShare, { ...incoming, sums }, reduction),
        launch("gradient_sums", [vecs, 1, 1], { sums, gradient, dims }, reduction),
        ...(through ? [launch("backward", everyVec, through, { SLOPE: plan.inputSlope })] : []),
      ]);
    };
    const row = vecsOf(channels) * 4;
    return {
      forward: [summed, minibatch, normalise],
      backward: training ? await backwardPass(training) : [],
      infer: [normalise],
      prepareInference: [useRunning],
      measureStart: [restart],
      measure: [summed, measured, normalise],
      running: [
        {
          buffer: running,
          values: {
            running_mean: { offset: 0, length: channels },
            running_var: { offset: row, length: channels },
          },
          started: { offset: 2 * row, length: row },
        },
      ],
    };
  },
};
