import type { Dataset } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import { type Gpu, GpuError } from "../gpu/device.ts";
import type { TrainConfig } from "../train/config.ts";
import { Driver, type DriverOptions } from "../train/driver.ts";
import type { Problem, RunName, TrainEvent } from "../train/events.ts";
import type { Race } from "../train/race.ts";
import { type Beginning, buildRace } from "./beginning.ts";
import { DeviceHost } from "./deviceHost.ts";
import { exportLane } from "./laneFiles.ts";
import { newRecord, type ResumedRun } from "./pastRuns.ts";
import { asProblem, ProblemError } from "./problems.ts";
import type { Event, NamedBytes, Phase, Task } from "./protocol.ts";
import { RaceSaver } from "./raceSaver.ts";
import type { RunKeeper } from "./runKeeper.ts";
import { holdRun } from "./runLock.ts";

/** Pauses before asking again for a device in place of a lost one. */
const RETRIES = [0, 1000, 3000];

/** A failure and the news that the device is lost come in either order, this far apart at most. */
const LOST_GRACE = 500;

const CANCELLED: Problem = {
  kind: "cancelled",
  message: "Stopped before it began.",
  remedy: "Start it again.",
};

/** What the host is given. */
export interface RaceHostParts {
  readonly post: (event: Event) => void;
  readonly load: (name: DatasetName) => Promise<Dataset>;
  readonly keeper: RunKeeper;
  /** The race was tested, or came to rest: its networks are worth a new look. */
  readonly onMoved: () => void;
}

/**
 * Owns the one race: builds it, runs it, keeps it, and builds it again when the device is lost.
 * Commands that change what exists come one after the other; pause and step act at once.
 */
export class RaceHost {
  readonly #post: (event: Event) => void;
  readonly #load: (name: DatasetName) => Promise<Dataset>;
  readonly #keeper: RunKeeper;
  readonly #onMoved: () => void;
  readonly #saver: RaceSaver;
  readonly #devices: DeviceHost;
  #driver: Driver | null = null;
  #beginning: Beginning | null = null;
  #running = false;
  #queue: Promise<void> = Promise.resolve();
  #events: TrainEvent[] = [];
  /** Of this race and those that follow it. */
  #watchingLayers = false;
  #failed = false;
  #cancelled = false;
  /** A race that waits for a device. */
  #waiting: Beginning | null = null;

