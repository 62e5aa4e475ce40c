import type { Problem, RunName, TrainEvent } from "../train/events.ts";
import { layerTable, type RunLayers } from "./layerTable.ts";
import { note, OutputClosed, print } from "./output.ts";

export const percent = (fraction: number) => `${(100 * fraction).toFixed(2)} %`;

/** A time left, as precise as such a thing is. */
export function timeLeft(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return `${Math.round(seconds)} s left`;
  return minutes < 100 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** A whole test of the test set, as `train --json` prints it. */
export interface TestLine {
  readonly type: "test";
  readonly run: RunName;
  readonly step: number;
  readonly epoch: number;
  readonly accuracy: number;
  readonly images: number;
}

export interface ReportOptions {
  /** JSON lines on standard output; else sentences. */
  readonly json: boolean;
  /** Tell every so many steps. */
  readonly every: number;
  /** Keeps every line also elsewhere; training then goes on when nobody reads standard output. */
  readonly keep: ((line: unknown) => void) | null;
  /** Put before every progress line. */
  readonly prefix?: string;
  /** Work that follows this race, in races like it: counted in the time left. */
  readonly toCome?: number;
}

/** What a race has to say: JSON lines, or sentences for people; progress on standard error. */
export class Report {
  readonly #options: ReportOptions;
  readonly #latest = new Map<RunName, string>();
  /** Whole tests so far, the newest of each run. */
  readonly tests = new Map<RunName, TestLine>();
  /** The newest readings of each run. */
  readonly #layers = new Map<RunName, RunLayers>();
  #speeds: Readonly<Partial<Record<RunName, number>>> = {};
  #closed = false;
  /** The first progress told, to know what a step takes with all that goes with it. */
  #begun: { readonly step: number; readonly at: number } | null = null;
  problem: Problem | null = null;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  readonly take = (event: TrainEvent): void => {
    switch (event.type) {
      case "steps":
        this.#steps(event);
        break;
      case "test":
        this.#test(event);
        break;
      case "progress":
        this.#speeds = event.imagesPerSecond;
        this.#progress(event);
        break;
      case "failed":
        this.problem = event.problem;
        break;
      case "layers":
        this.#layers.set(event.run, event);
        this.#line(event);
        break;
      case "done":
        break;
      default:
        event satisfies never;
    }
  };

  speed(run: RunName): number | null {
    return this.#speeds[run] ?? null;
  }

  done(run: RunName, steps: number): void {
    const imagesPerSecond = this.speed(run);
    this.#line({ type: "done", run, steps, imagesPerSecond });
    this.#sentence(`${run}: ${steps} steps, ${imagesPerSecond?.toFixed(0) ?? "?"} images/s in training`);
  }

  /** The newest readings of the layers, where there are any. */
  layers(): void {
    for (const text of layerTable([...this.#layers.values()])) this.#sentence(text);
  }

  #steps({ run, records }: Extract<TrainEvent, { type: "steps" }>): void {
    for (const { step, epoch, loss } of records)
      if (step % this.#options.every === 0) this.#line({ type: "step", run, step, epoch, loss });
    this.#latest.set(run, `${run} loss ${records.at(-1)?.loss.toFixed(4)}`);
  }

  #test({ run, step, epoch, accuracy, images, loss, whole }: Extract<TrainEvent, { type: "test" }>): void {
    if (whole) {
      const line: TestLine = { type: "test", run, step, epoch, accuracy, images };
      this.tests.set(run, line);
      this.#line(line);
    } else this.#options.keep?.({ type: "check", run, step, epoch, accuracy, images });
    const share = `test accuracy ${percent(accuracy)} of ${images}, loss ${loss.toFixed(4)}`;
    const text = `epoch ${epoch.toFixed(2)}  ${run.padEnd(8)} ${share}`;
    if (this.#options.json) note(text);
    else this.#sentence(text);
  }

  #progress({ step, totalSteps, secondsLeft }: Extract<TrainEvent, { type: "progress" }>): void {
    const { prefix = "", toCome = 0 } = this.#options;
    const now = performance.now();
    this.#begun ??= { step, at: now };
    const aStep = (now - this.#begun.at) / 1000 / Math.max(1, step - this.#begun.step);
    const left = secondsLeft === null ? "" : `, ${timeLeft(secondsLeft + toCome * totalSteps * aStep)}`;
    note(`${prefix}step ${step} of ${totalSteps}${left}  ${[...this.#latest.values()].join("  ")}`);
  }

  #line(line: unknown): void {
    this.#options.keep?.(line);
    if (this.#options.json) this.#print(JSON.stringify(line));
  }

  #sentence(text: string): void {
    if (!this.#options.json) this.#print(text);
  }

  #print(text: string): void {
    if (this.#closed) return;
    try {
      print(text);
    } catch (error) {
      if (!(error instanceof OutputClosed && this.#options.keep)) throw error;
      this.#closed = true;
    }
  }
}
