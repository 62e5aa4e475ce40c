import { readFile } from "node:fs/promises";
import type { Dataset } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import { APP } from "../train/app.ts";
import type { SavedRace } from "../train/checkpoint.ts";
import type { TrainConfig } from "../train/config.ts";
import type { RunName } from "../train/events.ts";
import { laneOf } from "../train/lanes.ts";
import { planRace, Race } from "../train/race.ts";
import { resumeRace } from "../train/saving.ts";
import { decodeWeights, weightsFor } from "../train/weights.ts";
import { note } from "./output.ts";
import { Report, type ReportOptions, type TestLine } from "./report.ts";
import type { RunFolder } from "./runFolder.ts";
import { type Outcome, trainSession } from "./session.ts";

/** What is to be trained: settings, lanes, and the file a transfer lane starts from. */
export interface Job {
  readonly config: TrainConfig;
  readonly runs: readonly RunName[];
  readonly from: string | null;
}

export interface JobOptions {
  readonly gpu: Gpu;
  readonly data: Dataset;
  /** Keeps the run; null: it leaves nothing behind. */
  readonly folder: RunFolder | null;
  readonly report: Omit<ReportOptions, "keep">;
  readonly checkpointEvery: number;
  readonly dtype: "F32" | "F16";
  readonly maxSteps?: number | undefined;
  readonly watchLayers?: boolean;
  /** As typed, for the records. */
  readonly command: string;
}

/** A run of a folder, to go on: from its first step where it was killed before it saved. */
export async function resumable(folder: RunFolder): Promise<{ job: Job; saved: SavedRace | null }> {
  const { runs, from, config } = folder.header();
  const saved = await folder.checkpoint();
  if (!saved) {
    note("No checkpoint yet: from the first step.");
    folder.discard();
  }
  return { job: { runs, from, config: saved?.config ?? config }, saved };
}

/** A device in words. */
export const deviceName = ({ info }: Gpu) => info.description || info.vendor || "unnamed device";

/** Trains a job from its first step, or from where it was saved, to its end. */
export async function runJob(job: Job, saved: SavedRace | null, options: JobOptions): Promise<Outcome> {
  const { gpu, data, folder, report: how, maxSteps, ...session } = options;
  const race = saved
    ? await resumeRace(gpu, data, { ...saved, config: job.config })
    : await begin(job, gpu, data);
  const report = new Report({ ...how, keep: folder && ((line) => folder.append(line)) });
  const device = deviceName(gpu);
  const date = new Date().toISOString();
  const { command } = options;
  if (!saved) folder?.begin({ type: "run", ...job, app: APP, device, date, command });
  else if (folder) {
    folder.truncate(saved);
    for (const line of folder.metrics())
      if (line.type === "test" && line.run) report.tests.set(line.run, line as unknown as TestLine);
    folder.append({ type: "resumed", step: saved.step, app: APP, device, date, command });
    note(`going on after step ${saved.step}`);
  }
  return trainSession({ race, report, folder, ...session, ...(maxSteps ? { maxSteps } : {}) });
}

async function begin({ config, runs, from }: Job, gpu: Gpu, data: Dataset): Promise<Race> {
  const weights = from ? weightsFor(planRace(config, data), decodeWeights(await readFile(from))) : undefined;
  const lanes = runs.map((name) => laneOf(name, config, weights));
  return Race.build(gpu, data, config, lanes);
}
