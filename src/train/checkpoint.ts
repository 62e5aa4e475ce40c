import type { DeviceInfo } from "../gpu/device.ts";
import type { TrainConfig } from "./config.ts";
import type { Lane } from "./lanes.ts";

/** A lane of a saved race. What it started from is in its state, so the weights are left out. */
export interface SavedLane extends Omit<Lane, "weights"> {
  /** Parameters, moments and running means as they are on the device; null while it stands still. */
  readonly state: readonly ArrayBuffer[] | null;
}

/** Everything a race needs to go on exactly where it was, on the same device. */
export interface SavedRace {
  readonly config: TrainConfig;
  /** Version of the data set (data/dataset.ts). */
  readonly dataVersion: number;
  readonly lanes: readonly SavedLane[];
  /** The kernels it began with. */
  readonly tile: DeviceInfo["tile"];
  readonly step: number;
  /** The last step whose test was told; before `step` where it was saved during that test. */
  readonly tested: number;
  /** What saved it. */
  readonly app: string;
}
