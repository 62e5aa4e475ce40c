import type { LayerReading } from "../math/layerReading.ts";
import type { Convolution } from "../math/products.ts";

/**
 * A run of a race, named by how its network convolves; "transfer" went over from the exact network's
 * weights to the product under test (section 4.3).
 */
export type RunName = Convolution | "transfer";

export type ProblemKind =
  // the device (gpu/device.ts)
  | "insecure"
  | "no-webgpu"
  | "no-adapter"
  | "limit"
  | "out-of-memory"
  | "validation"
  | "lost"
  // the data (data/dataset.ts)
  | "missing"
  | "corrupt"
  | "mismatch"
  | "offline"
  | "forbidden"
  | "unreadable"
  | "cancelled"
  // the run
  | "self-test"
  | "diverged"
  | "crashed";

/** A failure as people read it: what happened, and what to do. Everything that fails becomes one. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened and why, in a sentence or two. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Expected against found. */
  readonly facts?: readonly { readonly what: string; readonly expected: string; readonly found: string }[];
  /** For "diverged": where and when. */
  readonly run?: RunName;
  readonly layer?: string;
  readonly step?: number;
  /** For "limit" and "out-of-memory": the largest batch that fits. */
  readonly largestBatch?: number;
  /** Technical lines for "Copy diagnostics". */
  readonly details?: string;
}

/** What one network did in one step: values before the update. */
export interface StepRecord {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** Share of the batch classified correctly. */
  readonly accuracy: number;
  readonly gradientNorm: number;
}

export type TrainEvent =
  | { readonly type: "steps"; readonly run: RunName; readonly records: readonly StepRecord[] }
  | {
      readonly type: "test";
      readonly run: RunName;
      readonly step: number;
      readonly epoch: number;
      /** A fraction of `images`. */
      readonly accuracy: number;
      readonly loss: number;
      readonly images: number;
      /** All test images, not the subset. */
      readonly whole: boolean;
    }
  | {
      readonly type: "progress";
      readonly step: number;
      readonly epoch: number;
      readonly totalSteps: number;
      /** Training only, evaluation not counted; per run. */
      readonly imagesPerSecond: Readonly<Partial<Record<RunName, number>>>;
      readonly secondsLeft: number | null;
    }
  | {
      /** What the product makes of the terms of each convolution, in network order; while it is asked for. */
      readonly type: "layers";
      readonly run: RunName;
      /** The step it is of: as its record, before the update. */
      readonly step: number;
      readonly epoch: number;
      readonly layers: readonly LayerReading[];
      /** Of the device's time, for this reading. */
      readonly milliseconds: number;
      /** Of training's time on the device, for all readings of all runs so far. */
      readonly share: number;
    }
  | { readonly type: "done"; readonly step: number }
  | { readonly type: "failed"; readonly problem: Problem };
