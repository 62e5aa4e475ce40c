import { chunks, testSubset } from "../data/batches.ts";
import { RING } from "../nn/loss.ts";
import type { TrainConfig } from "./config.ts";
import type { Problem, RunName, TrainEvent } from "./events.ts";
import { MAX_STEPS } from "./feed.ts";
import { Pace } from "./pace.ts";
import type { Checkpoint, Divergence, Race, Run } from "./race.ts";

export interface DriverOptions {
  readonly emit: (event: TrainEvent) => void;
  /** Told how far a long evaluation is; null when it ends. */
  readonly onEvaluation?: (progress: { run: RunName; done: number; total: number } | null) => void;
  /** Milliseconds between two reads of the device's records. */
  readonly tick?: number;
  /** Waits for all submitted work, expected to take so long. */
  readonly settle?: (expected: number) => Promise<void>;
  /** Keep a copy of the state on the host at each epoch's end, at most so often (ms); 0: never. */
  readonly checkpointEvery?: number;
  /** Stop after so many steps instead of the config's epochs. */
  readonly maxSteps?: number;
}

/** The last step whose records, and whose test, were told: a race that was set back repeats neither. */
export interface Told {
  readonly records: number;
  readonly test: number;
}

/** Thrown inside the loop when the driver is closed. */
class Closed extends Error {}

/**
 * Runs a race: steps in lock-step, tests now and then, and acts on pause, step and close between
 * submits. Knows neither page nor terminal.
 */
export class Driver {
  readonly race: Race;
  /** The latest state kept on the host. */
  checkpoint: Checkpoint | null = null;
  readonly #options: DriverOptions;
  readonly #pace: Pace;
  /** Steps that may still be taken before pausing. */
  #budget = 0;
  #paused = true;
  #closed = false;
  #alive = false;
  #idle: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  /** Steps whose records were read from this race. */
  #read: number;
  #told: Told;
  #lastTick = 0;
  #lastSave = 0;

