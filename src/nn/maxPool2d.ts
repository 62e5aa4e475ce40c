import { groupsFor } from "../gpu/kernel.ts";
import { NO_HALO, view } from "../gpu/tensor.ts";
import type { Layer, LayerContext, LayerKind } from "./layer.ts";

/** Max-pooling, stride = size, odd edges floored; x [N, H, W, C], y [N, H / size, W / size, C]. */
export const maxPool2d: LayerKind = {
  reach: () => ({ x: NO_HALO, dy: NO_HALO }),
  rows: () => 0,

  async build(context: LayerContext): Promise<Layer> {
    const { plan, x, y, training } = context;
    if (plan.spec.type !== "maxPool2d") throw new Error(`${plan.name} is no max-pool`);
    const dims = context.uniform("max-pool", [
      y.batch,
      y.height,
      y.width,
      0,
      ...view(x),
      ...view(y),
      ...view(training?.dx ?? x),
      ...view(training?.dy ?? y),
    ]);
    const constants = { SIZE: plan.spec.size, CHANNEL_VECS: y.vecs };
    const groups = groupsFor(y.batch * y.height * y.width * y.vecs);
    const forward = [
      await context.dispatch({
        shader: "max_pool",
        entry: "forward",
        constants: { ...constants, SLOPE: plan.slope },
        bindings: { x: x.buffer, y: y.buffer, dims },
        groups,
      }),
    ];
    const backward = training?.dx && [
      await context.dispatch({
        shader: "max_pool",
        entry: "backward",
        constants: { ...constants, SLOPE: plan.inputSlope },
        bindings: { x: x.buffer, dy: training.dy.buffer, dx: training.dx.buffer, dims },
        groups,
      }),
    ];
    return { forward, infer: forward, backward: backward ?? [], prepareInference: [] };
  },
};
