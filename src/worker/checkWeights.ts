import { DATASETS } from "../data/index.ts";
import { modelOf } from "../models/index.ts";
import { planNetwork } from "../nn/plan.ts";
import type { TrainConfig } from "../train/config.ts";
import { decodeWeights, weightsFor } from "../train/weights.ts";
import { asProblem } from "./problems.ts";
import type { Event, NamedBytes } from "./protocol.ts";

/** Reads a file of weights as those of a config's network, and says why where it cannot. */
export function checkWeights(file: NamedBytes, config: TrainConfig): Event {
  try {
    const saved = decodeWeights(file.bytes);
    const plans = planNetwork(modelOf(config.net, config.layers), DATASETS[config.data]);
    weightsFor(plans, saved);
    return { type: "weightsGood", file, metadata: saved.metadata };
  } catch (error) {
    const problem = asProblem(error);
    return { type: "weightsBad", problem: { ...problem, message: `${file.name}: ${problem.message}` } };
  }
}
