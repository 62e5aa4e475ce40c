import { testSubset } from "../data/batches.ts";
import { RING } from "../nn/loss.ts";
import type { SavedRace } from "./checkpoint.ts";
import type { TrainConfig } from "./config.ts";
import { imagesPerSecond, secondsLeft } from "./estimate.ts";
import { allImages, submitTest } from "./evaluation.ts";
import type { Problem, RunName, TrainEvent } from "./events.ts";
import { MAX_STEPS } from "./feed.ts";
import { Pace } from "./pace.ts";
import type { Divergence, Race, Run } from "./race.ts";
import { saveRace } from "./saving.ts";

export interface DriverOptions {
  readonly emit: (event: TrainEvent) => void;
  /** Told how far a long evaluation is; null when it ends. */
  readonly onEvaluation?: (progress: { run: RunName; done: number; total: number } | null) => void;
  /** Milliseconds between two reads of the device's records. */
  readonly tick?: number;
  /** Waits for all submitted work, expected to take so long. */
  readonly settle?: (expected: number) => Promise<void>;
  /** Told of every copy of the state: at each epoch's end, in between, and when asked for. */
  readonly onCheckpoint?: (checkpoint: SavedRace) => Promise<void> | void;
  /** Told before the first step, and at each epoch's end before the next one; the race waits for it. */
  readonly onEpoch?: () => Promise<void>;
  /** Milliseconds between two copies within an epoch; left out: no copies but those asked for. */
  readonly checkpointEvery?: number;
  /** Milliseconds that must lie between two copies, an epoch's end included. */
  readonly checkpointRest?: number;
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
  checkpoint: SavedRace | null = null;
  readonly #options: DriverOptions;
  readonly #pace: Pace;
  /** Steps that may still be taken before pausing. */
  #budget = 0;
  #paused = true;
  #closed = false;
  #alive = false;
  #diverged = false;
  #idle: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  /** Steps whose records were read from this race. */
  #read: number;
  #told: Told;
  #lastTick = 0;
  #lastSave = performance.now();
  /** Copies asked for while the loop goes: it takes them between two submits. */
  #asked: { resolve: (saved: SavedRace) => void; reject: (error: unknown) => void }[] = [];
  #between: (() => void)[] = [];

