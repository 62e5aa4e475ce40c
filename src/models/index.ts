import type { ModelSpec } from "../nn/spec.ts";
import { lenet } from "./lenet.ts";
import { lenetSmall } from "./lenetSmall.ts";
import { lenetTwoPools } from "./lenetTwoPools.ts";
import { miniCifar } from "./miniCifar.ts";
import { parseLayers } from "./notation.ts";

/** Every network the pickers, links and flags know, by its short name. */
export const MODELS = {
  lenet,
  "lenet-two-pools": lenetTwoPools,
  "lenet-small": lenetSmall,
  "mini-cifar": miniCifar,
} as const satisfies Record<string, ModelSpec>;

export type ModelName = keyof typeof MODELS;

/** What else the knob `net` may be: the layers its neighbour `layers` spells out. */
export const CUSTOM = { name: "Own layers" } as const;

/**
 * The network a config names.
 * @param layers notation of the layers, where `net` is "custom".
 * @throws NotationError where that cannot be read.
 */
export function modelOf(net: ModelName | "custom", layers: string): ModelSpec {
  if (net !== "custom") return MODELS[net];
  return { ...CUSTOM, about: "Layers of your own.", layers: parseLayers(layers) };
}