  constructor({ post, load, keeper, onMoved }: RaceHostParts) {
    this.#post = post;
    this.#load = load;
    this.#keeper = keeper;
    this.#onMoved = onMoved;
    this.#saver = new RaceSaver(keeper);
    this.#devices = new DeviceHost({
      post,
      prepare: (task) => this.#prepare(task),
      onLost: () => this.#lost(),
    });
  }

  /**
   * Finds the device. A graphics card's arithmetic is tested at once, so that the first training need
   * not wait for it; software graphics would spend the visitor's processor on it, and are tested then.
   */
  connect(tested: readonly string[]): Promise<void> {
    return this.#then(async () => {
      this.#devices.trust(tested);
      const gpu = await this.#devices.open();
      if (!gpu.info.software) await this.#devices.test(gpu);
      this.#task(null);
      if (this.#waiting) await this.#recover(this.#waiting);
    });
  }

  /** The device in use, or a new one, for other work beside the race's. Rejects a GpuError, which is the asker's. */
  gpu(): Promise<Gpu> {
    const opening = this.#queue.then(() => this.#devices.open());
    this.#queue = opening.then(
      () => {},
      () => this.#task(null),
    );
    return opening;
  }

  /** Has `work` done once all networks of the race are at the same step; false where there is no race. */
  still(work: (race: Race) => void): boolean {
    const driver = this.#driver;
    driver?.between(() => work(driver.race));
    return driver !== null;
  }

  /** Whether steps are being taken. */
  get running(): boolean {
    return this.#running;
  }

  setup(config: TrainConfig, start: boolean, weights: NamedBytes | null): Promise<void> {
    return this.#then(async () => {
      await this.#build({ config, weights, saved: null, lost: null, resumed: null });
      if (start) this.run();
    });
  }

  /** Goes on with a kept run. */
  resume(run: ResumedRun): Promise<void> {
    return this.#then(async () => {
      const { saved } = run;
      try {
        await this.#build({ config: saved.config, weights: null, saved, lost: null, resumed: run });
      } catch (error) {
        run.release();
        throw error;
      }
      this.run();
    });
  }

  reset(): Promise<void> {
    const beginning = this.#beginning;
    const config = this.#driver?.race.config;
    return this.#then(async () => {
      if (!beginning) return;
      await this.#build({
        ...beginning,
        config: config ?? beginning.config,
        saved: null,
        lost: null,
        resumed: null,
      });
    });
  }

  run(): void {
    this.#go((driver) => driver.run());
  }

  step(): void {
    this.#go((driver) => driver.stepOnce());
  }

  async pause(): Promise<void> {
    this.#running = false;
    const driver = this.#driver;
    if (!driver) return;
    await driver.pause();
    if (driver === this.#driver && !this.#running && !this.#failed && !driver.finished) this.#rest("paused");
  }

  adjust(config: TrainConfig): void {
    if (!this.#driver) return;
    this.#driver.adjust(config);
    this.#keeper.set({ config: this.#driver.race.config });
  }

  /** The page is hidden, perhaps for good. */
  hidden(): void {
    this.#saver.soon();
  }

  /** Gives up what is being prepared; acts at the next kernel or check. */
  cancel(): void {
    this.#cancelled = true;
  }

  set interacting(now: boolean) {
    if (this.#driver) this.#driver.interacting = now;
  }

  set watchingLayers(on: boolean) {
    this.#watchingLayers = on;
    if (this.#driver) this.#driver.watchingLayers = on;
  }

  async exportWeights(run: RunName, dtype: "F32" | "F16"): Promise<void> {
    const race = this.#driver?.race;
    const lane = race?.going.find(({ name }) => name === run);
    if (!race || !lane) this.#post({ type: "notice", text: "This network has no weights yet." });
    else this.#post({ type: "weights", run, ...(await exportLane(race, lane, dtype)) });
  }

  /** Runs `work` after what was asked before; failures become problems. */
  #then(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#give(error));
    return this.#queue;
  }

  #give(error: unknown): void {
    const problem = asProblem(error);
    this.#task(null);
    if (problem.kind === "cancelled") {
      this.#phase("idle");
      return;
    }
    this.#failed = true;
    this.#post({ type: "problem", problem });
    this.#phase("failed");
  }

  #phase(phase: Phase): void {
    this.#post({ type: "phase", phase });
  }

  #task(task: Task | null): void {
    this.#post({ type: "task", task });
  }

  /** Tells how far the preparation is, or ends it where it was cancelled. */
  #prepare(task: Task): void {
    if (this.#cancelled) throw new ProblemError(CANCELLED);
    this.#task(task);
  }

  async #close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = null;
    this.#running = false;
    this.#saver.follow(null, false);
    if (!driver) return;
    await driver.close().catch(() => {});
    await this.#saver.settled();
    driver.race.destroy();
  }

  /** A new race in place of the old one; paused. */
  async #build(from: Beginning): Promise<void> {
    this.#phase("preparing");
    this.#waiting = from.lost && from;
    await this.#close();
    if (!from.lost) this.#keeper.end("stopped");
    this.#failed = false;
    this.#cancelled = false;
    this.#beginning = from;
    const race = await buildRace(from, {
      devices: this.#devices,
      load: this.#load,
      prepare: (task) => this.#prepare(task),
    });
    this.#task(null);
    this.#driver = new Driver(race, this.#driverOptions(race), from.lost?.told);
    this.#driver.checkpoint = from.saved;
    this.#driver.watchingLayers = this.#watchingLayers;
    this.#saver.follow(this.#driver, !from.lost);
    if (!from.lost) await this.#announce(race, from);
    this.#phase("paused");
  }

  #driverOptions(race: Race): DriverOptions {
    return {
      ...this.#saver.optionsFor(race),
      emit: (event) => this.#tell(event),
      onEvaluation: (progress) =>
        this.#task(
          progress && {
            name: "evaluate",
            detail: progress.run,
            done: progress.done,
            total: progress.total,
            unit: "images",
          },
        ),
    };
  }

  /** Tells the page of the race, and keeps it from now on. */
  async #announce(race: Race, { resumed }: Beginning): Promise<void> {
    const record = resumed?.record ?? newRecord(race);
    const release = resumed?.release ?? (await holdRun(record.id)) ?? (() => {});
    this.#keeper.begin(record, release, resumed?.history);
    this.#post({
      type: "race",
      id: record.id,
      history: resumed?.history ?? [],
      config: race.config,
      data: race.data.info,
      runs: race.runs.map(({ name, network }) => ({
        run: name,
        parameters: race.plans.reduce((sum, plan) => sum + plan.parameters, 0),
        bytes: network.memory.totalBytes,
      })),
    });
  }

  /** Lets the driver go until it stops by itself. */
  #go(advance: (driver: Driver) => Promise<void>): void {
    const driver = this.#driver;
    if (!driver || this.#failed || driver.finished) return;
    this.#running = true;
    this.#phase("running");
    this.#keeper.set({ status: "running" });
    advance(driver).then(
      () => {
        if (driver !== this.#driver) return;
        this.#running = false;
        this.#rest(this.#failed ? "failed" : driver.finished ? "finished" : "paused");
      },
      (error: unknown) => {
        // A lost device breaks whatever was under way; #lost puts it right.
        const lost = driver.race.gpu.device.lost.then(() => {});
        void Promise.race([lost, new Promise((resolve) => setTimeout(resolve, LOST_GRACE))]).then(() => {
          if (driver === this.#driver && this.#devices.isCurrent(driver.race.gpu)) this.#give(error);
        });
      },
    );
  }

  /** The race stands still: what it is now is kept. */
  #rest(phase: "paused" | "finished" | "failed"): void {
    this.#phase(phase);
    this.#keeper.set({ status: phase });
    this.#onMoved();
    if (phase === "finished") this.#saver.now();
    else if (phase === "paused") this.#saver.soon();
  }

  #tell(event: TrainEvent): void {
    this.#keeper.tell(event);
    if (event.type === "failed") {
      this.#failed = true;
      this.#post({ type: "problem", problem: event.problem });
    }
    if (event.type === "test") this.#onMoved();
    if (this.#events.push(event) > 1) return;
    queueMicrotask(() => {
      this.#post({ type: "train", events: this.#events });
      this.#events = [];
    });
  }

  /** Remembers what is needed to go on, and goes on as soon as there is another device. */
  #lost(): void {
    const driver = this.#driver;
    const beginning = this.#beginning;
    if (!driver || !beginning) return;
    const { told, checkpoint: saved, race } = driver;
    const going = this.#running;
    const recovery: Beginning = {
      ...beginning,
      config: race.config,
      saved,
      lost: { told, going },
      resumed: null,
    };
    void this.#then(async () => {
      if (driver === this.#driver) await this.#recover(recovery);
    });
  }

  /** Builds the race again, from its last checkpoint or from the seed. Throws when no device comes. */
  async #recover(from: Beginning): Promise<void> {
    for (const [i, pause] of RETRIES.entries()) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        await this.#build(from);
        break;
      } catch (error) {
        if (i === RETRIES.length - 1 || !(error instanceof GpuError)) throw error;
      }
    }
    this.#waiting = null;
    const repeated = (from.lost?.told.records ?? 0) - (from.saved?.step ?? 0);
    this.#post({ type: "notice", text: recovered(repeated) });
    if (from.lost?.going) this.run();
  }
}

function recovered(steps: number): string {
  const repeated =
    steps > 0 ? ` ${steps} steps are repeated with the same batches, so both curves stay as they are.` : "";
  return `The graphics device was reset and training goes on.${repeated}`;
}
