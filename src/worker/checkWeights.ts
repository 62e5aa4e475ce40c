import { describe } from "../data/contents.ts";
import { DATASETS } from "../data/index.ts";
import { FormatError } from "../formats/formatError.ts";
import { modelOf } from "../models/index.ts";
import { planNetwork } from "../nn/plan.ts";
import type { TrainConfig } from "../train/config.ts";
import { decodeWeights, weightsFor } from "../train/weights.ts";
import { asProblem } from "./problems.ts";
import type { Event, NamedBytes } from "./protocol.ts";

/** Behind eight bytes with its length stands the header, a JSON object. */
const HEADER_AT = 8;

/** Reads a file of weights as those of a config's network, and says why where it cannot. */
export function checkWeights(file: NamedBytes, config: TrainConfig): Event {
  try {
    refuseOthers(file.bytes);
    const saved = decodeWeights(file.bytes);
    const plans = planNetwork(modelOf(config.net, config.layers), DATASETS[config.data]);
    weightsFor(plans, saved);
    return { type: "weightsGood", file, metadata: saved.metadata };
  } catch (error) {
    const problem = asProblem(error);
    return { type: "weightsBad", problem: { ...problem, message: `${file.name}: ${problem.message}` } };
  }
}

/** Says of something else altogether what it is, and not how it differs from a file of weights. */
function refuseOthers(bytes: Uint8Array): void {
  if (bytes[HEADER_AT] === 0x7b) return;
  throw new FormatError("This is no file of weights.", "Choose a .safetensors file of this network.", [
    { what: "content", expected: "safetensors", found: describe(bytes) },
  ]);
}
