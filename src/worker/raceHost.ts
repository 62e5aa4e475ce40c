import type { Dataset } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import { type Gpu, GpuError, openGpu } from "../gpu/device.ts";
import type { TrainConfig } from "../train/config.ts";
import { Driver, type Told } from "../train/driver.ts";
import type { Problem, RunName, TrainEvent } from "../train/events.ts";
import { type Checkpoint, Race } from "../train/race.ts";
import { selfTest } from "../train/selfTest.ts";
import { asProblem, ProblemError } from "./problems.ts";
import type { Event, Phase, Task } from "./protocol.ts";

/** Copies of the networks are kept on the host this often at most, at an epoch's end. */
const CHECKPOINT_EVERY = 60_000;

/** Pauses before asking again for a device in place of a lost one. */
const RETRIES = [0, 1000, 3000];

/** What it takes to go on with a race whose device was lost. */
interface Recovery {
  readonly config: TrainConfig;
  readonly checkpoint: Checkpoint | null;
  readonly told: Told;
  /** It was running. */
  readonly going: boolean;
}

/** A failure and the news that the device is lost come in either order, this far apart at most. */
const LOST_GRACE = 500;

const CANCELLED: Problem = {
  kind: "cancelled",
  message: "Stopped before it began.",
  remedy: "Start it again.",
};

/** The two runs of a config: plain multiplication, and Algorithm 1 around the product under test. */
const runsOf = ({ product }: TrainConfig): RunName[] => ["exact", product];

/**
 * Owns the device and the one race on it: builds it, runs it, and builds it again when the device is
 * lost. Commands that change what exists come one after the other; pause and step act at once.
 */
export class RaceHost {
  readonly #post: (event: Event) => void;
  readonly #load: (name: DatasetName) => Promise<Dataset>;
  #gpu: Gpu | null = null;
  #tested = new WeakSet<Gpu>();
  #driver: Driver | null = null;
  #config: TrainConfig | null = null;
  #running = false;
  #queue: Promise<void> = Promise.resolve();
  #events: TrainEvent[] = [];
  #failed = false;
  #cancelled = false;
  #recovery: Recovery | null = null;

  constructor(post: (event: Event) => void, load: (name: DatasetName) => Promise<Dataset>) {
    this.#post = post;
    this.#load = load;
  }

