import type { Convolution } from "../math/products.ts";
import type { LayerWeights } from "../nn/init.ts";
import type { TrainConfig } from "./config.ts";
import type { RunName } from "./events.ts";

/** One network of a race before it is built: how it convolves, and when and from what it starts. */
export interface Lane {
  readonly name: RunName;
  readonly convolution: Convolution;
  /** Epochs it stands still; then it takes the exact lane's weights. 0: it trains from the first step. */
  readonly startsAfter: number;
  /** What it starts from; null: the seed's first weights, or the exact lane's after `startsAfter`. */
  readonly weights: readonly LayerWeights[] | null;
}

/**
 * The lane of that name in a race of this config.
 * @param weights what a transfer lane starts from where config.transfer is "saved".
 */
export function laneOf(name: RunName, config: TrainConfig, weights?: readonly LayerWeights[]): Lane {
  if (name !== "transfer") return { name, convolution: name, startsAfter: 0, weights: null };
  const saved = config.transfer === "saved";
  return {
    name,
    convolution: config.product,
    startsAfter: saved ? 0 : config.transferAfter,
    weights: (saved && weights) || null,
  };
}

/** The lanes of a config: plain multiplication, Algorithm 1 around the product under test, and transfer. */
export function lanesOf(config: TrainConfig, weights?: readonly LayerWeights[]): readonly Lane[] {
  const names: RunName[] = ["exact", config.product];
  if (config.transfer !== "off") names.push("transfer");
  return names.map((name) => laneOf(name, config, weights));
}
