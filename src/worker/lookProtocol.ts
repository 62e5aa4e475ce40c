import type { LayerContents, Sight } from "../inspect/pair.ts";
import type { TrainConfig } from "../train/config.ts";
import type { Problem, RunName } from "../train/events.ts";
import type { NamedBytes } from "./protocol.ts";

export type { LayerContents, Sight };

/** Which networks are looked at. */
export type LookSource =
  /** Those of the race, as they are now. */
  | { readonly kind: "race" }
  /** Files of weights of one network on one data set: one a product. */
  | { readonly kind: "files"; readonly files: readonly NamedBytes[] }
  /** Weights kept of a run at a step. */
  | { readonly kind: "kept"; readonly id: string; readonly step: number };

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
  /** Answered by `seen`; of pictures that came during an answer the newest alone. With the maps of every layer, or the answers alone. */
  | { readonly type: "lookAt"; readonly picture: Picture; readonly maps: boolean }
  /** Answered by `inside`. */
  | { readonly type: "lookInside"; readonly layer: number };

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
    }
  | {
      readonly type: "seen";
      readonly pixels: Uint8Array<ArrayBuffer>;
      /** Index in the test set and the right answer, of an image of it. */
      readonly test: { readonly index: number; readonly label: number } | null;
      readonly sights: readonly Sight[];
    }
  | { readonly type: "inside"; readonly layer: number; readonly contents: readonly LayerContents[] }
  | { readonly type: "lookProblem"; readonly problem: Problem };