  /** @param told what was told already, of a race that goes on from an older checkpoint. */
  constructor(race: Race, options: DriverOptions, told: Told = { records: race.step, test: race.tested }) {
    this.race = race;
    this.#options = options;
    this.#read = race.step;
    this.#told = told;
    race.tested = Math.min(told.test, race.step);
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

  /**
   * Whether the layers are read while training goes. What that needs is built beside the training, once its
   * first steps are told.
   */
  set watchingLayers(on: boolean) {
    this.race.watch.on = on;
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

  /** Ends the loop for good; then the race may be destroyed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#budget = 0;
    this.#wake();
    try {
      await this.#idle;
    } finally {
      await this.race.watch.settled();
    }
  }

  /**
   * A copy of the state between two submits, its records told; also inside an evaluation, which a race
   * that goes on from it repeats. Rejects what the device throws, and for a run that diverged.
   */
  save(): Promise<SavedRace> {
    if (this.#diverged) return Promise.reject(new Error("A run that diverged cannot go on."));
    if (!this.#alive) return this.#keep();
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#wake();
    });
  }

  /**
   * Has `work` done when all runs are at the same step: between two blocks, also inside an evaluation, and at
   * once while the race stands still.
   */
  between(work: () => void): void {
    if (!this.#alive) {
      work();
      return;
    }
    this.#between.push(work);
    this.#wake();
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

  get #going(): boolean {
    return this.#budget > 0 && this.race.step < this.totalSteps;
  }

  async #loop(): Promise<void> {
    this.#alive = true;
    try {
      await this.#whatIsDue();
      do {
        while (this.#going) await this.#block();
        await this.#report();
      } while (this.#going); // it may have been told to go on meanwhile
      if (this.race.step >= this.totalSteps) this.#options.emit({ type: "done", step: this.race.step });
    } catch (error) {
      if (!(error instanceof Closed)) throw error;
    } finally {
      this.#alive = false;
      this.#budget = 0;
      this.#doBetween();
      for (const { resolve, reject } of this.#asked.splice(0)) this.#keep().then(resolve, reject);
    }
  }

  /** A few steps of every run, then whatever is due. */
  async #block(): Promise<void> {
    const { race } = this;
    const until = (every: number) => every - (race.step % every);
    const count = Math.min(
      this.#pace.count("step"),
      MAX_STEPS,
      this.#budget,
      until(race.config.testEvery),
      until(race.stepsPerEpoch),
      this.totalSteps - race.step,
    );
    this.#budget -= count; // before anything is waited for: a pause or a step meanwhile sets it anew
    const { going, watch } = race;
    const sampled = watch.due && race.step >= this.#told.records;
    for (const run of going)
      await this.#pace.submit(`step ${run.name}`, count, () => race.submitSteps(run, count, sampled));
    race.step += count;
    this.#doBetween();
    const names = going.map(({ name }) => name);
    for (const name of names) watch.allowance.trained(count * (this.#pace.milliseconds(`step ${name}`) ?? 0));
    if (sampled) watch.sampled(race.step, names);
    if (this.#closed) throw new Closed();
    const due = performance.now() - this.#lastTick >= (this.#options.tick ?? 200);
    if (due || race.step - this.#read > RING - MAX_STEPS) await this.#report();
    watch.prepare();
    await this.#whatIsDue();
    await this.#copyIfDue();
  }

  #doBetween(): void {
    for (const work of this.#between.splice(0)) work();
  }

  /** What comes with a step once: lanes that start, tests. */
  async #whatIsDue(): Promise<void> {
    const { race } = this;
    for (const run of race.due) await race.handOver(run);
    const { step } = race;
    if (step % race.stepsPerEpoch === 0) await this.#options.onEpoch?.();
    if (step <= this.#told.test) return;
    const epochEnds = step % race.stepsPerEpoch === 0 || step === this.totalSteps;
    // At step 0 only those are worth a test that do not start from the seed.
    const runs = step === 0 ? race.going.filter(({ name }) => name === "transfer") : race.going;
    if (epochEnds) await this.#evaluate(runs, true);
    else if (step % race.config.testEvery === 0) await this.#evaluate(runs, false);
  }

  async #copyIfDue(): Promise<void> {
    await this.#giveCopies();
    const { checkpointEvery, checkpointRest = 0 } = this.#options;
    if (checkpointEvery === undefined) return;
    const { step, stepsPerEpoch } = this.race;
    const passed = performance.now() - this.#lastSave;
    const epochEnds = step % stepsPerEpoch === 0 || step === this.totalSteps;
    if (passed >= Math.max(checkpointRest, epochEnds ? 0 : checkpointEvery)) await this.#keep();
  }

  /** The copies that were asked for, if any. */
  async #giveCopies(): Promise<void> {
    if (this.#asked.length === 0) return;
    const saved = await this.#keep();
    for (const { resolve } of this.#asked.splice(0)) resolve(saved);
  }

  async #keep(): Promise<SavedRace> {
    if (this.#read < this.race.step) await this.#report();
    const saved = await saveRace(this.race);
    this.checkpoint = saved;
    await this.#options.onCheckpoint?.(saved);
    this.#lastSave = performance.now();
    return saved;
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
    await this.#tellLayers();
    this.#options.emit({
      type: "progress",
      step: race.step,
      epoch: race.epochAt(race.step),
      totalSteps: this.totalSteps,
      imagesPerSecond: imagesPerSecond(race, this.#pace),
      secondsLeft: secondsLeft(race, this.#pace, this.totalSteps),
    });
  }

  async #tellLayers(): Promise<void> {
    const { race } = this;
    for (const reading of await race.watch.read())
      this.#options.emit({ type: "layers", epoch: race.epochAt(reading.step), ...reading });
  }

  #fail({ run, layer, step }: Divergence): never {
    this.#diverged = true;
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

  /** Tests runs on the fixed subset or on the whole test set. */
  async #evaluate(runs: readonly Run[], whole: boolean): Promise<void> {
    const { race } = this;
    const { testImages } = race.config;
    const size = race.data.test.count;
    await this.#report();
    const images = whole ? allImages(size) : testSubset(size, testImages);
    for (const run of runs)
      await submitTest(race, run, images, this.#pace, {
        before: () => this.#whilePaused(),
        after: (done) => this.#options.onEvaluation?.({ run: run.name, done, total: images.length }),
      });
    await this.#pace.drain();
    const { step } = race;
    for (const { run, ...result } of await race.readEvaluation())
      if (runs.includes(run))
        this.#options.emit({
          type: "test",
          run: run.name,
          step,
          epoch: race.epochAt(step),
          ...result,
          whole,
        });
    this.#told = { ...this.#told, test: step };
    race.tested = step;
    this.#options.onEvaluation?.(null);
  }

  /** An evaluation under way waits out a pause and goes on with the next run or step. */
  async #whilePaused(): Promise<void> {
    this.#doBetween();
    await this.#giveCopies();
    while (this.#paused && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#doBetween();
      await this.#giveCopies();
    }
    if (this.#closed) throw new Closed();
  }
}
