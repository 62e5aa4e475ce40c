import type { Race, Run } from "../train/race.ts";
import { encodeWeights, weightsMetadata } from "../train/weights.ts";
import type { NamedBytes } from "./protocol.ts";
import type { LaneFiles } from "./runKeeper.ts";

/** A network of the race as it is now, as a file with a name. */
export async function exportLane(race: Race, run: Run, dtype: "F32" | "F16"): Promise<NamedBytes> {
  const { data, net, seed } = race.config;
  const step = race.step;
  const bytes = await encodeLane(race, run, dtype);
  return { name: `minconv-${data}-${net}-${run.name}-seed${seed}-step${step}.safetensors`, bytes };
}

/** The weights of every lane that has some, in half precision: to be kept for long. */
export async function lastingLanes(race: Race): Promise<LaneFiles> {
  const files: LaneFiles[number][] = [];
  for (const run of race.going) files.push({ run: run.name, bytes: await encodeLane(race, run, "F16") });
  return files;
}

async function encodeLane(race: Race, run: Run, dtype: "F32" | "F16"): Promise<Uint8Array<ArrayBuffer>> {
  const metadata = weightsMetadata(race, run);
  return encodeWeights(race.plans, await run.network.readWeights(), metadata, dtype);
}
