import type { RunName } from "../train/events.ts";
import {
  type HistoryChunk,
  type HistoryEnd,
  type HistoryLog,
  historyBytes,
  joinChunks,
  type LaneHistory,
  readChunk,
} from "./history.ts";
import { type KeptWeights, type RunRecord, readRecord } from "./record.ts";
import type { Change, Vault } from "./vault.ts";

/** A stored record that this page cannot use. It stays as it is. */
export interface AsideRecord {
  readonly key: string;
  readonly why: string;
  /** Written by a newer version of this page: not even deletable here. */
  readonly newer: boolean;
  /** The value itself as text, to be saved as a file. */
  readonly text: string;
}

/** A deleted run can be brought back for this long at least. */
const UNDO_MS = 60_000;

const RECORDS = "run/";
const recordKey = (id: string) => `${RECORDS}${id}`;
const partsOf = (id: string) => `part/${id}/`;
const historyOf = (id: string) => `${partsOf(id)}history/`;
/** Padded, so that keys sort as numbers do. */
const historyKey = (id: string, index: number) => `${historyOf(id)}${String(index).padStart(8, "0")}`;
const checkpointKey = (id: string, step: number) => `${partsOf(id)}checkpoint/${step}`;
const weightsKey = (id: string, { step, run }: Pick<KeptWeights, "step" | "run">) =>
  `${partsOf(id)}weights/${step}/${run}`;

/** Kept runs over a vault. Everything throws StorageError. What cannot be read is never written over. */
export class RunStore {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** All runs, the newest first, deleted ones left out; and what lies there unreadable. */
  async list(): Promise<{ readonly runs: RunRecord[]; readonly aside: AsideRecord[] }> {
    const runs: RunRecord[] = [];
    const aside: AsideRecord[] = [];
    for (const [key, value] of await this.#vault.entries(RECORDS)) {
      const reading = readRecord(value);
      if (reading.kind === "run") {
        if (reading.record.deleted === null) runs.push(reading.record);
        continue;
      }
      const newer = reading.kind === "newer";
      const why = newer ? `A newer version of this page wrote it (format ${reading.version}).` : reading.why;
      aside.push({ key, why, newer, text: asText(value) });
    }
    return { runs: runs.sort((a, b) => b.created - a.created), aside };
  }

  /** The run, or null where there is none that can be used. */
  async run(id: string): Promise<RunRecord | null> {
    const reading = readRecord(await this.#vault.read(recordKey(id)));
    return reading.kind === "run" ? reading.record : null;
  }

  /** Writes a record where there is none. */
  create(record: RunRecord): Promise<void> {
    const key = recordKey(record.id);
    return this.#vault.change(key, (old) => (old === undefined ? { put: [[key, record]] } : null));
  }

  /** Changes a record in one piece; one that is gone or unreadable stays so. Returns whether it is there. */
  change(id: string, next: (record: RunRecord) => Partial<RunRecord>): Promise<boolean> {
    return this.#with(id, (record) => ({ record: next(record) }));
  }

  /** Writes stretches of history and what changed in the record with them. */
  saveHistory(
    id: string,
    chunks: ReturnType<HistoryLog["take"]>,
    next: (record: RunRecord) => Partial<RunRecord>,
  ): Promise<boolean> {
    const put = chunks.map(({ index, chunk }) => [historyKey(id, index), chunk] as const);
    const bytes = chunks.reduce((sum, { chunk }) => sum + historyBytes(chunk.lanes), 0);
    return this.#with(id, (record) => ({ record: next(record), put }), bytes);
  }

  /** What the run measured, up to and with `end`. A stretch that cannot be read ends it. */
  async history(id: string, end?: HistoryEnd): Promise<LaneHistory[]> {
    const chunks: HistoryChunk[] = [];
    for (const [, value] of await this.#vault.entries(historyOf(id))) {
      const chunk = readChunk(value);
      if (chunk === null) break;
      chunks.push(chunk);
    }
    return joinChunks(chunks, end);
  }

  /** Puts other stretches in place of all there were: a run that goes on from an earlier step. */
  rewriteHistory(id: string, chunks: ReturnType<HistoryLog["take"]>): Promise<boolean> {
    const put = chunks.map(({ index, chunk }) => [historyKey(id, index), chunk] as const);
    return this.#with(id, () => ({ record: {}, put, clear: historyOf(id) }));
  }

  /** Keeps the state after `step` steps in place of the one before, which stays where this fails. */
  saveCheckpoint(id: string, step: number, file: Blob): Promise<boolean> {
    const key = checkpointKey(id, step);
    return this.#with(
      id,
      ({ checkpoint: old }) => ({
        record: { checkpoint: { step, bytes: file.size } },
        put: [[key, file]],
        remove: old === null || old.step === step ? [] : [checkpointKey(id, old.step)],
      }),
      file.size,
    );
  }

