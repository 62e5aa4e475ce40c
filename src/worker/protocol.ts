import type { DatasetInfo } from "../data/dataset.ts";
import type { DeviceInfo } from "../gpu/device.ts";
import type { TrainConfig } from "../train/config.ts";
import type { Problem, RunName, TrainEvent } from "../train/events.ts";

export type { DeviceInfo };

/**
 * Page to worker. The worker holds one race at a time: `setup` replaces it. Every command is
 * answered by events; none waits for the GPU.
 */
export type Command =
  /** Find an adapter and device. Answered by `device` or `problem`. */
  | { readonly type: "connect" }
  /** Which data sets are at hand without a download (made here, the site's own, cached). */
  | { readonly type: "listData" }
  /** Fetch a data set from its mirror and keep it. Progress, then `data`, or `problem`. */
  | { readonly type: "fetchData"; readonly id: string }
  /** Files dropped or picked: recognised by content. */
  | { readonly type: "files"; readonly files: readonly { readonly name: string; readonly file: File }[] }
  /** Stop the download, load or preparation under way. */
  | { readonly type: "cancel" }
  /** Build a race and, if `start`, run it. The old one goes. */
  | { readonly type: "setup"; readonly config: TrainConfig; readonly start: boolean }
  /** Build once more from the last config: same seed, step 0, paused. */
  | { readonly type: "reset" }
  | { readonly type: "run" }
  | { readonly type: "pause" }
  /** One step, then pause. */
  | { readonly type: "step" }
  /** Change what may change during a run (`live` knobs). */
  | { readonly type: "adjust"; readonly config: TrainConfig }
  /** The page is (not) being used: shorter (longer) submits. */
  | { readonly type: "interacting"; readonly now: boolean };

export type Phase =
  /** No race yet. */
  | "idle"
  /** Reading data, compiling kernels, self-test: see `task`. */
  | "preparing"
  | "running"
  | "paused"
  /** All epochs done. */
  | "finished"
  /** Stopped by a problem; curves and weights kept. */
  | "failed";

/** A long action under way, for a bar with a rate and a time left. */
export interface Task {
  readonly name: "connect" | "data" | "download" | "compile" | "self-test" | "evaluate";
  /** The file, kernel or run it is about. */
  readonly detail: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: "bytes" | "kernels" | "images" | "checks";
}

/** Worker to page. */
export type Event =
  | { readonly type: "device"; readonly device: DeviceInfo }
  /** Every known data set and whether it can be used at once. */
  | { readonly type: "data"; readonly available: Readonly<Record<string, DataState>> }
  /** Null when the action ended. */
  | { readonly type: "task"; readonly task: Task | null }
  | { readonly type: "phase"; readonly phase: Phase }
  /** A race was (re)built: curves start anew. */
  | {
      readonly type: "race";
      readonly config: TrainConfig;
      readonly runs: readonly RunInfo[];
      readonly data: DatasetInfo;
    }
  | { readonly type: "train"; readonly events: readonly TrainEvent[] }
  | { readonly type: "problem"; readonly problem: Problem }
  /** Good news after trouble, one sentence (a lost device was replaced). */
  | { readonly type: "notice"; readonly text: string };

export interface DataState {
  readonly ready: boolean;
  /** "made here", "this site", "kept in this browser", "dropped files". */
  readonly source: string | null;
  /** Roles of the files still missing of a partly given set. */
  readonly missing: readonly string[];
}

export interface RunInfo {
  readonly run: RunName;
  readonly parameters: number;
  /** Bytes of device memory of this network. */
  readonly bytes: number;
}
