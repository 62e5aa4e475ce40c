import type { DatasetInfo } from "../data/dataset.ts";
import type { DeviceInfo } from "../gpu/device.ts";
import type { Table1Operator } from "../math/products.ts";
import type { LaneHistory } from "../runs/history.ts";
import type { RunRecord } from "../runs/record.ts";
import type { AsideRecord } from "../runs/store.ts";
import type { StorageTrouble } from "../runs/vault.ts";
import type { Reading } from "../sampling/table1.ts";
import type { TrainConfig } from "../train/config.ts";
import type { Problem, RunName, TrainEvent } from "../train/events.ts";
import type { NetworkSize } from "../train/size.ts";
import type { WeightsMetadata } from "../train/weights.ts";
import type { LookCommand, LookEvent } from "./lookProtocol.ts";

export type * from "./lookProtocol.ts";
export type { AsideRecord, DeviceInfo, LaneHistory, RunRecord, StorageTrouble };

/**
 * Page to worker. The worker holds one race at a time: `setup` replaces it. Every command is
 * answered by events; none waits for the GPU.
 */
export type Command =
  /** Find an adapter and device. Answered by `device` or `problem`. `tested`: devices known from `tested`. */
  | { readonly type: "connect"; readonly tested?: readonly string[] }
  /** Which data sets are at hand without a download (made here, the site's own, cached). */
  | { readonly type: "listData" }
  /** Fetch a data set from its mirror and keep it. Progress, then `data`, or `problem`. */
  | { readonly type: "fetchData"; readonly id: string }
  /** Files dropped or picked: recognised by content. */
  | { readonly type: "files"; readonly files: readonly { readonly name: string; readonly file: File }[] }
  /** Stop the download, load or preparation under way. */
  | { readonly type: "cancel" }
  /** Build a race and, if `start`, run it. The old one goes. `weights`: for config.transfer "saved". */
  | {
      readonly type: "setup";
      readonly config: TrainConfig;
      readonly start: boolean;
      readonly weights?: NamedBytes;
    }
  /** Build once more from the last config: same seed, step 0, paused. */
  | { readonly type: "reset" }
  | { readonly type: "run" }
  | { readonly type: "pause" }
  /** One step, then pause. */
  | { readonly type: "step" }
  /** Change what may change during a run (`live` knobs). */
  | { readonly type: "adjust"; readonly config: TrainConfig }
  /** The page is (not) being used: shorter (longer) submits. */
  | { readonly type: "interacting"; readonly now: boolean }
  /** Whether readings of the layers are wanted while training goes (`layers` events); off at first. */
  | { readonly type: "watchLayers"; readonly on: boolean }
  /** The page is hidden, perhaps for good: keep the race now. */
  | { readonly type: "hidden" }
  /** Go on with a kept run where it was last saved, in place of the race there is. */
  | { readonly type: "resume"; readonly id: string }
  /** At most so many bytes of weights are kept of a run. */
  | { readonly type: "keepWeights"; readonly bytes: number }
  /** A network of the race as safetensors. Answered by `weights`, or `notice`. */
  | { readonly type: "exportWeights"; readonly run: RunName; readonly dtype: "F32" | "F16" }
  /** Whether a file of weights suits a config's network. Answered by `weightsGood` or `weightsBad`. */
  | { readonly type: "checkWeights"; readonly config: TrainConfig; readonly file: NamedBytes }
  /** The memory a network in notation takes. Answered by `size`. */
  | {
      readonly type: "measure";
      readonly layers: string;
      readonly data: TrainConfig["data"];
      readonly batch: number;
      readonly product: TrainConfig["product"];
      readonly maxBindingBytes: number | null;
    }
  /**
   * Estimate every row of Table 1 from so many random samples (128 to MAX_SAMPLES), in place of an estimate
   * under way. Answered by `table1Samples`.
   */
  | {
      readonly type: "sampleTable1";
      readonly reading: Reading;
      readonly samples: number;
      readonly seed: number;
    }
  | { readonly type: "stopSampling" }
  | LookCommand
  | PastCommand;

