import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { checkpointParts, decodeCheckpoint, type SavedRace } from "../train/checkpoint.ts";
import type { TrainConfig } from "../train/config.ts";
import type { RunName } from "../train/events.ts";
import { savedConfig } from "../train/savedConfig.ts";
import { FlagError } from "./flags.ts";
import { checkLease } from "./lease.ts";

/** The first line of a run's metrics: what it is and where it began. */
export interface RunHeader {
  readonly type: "run";
  readonly config: TrainConfig;
  readonly runs: readonly RunName[];
  /** The file of weights that a transfer run starts from. */
  readonly from: string | null;
  readonly app: string;
  readonly device: string;
  readonly date: string;
  readonly command: string;
}

/** A line of the metrics after the header, as `train --json` prints it. */
export interface MetricsLine {
  /** "check": a test on the subset, kept but not printed. */
  readonly type: "step" | "test" | "check" | "done" | "resumed";
  readonly run?: RunName;
  readonly step?: number;
  readonly [key: string]: unknown;
}

const METRICS = "metrics.jsonl";
const CHECKPOINT = "checkpoint.safetensors";
const SUMMARY = "summary.json";

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  checkLease();
  const file = await open(`${path}.part`, "w");
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  checkLease();
  await rename(`${path}.part`, path);
}

/**
 * The folder of one run: `metrics.jsonl`, the newest checkpoint, and at the end the weights of each lane
 * and a summary. It is whole at any moment: what a killed process left is used or ignored.
 */
export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A run began here. */
  get begun(): boolean {
    return existsSync(join(this.path, METRICS));
  }

  /** The summary, of a run that was ended; null before. */
  summary(): unknown {
    const path = join(this.path, SUMMARY);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** @throws FlagError where a run began already. */
  begin(header: RunHeader): void {
    if (this.begun)
      throw new FlagError(
        `${this.path} holds a run. Go on with --resume ${this.path}, or choose another folder.`,
      );
    mkdirSync(this.path, { recursive: true });
    this.#replace(METRICS, `${JSON.stringify(header)}\n`);
  }

  /** Forgets a run that left nothing but its first metrics, so that it can begin again. */
  discard(): void {
    rmSync(join(this.path, METRICS));
  }

  /** @throws FlagError where no run began. */
  header(): RunHeader {
    if (!this.begun) throw new FlagError(`${this.path} holds no run: there is no ${METRICS}.`);
    const header = JSON.parse(this.#lines()[0] ?? "null") as RunHeader | null;
    if (header?.type !== "run" || !Array.isArray(header.runs))
      throw new FlagError(`${this.path}/${METRICS} does not begin with the run's settings.`);
    return { ...header, config: savedConfig(header.config) };
  }

  /** The lines after the header; a last one that was cut is left out. */
  metrics(): MetricsLine[] {
    return this.#lines()
      .slice(1)
      .map((line) => JSON.parse(line));
  }

  append(line: unknown): void {
    checkLease();
    appendFileSync(join(this.path, METRICS), `${JSON.stringify(line)}\n`);
  }

  /** Leaves of the metrics what a run that goes on from `saved` will not tell again. */
  truncate(saved: Pick<SavedRace, "step" | "tested">): void {
    const kept = this.#lines().filter((line, i) => {
      const { type, step = 0 } = JSON.parse(line) as MetricsLine;
      return (
        i === 0 ||
        (type !== "done" && step <= (type === "test" || type === "check" ? saved.tested : saved.step))
      );
    });
    this.#replace(METRICS, `${kept.join("\n")}\n`);
  }

  /** The newest checkpoint; null where none was written yet. */
  async checkpoint(): Promise<SavedRace | null> {
    const path = join(this.path, CHECKPOINT);
    return existsSync(path) ? decodeCheckpoint(new Uint8Array(await readFile(path))) : null;
  }

  saveCheckpoint(saved: SavedRace): Promise<void> {
    return writeWhole(join(this.path, CHECKPOINT), checkpointParts(saved));
  }

  saveWeights(run: RunName, bytes: Uint8Array): Promise<void> {
    return writeWhole(join(this.path, `${run}.safetensors`), [bytes]);
  }

  saveSummary(summary: unknown): void {
    this.#replace(SUMMARY, `${JSON.stringify(summary, null, 2)}\n`);
  }

  /** Whole lines only: a killed process may have cut the last. */
  #lines(): string[] {
    return readFileSync(join(this.path, METRICS), "utf8").split("\n").slice(0, -1);
  }

  #replace(name: string, text: string): void {
    checkLease();
    const path = join(this.path, name);
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  }
}
