import type { StoreApi } from "zustand/vanilla";
import type { KeptWeights } from "../../runs/record.ts";
import type { AsideRecord, ListedRun, StorageTrouble } from "../../worker/protocol.ts";
import type { Curves } from "../curves.ts";

/** How much of its share of the disk this site uses; null where the browser does not say. */
export interface StorageUse {
  readonly used: number;
  readonly limit: number;
  /** The browser promised not to clear it by itself; null: it cannot be asked. */
  readonly lasting: boolean | null;
}

/** Seeds still to be run of a repeat, after the one under way. */
export interface Repeat {
  readonly left: readonly number[];
  readonly total: number;
}

export interface RunsState {
  /** The newest first; null until the worker has looked. */
  readonly runs: readonly ListedRun[] | null;
  /** Stored values that cannot be read. */
  readonly aside: readonly AsideRecord[];
  readonly trouble: StorageTrouble | null;
  /** The visitor closed the message about it. */
  readonly troubleClosed: boolean;
  readonly use: StorageUse | null;
  /** Weights kept of each run, at most, in megabytes. */
  readonly weightsLimit: number;
  /** Something about the stored preferences that one should know. */
  readonly preferencesProblem: string | null;
  /** Drawn behind the race, beside the pinned ones. */
  readonly shown: ReadonlySet<string>;
  /** A group of runs that differ in their seed, drawn as mean and range. */
  readonly band: string | null;
  /** What past runs measured, as far as it was asked for. */
  readonly curves: ReadonlyMap<string, Curves>;
  /** Just deleted: may still be brought back. */
  readonly deleted: readonly ListedRun[];
  readonly repeat: Repeat | null;
  readonly open: boolean;
}

export interface RunsActions {
  setOpen(open: boolean): void;
  /** Draws a run behind the race, or no longer. */
  show(id: string, shown: boolean): void;
  pin(id: string, pinned: boolean): void;
  rename(id: string, name: string): void;
  remove(ids: readonly string[]): void;
  undo(): void;
  /** Goes on with an interrupted run. */
  resume(id: string): void;
  /** Puts a run's settings into the form. */
  takeSettings(id: string): void;
  /** Draws a group as mean and range, or no longer. */
  showBand(group: string | null): void;
  /** Runs the form's settings with `count` seeds one after another, the form's own first. */
  repeat(count: number): void;
  stopRepeat(): void;
  /** Kept weights, as a file to save or as what a transferred network starts from. */
  takeWeights(id: string, part: Pick<KeptWeights, "run" | "step">, how: "save" | "start"): void;
  removeAside(key: string): void;
  limitWeights(megabytes: number): void;
  askToKeep(): void;
  closeTrouble(): void;
}

export type RunsStore = StoreApi<RunsState> & { readonly actions: RunsActions };
