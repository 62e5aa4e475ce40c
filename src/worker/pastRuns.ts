import type { LaneHistory } from "../runs/history.ts";
import type { RunRecord } from "../runs/record.ts";
import type { RunStore } from "../runs/store.ts";
import { APP } from "../train/app.ts";
import { decodeCheckpoint, type SavedRace } from "../train/checkpoint.ts";
import { KNOBS, type TrainConfig } from "../train/config.ts";
import type { Race } from "../train/race.ts";
import type { Command, Event } from "./protocol.ts";
import type { RunKeeper } from "./runKeeper.ts";
import { heldRuns, holdRun } from "./runLock.ts";
import type { StorageWatch } from "./storageWatch.ts";

/** A kept run that is about to go on. */
export interface ResumedRun {
  readonly record: RunRecord;
  readonly saved: SavedRace;
  /** Up to the saved state. */
  readonly history: readonly LaneHistory[];
  /** Gives up the mark that this tab holds it. */
  readonly release: () => void;
}

export interface PastRunsParts {
  readonly store: RunStore;
  readonly watch: StorageWatch;
  readonly post: (event: Event) => void;
  readonly keeper: RunKeeper;
}

/** The record of a race that begins. */
export function newRecord({ config, data, runs, tile, gpu }: Race): RunRecord {
  const now = Date.now();
  const { vendor, architecture, description, software } = gpu.info;
  const device = [vendor, architecture, description, software ? "(software)" : ""].filter(Boolean).join(" ");
  return {
    version: 1,
    id: crypto.randomUUID(),
    name: nameOf(config),
    created: now,
    updated: now,
    config,
    dataVersion: data.info.version,
    lanes: runs.map(({ name }) => ({ run: name, whole: false, last: null, best: null })),
    app: APP,
    device,
    tile,
    status: "running",
    step: 0,
    epoch: 0,
    pinned: false,
    deleted: null,
    checkpoint: null,
    weights: [],
    historyBytes: 0,
  };
}

function nameOf({ net, data, seed }: TrainConfig): string {
  return `${KNOBS.net.options[net]}, ${KNOBS.data.options[data]}, seed ${seed}`;
}

/** What the page may ask about kept runs; none of it needs a device. */
export class PastRuns {
  readonly #parts: PastRunsParts;

  constructor(parts: PastRunsParts) {
    this.#parts = parts;
  }

  /** Tells the page what there is. */
  async list(): Promise<void> {
    const { store, watch, post, keeper } = this.#parts;
    await keeper.settled();
    const found = await watch.attempt(async () => {
      await store.sweep(Date.now());
      return store.list();
    });
    const { runs, aside } = found ?? { runs: [], aside: [] };
    const held = await heldRuns();
    const holder = (id: string) => (id === keeper.id ? "here" : held.has(id) ? "elsewhere" : null);
    post({ type: "runs", runs: runs.map((run) => ({ ...run, held: holder(run.id) })), aside });
  }

  async read(id: string): Promise<void> {
    const { store, watch, post } = this.#parts;
    const lanes = await watch.attempt(() => store.history(id));
    if (lanes !== undefined) post({ type: "history", id, lanes });
  }

  async change({ id, name, pinned }: Command & { type: "changeRun" }): Promise<void> {
    const { store, watch } = this.#parts;
    const changes = { ...(name === undefined ? {} : { name }), ...(pinned === undefined ? {} : { pinned }) };
    await watch.attempt(() => store.change(id, () => changes));
    await this.list();
  }

  /** Hides runs, but not those that some tab is training. */
  async remove(ids: readonly string[]): Promise<void> {
    const { store, watch } = this.#parts;
    const held = await heldRuns();
    await watch.attempt(() =>
      store.remove(
        ids.filter((id) => !held.has(id)),
        Date.now(),
      ),
    );
    await this.list();
  }

  async restore(ids: readonly string[]): Promise<void> {
    await this.#parts.watch.attempt(() => this.#parts.store.restore(ids));
    await this.list();
  }

  /** Deletes for good what was hidden. */
  async forget(ids: readonly string[]): Promise<void> {
    const { store, watch } = this.#parts;
    await watch.attempt(() => store.sweep(Date.now(), ids));
    watch.roomMade();
    await this.list();
  }

  async deleteAside(key: string): Promise<void> {
    await this.#parts.watch.attempt(() => this.#parts.store.removeAside(key));
    await this.list();
  }

  async readWeights({ id, run, step }: Command & { type: "readWeights" }): Promise<void> {
    const { store, watch, post } = this.#parts;
    const bytes = await watch.attempt(() => store.weights(id, { run, step }));
    if (bytes == null) post({ type: "notice", text: "These weights are no longer kept." });
    else post({ type: "keptWeights", name: `minconv-${run}-step${step}.safetensors`, bytes });
  }

  /** Everything needed to go on with a run, or null and a sentence to the page. Nothing is changed yet. */
  async resumable(id: string): Promise<ResumedRun | null> {
    const { store, watch, post } = this.#parts;
    const refuse = (text: string) => {
      post({ type: "notice", text });
      return null;
    };
    const release = await holdRun(id);
    if (release === null) return refuse("This run is being trained in another tab.");
    try {
      const record = await watch.attempt(() => store.run(id));
      const bytes = record && (await watch.attempt(() => store.checkpoint(record)));
      if (!record || !bytes) throw new Error("Its saved state is not there.");
      const saved = decodeCheckpoint(bytes);
      const history = await watch.attempt(() => store.history(id, saved));
      return { record: { ...record, step: saved.step }, saved, history: history ?? [], release };
    } catch (error) {
      release();
      const why = error instanceof Error ? error.message : String(error);
      return refuse(`This run cannot go on. ${why}`);
    }
  }
}
