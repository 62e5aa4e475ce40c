import type { Driver, DriverOptions } from "../train/driver.ts";
import type { Race } from "../train/race.ts";
import { lastingLanes } from "./laneFiles.ts";
import type { RunKeeper } from "./runKeeper.ts";

/** The race is kept at each epoch's end, on pause and when the page hides, at most once a minute. */
const REST_MS = 60_000;

/** Within a long epoch it is kept this often. */
const EVERY_MS = 300_000;

/** Weights of all networks together that are kept at every epoch's end, however soon it comes, in bytes. */
const LIGHT = 4e6;

/** Says when the state of the race is copied and kept. */
export class RaceSaver {
  readonly #keeper: RunKeeper;
  #driver: Driver | null = null;
  #last = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(keeper: RunKeeper) {
    this.#keeper = keeper;
  }

  /** Saves this race from now on. `fresh`: it is another one, whose first copy need not wait. */
  follow(driver: Driver | null, fresh: boolean): void {
    clearTimeout(this.#timer);
    if (fresh) this.#last = Number.NEGATIVE_INFINITY;
    this.#driver = driver;
  }

  optionsFor(
    race: Race,
  ): Pick<DriverOptions, "checkpointEvery" | "checkpointRest" | "onCheckpoint" | "onEpoch"> {
    return {
      checkpointEvery: EVERY_MS,
      checkpointRest: REST_MS,
      onCheckpoint: async (saved) => {
        this.#last = performance.now();
        const done = saved.step >= race.totalSteps;
        const epochEnds = saved.step % race.stepsPerEpoch === 0 || done;
        this.#keeper.keep(saved, epochEnds ? await lastingLanes(race) : [], done);
      },
      onEpoch: async () => {
        const parameters = race.plans.reduce((sum, plan) => sum + plan.parameters, 0);
        if (2 * parameters * race.going.length > LIGHT) return;
        this.#keeper.keepWeights(race.step, await lastingLanes(race));
      },
    };
  }

  /** Keeps the race now, or as soon as a minute has passed since the last time. */
  soon(): void {
    clearTimeout(this.#timer);
    const rest = this.#last + REST_MS - performance.now();
    if (rest > 0) this.#timer = setTimeout(() => this.now(), rest);
    else this.now();
  }

  now(): void {
    const driver = this.#driver;
    if (driver === null || driver.race.step === 0 || driver.race.step === this.#keeper.savedStep) return;
    // What the device throws here it throws elsewhere too, and is dealt with there.
    this.#saving = driver.save().catch(() => {});
  }

  /** Resolves when no copy is being made: only then may the race go. */
  async settled(): Promise<void> {
    await this.#saving;
  }
}
