import type { Dataset } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import type { SavedRace } from "../train/checkpoint.ts";
import type { TrainConfig } from "../train/config.ts";
import type { Told } from "../train/driver.ts";
import { lanesOf } from "../train/lanes.ts";
import { planRace, Race } from "../train/race.ts";
import { resumeRace } from "../train/saving.ts";
import { decodeWeights, weightsFor } from "../train/weights.ts";
import type { DeviceHost } from "./deviceHost.ts";
import type { ResumedRun } from "./pastRuns.ts";
import { ProblemError } from "./problems.ts";
import type { NamedBytes, Task } from "./protocol.ts";

/** What a race is built from. */
export interface Beginning {
  readonly config: TrainConfig;
  /** For a transfer lane that starts from saved weights. */
  readonly weights: NamedBytes | null;
  /** The state it goes on from; null: the seed. */
  readonly saved: SavedRace | null;
  /** Of a race whose device was lost: it goes on as the same race. */
  readonly lost: { readonly told: Told; readonly going: boolean } | null;
  /** Of a kept run that goes on. */
  readonly resumed: ResumedRun | null;
}

export interface Builder {
  readonly devices: DeviceHost;
  readonly load: (name: DatasetName) => Promise<Dataset>;
  readonly prepare: (task: Task) => void;
}

/** Builds the race on a device that was tested. Throws GpuError, DataError, PlanError, FormatError, ProblemError. */
export async function buildRace(
  { config, weights, saved }: Beginning,
  { devices, load, prepare }: Builder,
): Promise<Race> {
  if (config.transfer === "saved" && weights === null && saved === null) throw new ProblemError(NO_WEIGHTS);
  const gpu = await devices.open();
  await devices.test(gpu);
  const data = await load(config.data);
  const compiled = (done: number, total: number, detail: string) =>
    prepare({ name: "compile", detail, done, total, unit: "kernels" });
  if (saved === null) {
    const start =
      weights === null ? undefined : weightsFor(planRace(config, data), decodeWeights(weights.bytes));
    return Race.build(gpu, data, config, lanesOf(config, start), compiled);
  }
  const { version, name } = data.info;
  if (saved.dataVersion !== version)
    throw new ProblemError({
      kind: "mismatch",
      message: `This run was trained on version ${saved.dataVersion} of ${name}; here is version ${version}.`,
      remedy: "Start it anew with the same settings.",
    });
  const race = await resumeRace(gpu, data, saved, compiled);
  race.config = config; // what may change during a run may have changed since
  return race;
}

const NO_WEIGHTS = {
  kind: "missing",
  message: "Transfer from saved weights needs weights, and none were given.",
  remedy: "Choose a weights file, or start the transfer from the exact network.",
} as const;