  /**
   * Finds the device. A graphics card's arithmetic is tested at once, so that the first training need
   * not wait for it; software graphics would spend the visitor's processor on it, and are tested then.
   */
  connect(): Promise<void> {
    return this.#then(async () => {
      const gpu = await this.#device();
      if (!gpu.info.software) await this.#test(gpu);
      this.#task(null);
      if (this.#recovery) await this.#recover(this.#recovery);
    });
  }

  setup(config: TrainConfig, start: boolean): Promise<void> {
    return this.#then(async () => {
      await this.#build(config);
      if (start) this.run();
    });
  }

  reset(): Promise<void> {
    const config = this.#config;
    return this.#then(async () => {
      if (config) await this.#build(config);
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
    if (driver === this.#driver && !this.#running && !this.#failed && !driver.finished) this.#phase("paused");
  }

  adjust(config: TrainConfig): void {
    this.#config = config;
    this.#driver?.adjust(config);
  }

  /** Gives up what is being prepared; acts at the next kernel or check. */
  cancel(): void {
    this.#cancelled = true;
  }

  set interacting(now: boolean) {
    if (this.#driver) this.#driver.interacting = now;
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

  /** The device in use, or a new one. */
  async #device(): Promise<Gpu> {
    if (this.#gpu) return this.#gpu;
    if (!globalThis.isSecureContext)
      throw new GpuError(
        "insecure",
        "This address is not secure (plain http), so the browser switches WebGPU off.",
        "Open the page over https, or on this machine as http://localhost.",
      );
    this.#task({ name: "connect", detail: "", done: 0, total: null, unit: "checks" });
    const gpu = await openGpu(navigator.gpu);
    this.#gpu = gpu;
    void gpu.lost.then(() => this.#lost(gpu));
    this.#post({ type: "device", device: gpu.info });
    this.#task(null);
    return gpu;
  }

  async #test(gpu: Gpu): Promise<void> {
    if (this.#tested.has(gpu)) return;
    const problem = await selfTest(gpu, (done, total, detail) =>
      this.#prepare({ name: "self-test", detail, done, total, unit: "checks" }),
    );
    if (problem) throw new ProblemError(problem);
    this.#tested.add(gpu);
  }

  async #close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = null;
    this.#running = false;
    if (!driver) return;
    await driver.close().catch(() => {});
    driver.race.destroy();
  }

  /** A new race in place of the old one; paused. A recovered one goes on from its checkpoint. */
  async #build(config: TrainConfig, from: Recovery | null = null): Promise<void> {
    this.#phase("preparing");
    this.#recovery = from;
    await this.#close();
    this.#failed = false;
    this.#cancelled = false;
    this.#config = config;
    const gpu = await this.#device();
    await this.#test(gpu);
    const data = await this.#load(config.data);
    const race = await Race.build(gpu, data, config, runsOf(config), (done, total, detail) =>
      this.#prepare({ name: "compile", detail, done, total, unit: "kernels" }),
    );
    if (from?.checkpoint) race.restore(from.checkpoint);
    this.#task(null);
    const options = {
      emit: (event: TrainEvent) => this.#tell(event),
      checkpointEvery: CHECKPOINT_EVERY,
      onEvaluation: (progress: { run: RunName; done: number; total: number } | null) =>
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
    this.#driver = new Driver(race, options, from?.told);
    this.#driver.checkpoint = from?.checkpoint ?? null;
    if (!from) {
      const runs = race.runs.map(({ name, network }) => ({
        run: name,
        parameters: race.plans.reduce((sum, plan) => sum + plan.parameters, 0),
        bytes: network.memory.totalBytes,
      }));
      this.#post({ type: "race", config, runs, data: data.info });
    }
    this.#phase("paused");
  }

  /** Lets the driver go until it stops by itself. */
  #go(advance: (driver: Driver) => Promise<void>): void {
    const driver = this.#driver;
    if (!driver || this.#failed || driver.finished) return;
    this.#running = true;
    this.#phase("running");
    advance(driver).then(
      () => {
        if (driver !== this.#driver) return;
        this.#running = false;
        this.#phase(this.#failed ? "failed" : driver.finished ? "finished" : "paused");
      },
      (error: unknown) => {
        // A lost device breaks whatever was under way; #lost puts it right.
        const lost = driver.race.gpu.device.lost.then(() => {});
        void Promise.race([lost, new Promise((resolve) => setTimeout(resolve, LOST_GRACE))]).then(() => {
          if (driver === this.#driver && driver.race.gpu === this.#gpu) this.#give(error);
        });
      },
    );
  }

  #tell(event: TrainEvent): void {
    if (event.type === "failed") {
      this.#failed = true;
      this.#post({ type: "problem", problem: event.problem });
    }
    if (this.#events.push(event) > 1) return;
    queueMicrotask(() => {
      this.#post({ type: "train", events: this.#events });
      this.#events = [];
    });
  }

  /** Remembers what is needed to go on, and goes on as soon as there is another device. */
  #lost(gpu: Gpu): void {
    if (this.#gpu !== gpu) return;
    this.#gpu = null;
    const driver = this.#driver;
    if (!driver) return;
    const { told, checkpoint, race } = driver;
    const recovery = { config: race.config, checkpoint, told, going: this.#running };
    void this.#then(async () => {
      if (driver === this.#driver) await this.#recover(recovery);
    });
  }

  /** Builds the race again, from its last checkpoint or from the seed. Throws when no device comes. */
  async #recover(recovery: Recovery): Promise<void> {
    for (const [i, pause] of RETRIES.entries()) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        await this.#build(recovery.config, recovery);
        break;
      } catch (error) {
        if (i === RETRIES.length - 1 || !(error instanceof GpuError)) throw error;
      }
    }
    this.#recovery = null;
    this.#post({ type: "notice", text: recovered(recovery.told.records - (recovery.checkpoint?.step ?? 0)) });
    if (recovery.going) this.run();
  }
}

function recovered(steps: number): string {
  const repeated =
    steps > 0 ? ` ${steps} steps are repeated with the same batches, so both curves stay as they are.` : "";
  return `The graphics device was reset and training goes on.${repeated}`;
}