/** Page to worker: kept runs. None of it needs a device. */
export type PastCommand =
  /** Answered by `runs`, also after every command below that changes a run; or by `keeping`. */
  | { readonly type: "listRuns" }
  /** Answered by `history`. */
  | { readonly type: "readRun"; readonly id: string }
  | { readonly type: "changeRun"; readonly id: string; readonly name?: string; readonly pinned?: boolean }
  /** Hides runs until they are restored, or forgotten for good. */
  | { readonly type: "deleteRuns"; readonly ids: readonly string[] }
  | { readonly type: "restoreRuns"; readonly ids: readonly string[] }
  | { readonly type: "forgetRuns"; readonly ids: readonly string[] }
  /** Deletes a stored value that cannot be read. */
  | { readonly type: "deleteAside"; readonly key: string }
  /** Weights kept of a run. Answered by `keptWeights`, or `notice`. */
  | { readonly type: "readWeights"; readonly id: string; readonly run: RunName; readonly step: number };

/** A file that is only in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

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
  /** This browser's arithmetic on this device, with these kernels, is right. */
  | { readonly type: "tested"; readonly device: string }
  /** Every known data set and whether it can be used at once. */
  | { readonly type: "data"; readonly available: Readonly<Record<string, DataState>> }
  /** Null when the action ended. */
  | { readonly type: "task"; readonly task: Task | null }
  | { readonly type: "phase"; readonly phase: Phase }
  /** A race was (re)built: curves start anew, or with what a resumed one measured so far. */
  | {
      readonly type: "race";
      /** Of its record, once it is kept. */
      readonly id: string;
      readonly history: readonly LaneHistory[];
      readonly config: TrainConfig;
      readonly runs: readonly RunInfo[];
      readonly data: DatasetInfo;
    }
  | { readonly type: "train"; readonly events: readonly TrainEvent[] }
  | { readonly type: "problem"; readonly problem: Problem }
  /** Good news after trouble, one sentence (a lost device was replaced). */
  | { readonly type: "notice"; readonly text: string }
  | {
      readonly type: "runs";
      readonly runs: readonly ListedRun[];
      /** Stored values that cannot be read. */
      readonly aside: readonly AsideRecord[];
    }
  | { readonly type: "history"; readonly id: string; readonly lanes: readonly LaneHistory[] }
  | ({ readonly type: "keptWeights" } & NamedBytes)
  /** Whether the browser's storage does what it should; told when that changes. */
  | { readonly type: "keeping"; readonly trouble: StorageTrouble | null; readonly details: string }
  | ({ readonly type: "weights"; readonly run: RunName } & NamedBytes)
  /** The file comes back with what it says of itself: it was lent to be read. */
  | { readonly type: "weightsGood"; readonly file: NamedBytes; readonly metadata: WeightsMetadata }
  | { readonly type: "weightsBad"; readonly problem: Problem }
  | ({ readonly type: "size"; readonly layers: string } & NetworkSize)
  /** Table 1 from random samples so far, at most five times a second. */
  | {
      readonly type: "table1Samples";
      readonly reading: Reading;
      /** Correlations with their standard errors; none before the first samples. */
      readonly cells: readonly SampledCell[];
      /** Mean of |1 - g/h| for min, a row each. Its variance is infinite: no standard error. */
      readonly errors: readonly { readonly row: number; readonly samples: number; readonly value: number }[];
      /** That every row has by now. */
      readonly samples: number;
      /** The last of its kind: all samples are drawn, or it was stopped, or there is a problem. */
      readonly done: boolean;
      readonly problem: Problem | null;
    }
  | LookEvent;

/** A cell of Table 1 from random samples. */
export interface SampledCell {
  /** Index into TABLE_1. */
  readonly row: number;
  readonly operator: Table1Operator;
  readonly value: number;
  readonly standardError: number;
  readonly samples: number;
}

/** A kept run, and which tab holds it: nobody else may train or delete it. */
export interface ListedRun extends RunRecord {
  readonly held: "here" | "elsewhere" | null;
}

export interface DataState {
  readonly ready: boolean;
  /** "made here", "this site", "kept in this browser", "dropped files". */
  readonly source: string | null;
  /** How often the visitor gave its files, on this visit. */
  readonly given: number;
  /** Roles of the files still missing of a partly given set. */
  readonly missing: readonly string[];
}

export interface RunInfo {
  readonly run: RunName;
  readonly parameters: number;
  /** Bytes of device memory of this network. */
  readonly bytes: number;
}
