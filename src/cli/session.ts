import { APP } from "../train/app.ts";
import { Driver } from "../train/driver.ts";
import type { Race } from "../train/race.ts";
import { encodeWeights, weightsMetadata } from "../train/weights.ts";
import { settler } from "./dawn.ts";
import { onInterrupt } from "./interrupt.ts";
import { note } from "./output.ts";
import type { Report } from "./report.ts";
import type { RunFolder, RunHeader } from "./runFolder.ts";

export type Outcome = "done" | "failed" | "interrupted";

export interface SessionOptions {
  readonly race: Race;
  readonly report: Report;
  /** Where checkpoints, weights and the summary go; null: nowhere. */
  readonly folder: RunFolder | null;
  /** Milliseconds between two checkpoints within an epoch. */
  readonly checkpointEvery: number;
  readonly dtype: "F32" | "F16";
  readonly maxSteps?: number;
  /** Read the layers while training goes. */
  readonly watchLayers?: boolean;
}

/**
 * Trains a race to its end, or until a signal: then the submits in flight are finished and, with a
 * folder, the race is saved. Destroys the race.
 */
export async function trainSession(options: SessionOptions): Promise<Outcome> {
  const { race, report, folder, maxSteps } = options;
  const driver = new Driver(race, {
    emit: report.take,
    tick: 2000,
    settle: settler(race.gpu.device),
    ...(maxSteps ? { maxSteps } : {}),
    ...(folder
      ? {
          checkpointEvery: options.checkpointEvery,
          onCheckpoint: (saved) => folder.saveCheckpoint(saved),
        }
      : {}),
  });
  driver.watchingLayers = options.watchLayers ?? false;
  let stopped = false;
  let stopping: Promise<void> = Promise.resolve();
  const release = onInterrupt(() => {
    note(
      folder ? "Stopping and saving; once more to leave at once." : "Stopping; once more to leave at once.",
    );
    stopped = true;
    stopping = stop(driver, folder !== null && report.problem === null);
    stopping.catch(() => {}); // told below
  });
  try {
    await driver.run();
    await stopping;
    if (stopped) return "interrupted";
    if (report.problem) note(`${report.problem.message} ${report.problem.remedy}`);
    const stray = race.gpu.strayError();
    if (stray) note(`${stray.message} ${stray.details}`);
    if (report.problem || stray) return "failed";
    for (const { name, startsAt } of race.going) report.done(name, race.step - startsAt);
    report.layers();
    if (folder) await finish(race, report, folder, options.dtype);
    return "done";
  } finally {
    release();
    await race.watch.settled();
    race.destroy();
  }
}

async function stop(driver: Driver, save: boolean): Promise<void> {
  try {
    await driver.pause();
    if (save) await driver.save();
  } finally {
    await driver.close();
  }
}

/** What is said of one lane of a run that was ended. */
export interface LaneSummary {
  readonly run: string;
  readonly steps: number;
  readonly epochs: number;
  /** A fraction of all `images` of the test set. */
  readonly accuracy: number | null;
  readonly images: number;
  readonly imagesPerSecond: number | null;
  readonly weights: string;
}

/** `summary.json` of a run folder. */
export interface RunSummary extends Omit<RunHeader, "type"> {
  /** When it was ended; `date` is when it began. */
  readonly ended: string;
  readonly step: number;
  readonly lanes: readonly LaneSummary[];
}

async function finish(race: Race, report: Report, folder: RunFolder, dtype: "F32" | "F16"): Promise<void> {
  const lanes: LaneSummary[] = [];
  for (const run of race.going) {
    const weights = await run.network.readWeights();
    const metadata = weightsMetadata(race, run);
    await folder.saveWeights(run.name, encodeWeights(race.plans, weights, metadata, dtype));
    const steps = race.step - run.startsAt;
    const test = report.tests.get(run.name);
    lanes.push({
      run: run.name,
      steps,
      epochs: race.epochAt(steps),
      accuracy: test?.accuracy ?? null,
      images: test?.images ?? 0,
      imagesPerSecond: report.speed(run.name),
      weights: `${run.name}.safetensors`,
    });
  }
  const { type, ...header } = folder.header();
  const summary: RunSummary = {
    ...header,
    config: race.config,
    app: APP,
    ended: new Date().toISOString(),
    step: race.step,
    lanes,
  };
  folder.saveSummary(summary);
  note(`saved in ${folder.path}`);
}