  /** The state a run can go on from, or null. */
  checkpoint({ id, checkpoint }: RunRecord): Promise<Uint8Array<ArrayBuffer> | null> {
    return checkpoint === null ? Promise.resolve(null) : this.#bytes(checkpointKey(id, checkpoint.step));
  }

  /** A run that is done needs no state to go on from. */
  dropCheckpoint(id: string): Promise<boolean> {
    return this.#with(id, ({ checkpoint }) => ({
      record: { checkpoint: null },
      remove: checkpoint === null ? [] : [checkpointKey(id, checkpoint.step)],
    }));
  }

  /**
   * Adds the weights of some lanes to a run's ring of at most `limit` bytes; the oldest go. Returns false
   * and keeps none where these alone are larger.
   */
  saveWeights(
    id: string,
    step: number,
    files: readonly { readonly run: RunName; readonly bytes: Uint8Array<ArrayBuffer> }[],
    limit: number,
  ): Promise<boolean> {
    const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (size > limit) return Promise.resolve(false);
    const added = files.map(({ run, bytes }) => ({ run, step, bytes: bytes.length }));
    return this.#with(
      id,
      ({ weights: all }) => {
        const kept = all.filter((part) => part.step !== step);
        const gone: KeptWeights[] = [];
        let total = size + kept.reduce((sum, { bytes }) => sum + bytes, 0);
        while (total > limit) {
          const oldest = kept.shift() as KeptWeights;
          total -= oldest.bytes;
          gone.push(oldest);
        }
        return {
          record: { weights: [...kept, ...added] },
          put: files.map(({ run, bytes }) => [weightsKey(id, { step, run }), new Blob([bytes])] as const),
          remove: gone.map((part) => weightsKey(id, part)),
        };
      },
      size,
    );
  }

  weights(id: string, part: Pick<KeptWeights, "step" | "run">): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#bytes(weightsKey(id, part));
  }

  /** Hides runs; `restore` brings them back until they are swept away. */
  async remove(ids: readonly string[], now: number): Promise<void> {
    for (const id of ids) await this.change(id, () => ({ deleted: now }));
  }

  async restore(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.change(id, () => ({ deleted: null }));
  }

  /** Removes an unreadable record and what lies beside it, unless a newer page wrote it. */
  removeAside(key: string): Promise<void> {
    return this.#vault.change(key, (old) =>
      readRecord(old).kind === "bad" ? { remove: [key], clear: partsOf(key.slice(RECORDS.length)) } : null,
    );
  }

  /** Removes for good what was deleted before `now`, by a minute at least unless `atOnce`. */
  async sweep(now: number, atOnce: readonly string[] = []): Promise<void> {
    for (const [key, value] of await this.#vault.entries(RECORDS)) {
      const reading = readRecord(value);
      if (reading.kind !== "run" || reading.record.deleted === null) continue;
      const { id, deleted } = reading.record;
      if (now - deleted < UNDO_MS && !atOnce.includes(id)) continue;
      await this.#with(id, (record) =>
        record.deleted === null ? null : { gone: true, remove: [key], clear: partsOf(id) },
      );
    }
  }

  async #bytes(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const value = await this.#vault.read(key);
    // A blob's file can be gone although its entry is there.
    return value instanceof Blob
      ? value.arrayBuffer().then(
          (b) => new Uint8Array(b),
          () => null,
        )
      : null;
  }

  /** Changes a readable record and what belongs to it, in one piece. */
  async #with(
    id: string,
    next: (
      record: RunRecord,
    ) => (Change & { readonly record?: Partial<RunRecord>; readonly gone?: boolean }) | null,
    bytes = 0,
  ): Promise<boolean> {
    let there = false;
    const key = recordKey(id);
    await this.#vault.change(
      key,
      (old) => {
        const reading = readRecord(old);
        if (reading.kind !== "run") return null;
        there = true;
        const change = next(reading.record);
        if (change === null || change.gone) return change;
        return { ...change, put: [...(change.put ?? []), [key, { ...reading.record, ...change.record }]] };
      },
      bytes,
    );
    return there;
  }
}

/** Any stored value as text, whole. */
function asText(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return String(value);
  }
}