  /** @param told what was told already, of a race that goes on from an older checkpoint. */
  constructor(race: Race, options: DriverOptions, told: Told = { records: race.step, test: race.step }) {
    this.race = race;
    this.#options = options;
    this.#read = race.step;
    this.#told = told;
    this.#pace = new Pace(
      options.settle ?? (() => race.gpu.device.queue.onSubmittedWorkDone().then(() => {})),
    );
  }

  get totalSteps(): number {
    return this.#options.maxSteps ?? this.race.totalSteps;
  }

  /** All steps are done. */
  get finished(): boolean {
    return this.race.step >= this.totalSteps && !this.#alive;
  }

  get told(): Told {
    return this.#told;
  }

  /** Shorter submits while the page is being used. */
  set interacting(now: boolean) {
    this.#pace.interacting = now;
  }

  /** Trains until paused or done. Resolves then; throws what the device throws. */
  run(): Promise<void> {
    return this.#start(Number.POSITIVE_INFINITY);
  }

  /** One step, then pause. */
  stepOnce(): Promise<void> {
    return this.#start(1);
  }

  /** Stops after the submits in flight, also inside an evaluation; resolves when they are done. */
  pause(): Promise<void> {
    this.#budget = 0;
    this.#paused = true;
    return this.#pace.drain();
  }

  /** Ends the loop for good. */
  close(): Promise<void> {
    this.#closed = true;
    this.#budget = 0;
    this.#wake();
    return this.#idle;
  }

  adjust(config: TrainConfig): void {
    const { lr, epochs, testEvery } = config;
    this.race.config = { ...this.race.config, lr, epochs, testEvery };
  }

  #start(budget: number): Promise<void> {
    this.#budget = budget;
    this.#paused = false;
    this.#wake();
    if (!this.#alive) this.#idle = this.#loop();
    return this.#idle;
  }

  async #loop(): Promise<void> {
    this.#alive = true;
    try {
      while (this.#budget > 0 && this.race.step < this.totalSteps) await this.#block();
      await this.#report();
      if (this.race.step >= this.totalSteps) this.#options.emit({ type: "done", step: this.race.step });
    } catch (error) {
      if (!(error instanceof Closed)) throw error;
    } finally {
      this.#alive = false;
      this.#budget = 0;
    }
  }

  /** A few steps of every run, then whatever is due. */
  async #block(): Promise<void> {
    const { race } = this;
    const { testEvery } = race.config;
    const until = (every: number) => every - (race.step % every);
    const count = Math.min(
      this.#pace.count("step"),
      MAX_STEPS,
      this.#budget,
      until(testEvery),
      until(race.stepsPerEpoch),
      this.totalSteps - race.step,
    );
    race.schedule(count);
    for (const run of race.runs)
      await this.#pace.submit(`step ${run.name}`, count, () => race.submitSteps(run, count));
    race.step += count;
    this.#budget = Math.max(0, this.#budget - count);
    if (this.#closed) throw new Closed();
    const due = performance.now() - this.#lastTick >= (this.#options.tick ?? 200);
    if (due || race.step - this.#read > RING - MAX_STEPS) await this.#report();
    if (race.step % race.stepsPerEpoch === 0 || race.step === this.totalSteps) await this.#endEpoch();
    else if (race.step % testEvery === 0) await this.#evaluate(false);
  }

  async #endEpoch(): Promise<void> {
    await this.#report();
    await this.#evaluate(true);
    const { checkpointEvery = 0 } = this.#options;
    if (checkpointEvery === 0 || performance.now() - this.#lastSave < checkpointEvery) return;
    this.checkpoint = await this.race.save();
    this.#lastSave = performance.now();
  }

  /** Reads the records of the steps since the last time and tells them. */
  async #report(): Promise<void> {
    const { race } = this;
    await this.#pace.drain();
    const { records, divergence } = await race.readRecords(this.#read);
    records.forEach((all, i) => {
      const news = all.filter(({ step }) => step > this.#told.records);
      if (news.length > 0)
        this.#options.emit({ type: "steps", run: (race.runs[i] as Run).name, records: news });
    });
    this.#read = race.step;
    this.#told = { ...this.#told, records: Math.max(this.#told.records, race.step) };
    this.#lastTick = performance.now();
    if (divergence) this.#fail(divergence);
    this.#options.emit({
      type: "progress",
      step: race.step,
      epoch: race.epochAt(race.step),
      totalSteps: this.totalSteps,
      imagesPerSecond: this.#speeds(),
      secondsLeft: this.#secondsLeft(),
    });
  }

  #fail({ run, layer, step }: Divergence): never {
    const problem: Problem = {
      kind: "diverged",
      message: `The gradient of ${layer} was no longer a finite number at step ${step + 1}.`,
      remedy:
        "Start again with a smaller learning rate. Both curves and the weights of the step before are kept.",
      run,
      layer,
      step: step + 1,
    };
    this.#options.emit({ type: "failed", problem });
    throw new Closed();
  }

  /** Tests every run on the fixed subset or on the whole test set. */
  async #evaluate(whole: boolean): Promise<void> {
    const { race } = this;
    const { testImages, batch } = race.config;
    const size = race.data.test.count;
    if (race.step <= this.#told.test) return;
    const images = whole ? Uint32Array.from({ length: size }, (_, i) => i) : testSubset(size, testImages);
    const parts = chunks(images.length, batch).map(({ start, count }) =>
      images.subarray(start, start + count),
    );
    for (const run of race.runs) {
      for (let at = 0; at < parts.length; ) {
        await this.#whilePaused();
        const part = parts.slice(at, at + Math.min(this.#pace.count("test"), MAX_STEPS));
        await this.#pace.submit(`test ${run.name}`, part.length, () =>
          race.submitEvaluation(run, "test", part, at === 0),
        );
        at += part.length;
        this.#options.onEvaluation?.({
          run: run.name,
          done: Math.min(images.length, at * batch),
          total: images.length,
        });
      }
    }
    await this.#pace.drain();
    const { step } = race;
    const results = await race.readEvaluation();
    results.forEach((result, i) => {
      const { name } = race.runs[i] as Run;
      this.#options.emit({ type: "test", run: name, step, epoch: race.epochAt(step), ...result, whole });
    });
    this.#told = { ...this.#told, test: step };
    this.#options.onEvaluation?.(null);
  }

  /** An evaluation under way waits out a pause and goes on with the next run or step. */
  async #whilePaused(): Promise<void> {
    while (this.#paused && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#closed) throw new Closed();
  }

  #speeds(): Partial<Record<RunName, number>> {
    const { batch } = this.race.config;
    return Object.fromEntries(
      this.race.runs.flatMap(({ name }) => {
        const milliseconds = this.#pace.milliseconds(`step ${name}`);
        return milliseconds ? [[name, (1000 * batch) / milliseconds]] : [];
      }),
    );
  }

  /** Of the steps and of the tests that go with them. */
  #secondsLeft(): number | null {
    const { race } = this;
    const of = (what: string) =>
      race.runs.reduce((sum, { name }) => sum + (this.#pace.milliseconds(`${what} ${name}`) ?? 0), 0);
    const perStep = of("step");
    if (perStep === 0) return null;
    const { batch, testEvery, testImages } = race.config;
    const left = this.totalSteps - race.step;
    const whole = Math.ceil(left / race.stepsPerEpoch) * Math.ceil(race.data.test.count / batch);
    const subsets = Math.floor(left / testEvery) * Math.ceil(testImages / batch);
    return (left * perStep + (whole + subsets) * of("test")) / 1000;
  }
}
