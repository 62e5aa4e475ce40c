import type { ModelSpec } from "../nn/spec.ts";
import { lenet } from "./lenet.ts";
import { lenetSmall } from "./lenetSmall.ts";
import { miniCifar } from "./miniCifar.ts";

/** Every network the pickers, links and flags know, by its short name. */
export const MODELS = {
  lenet,
  "lenet-small": lenetSmall,
  "mini-cifar": miniCifar,
} as const satisfies Record<string, ModelSpec>;

export type ModelName = keyof typeof MODELS;
