import type { IntegerOperations } from "../inspect/integerPair.ts";
import type { LayerContents, Sight } from "../inspect/pair.ts";
import type { LaneAnswers } from "../inspect/testPass.ts";
import type { TrainConfig } from "../train/config.ts";
import type { Problem, RunName } from "../train/events.ts";
import type { NamedBytes } from "./protocol.ts";

export type { IntegerOperations, LaneAnswers, LayerContents, Sight };

/** Which networks are looked at. */
export type LookSource = (
  | /** Those of the race, as they are now. */
  { readonly kind: "race" }
  /** Files of weights of one network on one data set: one a product. */
  | { readonly kind: "files"; readonly files: readonly NamedBytes[] }
  /** Weights kept of a run at a step. */
  | { readonly kind: "kept"; readonly id: string; readonly step: number }
) & {
  /**
   * The weights of this network alone, once multiplying and once with a forward pass that stands between
   * multiplying and the product under test (`blend`). Left out: each network as it is.
   */
  readonly blend?: RunName;
};

/** What they are shown. */
export type Picture =
  /** Bytes in the order of the data set: [row][column][channel]. */
  | { readonly kind: "pixels"; readonly pixels: Uint8Array<ArrayBuffer> }
  /** An image of the data set's test set. */
  | { readonly kind: "test"; readonly index: number };

/** The settings that say what a network is and what it sees. */
export type LookConfig = Pick<
  TrainConfig,
  "data" | "net" | "layers" | "product" | "expression" | "scaling" | "clip" | "gamma"
>;

/** Page to worker: a pair of networks under the glass, beside whatever the race does. */
export type LookCommand =
  /** Answered by `looking` or `lookProblem`; null frees what there is. */
  | { readonly type: "look"; readonly source: LookSource | null }
  /**
   * Answered by `seen` of the same number; of pictures that came during an answer the newest alone. With the maps
   * of every layer, or the answers alone.
   */
  | { readonly type: "lookAt"; readonly number: number; readonly picture: Picture; readonly maps: boolean }
  /** Where a blended forward pass stands: 0 multiplies, 1 is the product's. Answered by `seen`. */
  | { readonly type: "blend"; readonly alpha: number }
  /** Answered by `inside`. */
  | { readonly type: "lookInside"; readonly layer: number }
  /**
   * All images of the test set, or the first so many, in place of a pass under way; with `bytes` once more in 8
   * bits (nn/quantise.ts). Answered by `lookTest`, several times.
   */
  | { readonly type: "lookTest"; readonly first?: number; readonly bytes?: boolean }
  /** Ends it; the last `lookTest` has what there is by then. */
  | { readonly type: "stopLookTest" }
  /** Pixels of images of the test set. Answered by `testImages`. */
  | { readonly type: "testImages"; readonly indices: readonly number[] };

/** Worker to page. */
export type LookEvent =
  /** These networks are under the glass. Told again whenever their weights changed. */
  | {
      readonly type: "looking";
      readonly source: LookSource["kind"];
      readonly config: LookConfig;
      readonly runs: readonly RunName[];
      /** Of the race or run they are from; null: the files do not say. */
      readonly step: number | null;
      readonly epoch: number | null;
      /** Whose weights both have, where the second is blended. */
      readonly blend: RunName | null;
    }
  /** How far the pass over training images is that blended weights may need before `looking`. */
  | { readonly type: "lookMeasuring"; readonly done: number; readonly total: number }
  | {
      readonly type: "seen";
      /** Of the picture it answers. */
      readonly number: number;
      readonly pixels: Uint8Array<ArrayBuffer>;
      /** Index in the test set and the right answer, of an image of it. */
      readonly test: { readonly index: number; readonly label: number } | null;
      readonly sights: readonly Sight[];
      /** Of a blended network. */
      readonly alpha: number;
    }
  | { readonly type: "inside"; readonly layer: number; readonly contents: readonly LayerContents[] }
  /** How far a pass over the test set is. */
  | {
      readonly type: "lookTest";
      /** Of the weights it took along when it began. */
      readonly step: number | null;
      readonly epoch: number | null;
      /** Of a blended network. */
      readonly alpha: number;
      /** The first so many images were asked for; null: all. */
      readonly first: number | null;
      /** In 8 bits, too. */
      readonly bytes: boolean;
      /** Images seen, of how many; those that come again in 8 bits count again, with those that set its steps. */
      readonly done: number;
      readonly total: number;
      /** What they came to, once it has ended; null before, and where it ended without any. */
      readonly result: TestResult | null;
      readonly ended: boolean;
      readonly problem: Problem | null;
    }
  | {
      readonly type: "testImages";
      readonly data: string;
      readonly indices: readonly number[];
      /** One after the other, each [row][column][channel]. */
      readonly pixels: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: "lookProblem"; readonly problem: Problem };

/** What each network says of the first images of a test set. */
export interface TestResult {
  readonly labels: Uint8Array;
  readonly lanes: readonly LaneAnswers[];
  /** The same in 8 bits, where it was asked for. */
  readonly bytes: ByteResult | null;
}

export interface ByteResult {
  readonly lanes: readonly LaneAnswers[];
  /** Of each network for an image. */
  readonly operations: readonly IntegerOperations[];
  /** Training images that set the steps. */
  readonly calibration: number;
}
