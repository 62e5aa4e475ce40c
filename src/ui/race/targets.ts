import type { TrainConfig } from "../../train/config.ts";
import type { RunName } from "../../train/events.ts";

export interface Target {
  readonly run: RunName;
  readonly percent: number;
}

/** Table 5: what the paper's LeNet reached on MNIST. */
const PAPER: readonly Target[] = [
  { run: "exact", percent: 99.06 },
  { run: "smin", percent: 98.42 },
];

/** The paper's values for exactly this race, if it printed any. */
export function targetsOf({ data, net, product }: TrainConfig): readonly Target[] {
  return data === "mnist" && net === "lenet" && product === "smin" ? PAPER : [];
}
