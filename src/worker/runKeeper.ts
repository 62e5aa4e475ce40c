import { eventsOf, HistoryLog, type LaneHistory } from "../runs/history.ts";
import type { LaneRecord, RunRecord, RunStatus } from "../runs/record.ts";
import type { RunStore } from "../runs/store.ts";
import { checkpointParts, type SavedRace } from "../train/checkpoint.ts";
import type { RunName, TrainEvent } from "../train/events.ts";
import type { StorageWatch } from "./storageWatch.ts";

/** What was measured is written this often: little, and nothing that training waits for. */
const FLUSH_MS = 10_000;

/** The first time sooner, so that a run is there as soon as it began. */
const FIRST_FLUSH_MS = 1000;

/** Weights of every lane that has some, as files. */
export type LaneFiles = readonly { readonly run: RunName; readonly bytes: Uint8Array<ArrayBuffer> }[];

/** The run that is being kept. */
interface Kept {
  readonly log: HistoryLog;
  readonly release: () => void;
  record: RunRecord;
  /** Its record lies in the store. */
  stored: boolean;
  /** The last step whose state was kept. */
  savedStep: number;
}

/**
 * Keeps the race at hand in the browser: its record from the first step on, its history now and then,
 * its state when told to. Writes one after the other, and nothing waits for them.
 */
export class RunKeeper {
  /** At most so many bytes of weights are kept of a run. */
  weightsLimit = 100e6;
  readonly #store: RunStore;
  readonly #watch: StorageWatch;
  readonly #onKept: () => void;
  #kept: Kept | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #flushing: ReturnType<typeof setTimeout> | undefined;

  /** @param onKept hears that something new is there: a run, or what one can go on from. */
  constructor(store: RunStore, watch: StorageWatch, onKept: () => void) {
    this.#store = store;
    this.#watch = watch;
    this.#onKept = onKept;
  }

  /** The run at hand, whether or not its record was written yet. */
  get id(): string | null {
    return this.#kept?.record.id ?? null;
  }

  /** The last step whose state was kept; -1 before the first. */
  get savedStep(): number {
    return this.#kept?.savedStep ?? -1;
  }

  /**
   * Keeps another run from now on.
   * @param release gives up the mark that this tab holds it.
   * @param history of one that goes on: what it measured up to the state it goes on from.
   */
  begin(record: RunRecord, release: () => void, history: readonly LaneHistory[] | null = null): void {
    this.end("stopped");
    const log = new HistoryLog();
    const stored = history !== null;
    this.#kept = { log, release, record, stored, savedStep: stored ? record.step : -1 };
    if (history === null) return;
    this.#change({ lanes: withHistory(record.lanes, history) });
    log.addAll(history);
    const { id } = record;
    void this.#then(() => this.#store.rewriteHistory(id, log.take()));
  }

  /** Takes down what training tells. */
  tell(event: TrainEvent): void {
    const kept = this.#kept;
    if (kept === null) return;
    kept.log.add(event);
    if (event.type === "test") this.#change({ lanes: withTest(kept.record.lanes, event) });
    if (event.type === "progress") this.#change({ step: event.step, epoch: event.epoch });
    if (event.type !== "steps") return;
    this.#flushing ??= setTimeout(() => this.#flush(), kept.stored ? FLUSH_MS : FIRST_FLUSH_MS);
  }

  /** Takes down what else of the record changes during a run. */
  set(changes: Partial<Pick<RunRecord, "status" | "config">>): void {
    const kept = this.#kept;
    if (kept === null) return;
    this.#change(changes);
    if (kept.stored || kept.log.hasNews) this.#flush();
  }

  /**
   * Keeps the state of the race, in place of the one before, and weights beside it.
   * @param done it is the last: where its weights are kept there is nothing to go on from.
   */
  keep(saved: SavedRace, weights: LaneFiles, done: boolean): void {
    const kept = this.#kept;
    if (kept === null || !this.#watch.usable) return;
    kept.savedStep = saved.step;
    this.#flush();
    const { id } = kept.record;
    void this.#then(async () => {
      const whole =
        weights.length > 0 && (await this.#store.saveWeights(id, saved.step, weights, this.weightsLimit));
      if (done && whole) await this.#store.dropCheckpoint(id);
      else {
        const file = new Blob(checkpointParts(saved) as BlobPart[]);
        await this.#store.saveCheckpoint(id, saved.step, file);
      }
      this.#onKept();
    }, true);
  }

  /** Keeps the weights of a step, and nothing to go on from. */
  keepWeights(step: number, weights: LaneFiles): void {
    const kept = this.#kept;
    if (kept === null || !this.#watch.usable) return;
    this.#flush();
    const { id } = kept.record;
    void this.#then(async () => {
      await this.#store.saveWeights(id, step, weights, this.weightsLimit);
      this.#onKept();
    }, true);
  }

  /** Lets go of the run. */
  end(status: RunStatus): void {
    const kept = this.#kept;
    if (kept === null) return;
    if (kept.record.status !== "finished" && kept.record.status !== "failed") this.set({ status });
    this.#kept = null;
    void this.#queue.then(kept.release);
  }

  /** Resolves when all there is to write so far was tried. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #change(changes: Partial<RunRecord>): void {
    if (this.#kept !== null) this.#kept.record = { ...this.#kept.record, ...changes, updated: Date.now() };
  }

  /** Writes what is new, and the record before it where there is none. */
  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    const kept = this.#kept;
    if (kept === null) return;
    void this.#then(async () => {
      const { log, record } = kept;
      const first = !kept.stored;
      if (first) await this.#store.create(record);
      kept.stored = true;
      const { step, epoch, lanes, status, updated, config } = kept.record;
      const taken = log.take();
      try {
        const changes = { step, epoch, lanes, status, updated, config, historyBytes: log.bytes };
        await this.#store.saveHistory(record.id, taken, () => changes);
        log.release();
        if (first) this.#onKept();
      } catch (error) {
        log.putBack(taken.map(({ index }) => index));
        throw error;
      }
    });
  }

  #then(work: () => Promise<unknown>, large = false): Promise<unknown> {
    const next = async () => {
      if (this.#watch.usable) await this.#watch.attempt(work, large);
    };
    this.#queue = this.#queue.then(next, next);
    return this.#queue;
  }
}

/** What a run that goes on had reached by then. */
function withHistory(lanes: readonly LaneRecord[], history: readonly LaneHistory[]): readonly LaneRecord[] {
  const blank = lanes.map(({ run }): LaneRecord => ({ run, whole: false, last: null, best: null }));
  return eventsOf(history).reduce<readonly LaneRecord[]>(
    (soFar, event) => (event.type === "test" ? withTest(soFar, event) : soFar),
    blank,
  );
}

/** Of the whole test set once that was tried; of the subset before. */
function withTest(
  lanes: readonly LaneRecord[],
  { run, accuracy, whole }: TrainEvent & { type: "test" },
): readonly LaneRecord[] {
  return lanes.map((lane) => {
    if (lane.run !== run || (lane.whole && !whole)) return lane;
    const best = lane.whole === whole ? Math.max(lane.best ?? 0, accuracy) : accuracy;
    return { run, last: accuracy, best, whole };
  });
}
