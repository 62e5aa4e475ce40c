import type { GoldenLayer, GoldenNetwork, LayerResult, NetworkResult, ScalarRow } from "./format.ts";

/** Something that can be held against golden files. It reads a file's inputs, never its `expected`. */
export interface Engine {
  readonly by: "gpu" | "reference";
  /** One convolution layer: exact, under Algorithm 1 with smin, and at inference. */
  layer(golden: GoldenLayer): Promise<LayerResult>;
  /** `golden.stepCount` training steps on the file's one batch without dropout, then inference on it. */
  network(golden: GoldenNetwork): Promise<NetworkResult>;
  /** smin(a, b) of each row. */
  scalar(rows: readonly ScalarRow[]): Promise<ArrayLike<number>>;
}
