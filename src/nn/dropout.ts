import { groupsFor } from "../gpu/kernel.ts";
import { NO_HALO, view } from "../gpu/tensor.ts";
import { dropoutThreshold } from "../math/random.ts";
import type { Layer, LayerContext, LayerKind } from "./layer.ts";

/** Inverted dropout; inference passes its input on. */
export const dropout: LayerKind = {
  reach: () => ({ x: NO_HALO, dy: NO_HALO }),
  rows: () => 0,

  async build(context: LayerContext): Promise<Layer> {
    const { plan, x, y, training, step, settings } = context;
    if (plan.spec.type !== "dropout") throw new Error(`${plan.name} is no dropout`);
    const rate = plan.spec.rate ?? settings.dropout;
    const dims = context.uniform("dropout", [
      y.batch,
      y.height,
      y.width,
      0,
      ...view(x),
      ...view(y),
      ...view(training?.dx ?? x),
      ...view(training?.dy ?? y),
    ]);
    const constants = {
      LAYER: context.index,
      CHANNELS: x.channels,
      CHANNEL_VECS: x.vecs,
      THRESHOLD: dropoutThreshold(rate),
      KEEP_SCALE: 1 / (1 - rate),
    };
    const groups = groupsFor(y.batch * y.height * y.width * y.vecs);
    const layer = { shader: "dropout", groups } as const;
    const after = { ...constants, SLOPE: plan.slope };
    const through = { x: x.buffer, y: y.buffer, dims };
    const before = { ...constants, SLOPE: plan.inputSlope };
    return {
      forward: [
        await context.dispatch({
          ...layer,
          entry: "forward",
          constants: after,
          bindings: { ...through, step },
        }),
      ],
      infer: [await context.dispatch({ ...layer, entry: "infer", constants: after, bindings: through })],
      backward: training?.dx
        ? [
            await context.dispatch({
              ...layer,
              entry: "backward",
              constants: before,
              bindings: { x: x.buffer, dy: training.dy.buffer, dx: training.dx.buffer, dims, step },
            }),
          ]
        : [],
      prepareInference: [],
    };
  },
};
