import { batchNorm2d } from "./batchNorm2d.ts";
import { conv2d } from "./conv2d.ts";
import { dropout } from "./dropout.ts";
import type { LayerKind } from "./layer.ts";
import { linear } from "./linear.ts";
import { maxPool2d } from "./maxPool2d.ts";
import type { PlannedSpec } from "./plan.ts";

/** Every kind of layer, by the name specs give it. */
export const LAYERS = { conv2d, batchNorm2d, maxPool2d, linear, dropout } as const satisfies Record<
  PlannedSpec["type"],
  LayerKind
>;
