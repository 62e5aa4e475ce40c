import { figureCells, type PaperRun } from "../../theory/paper.ts";
import type { TrainConfig } from "../../train/config.ts";

export interface Target {
  readonly run: PaperRun;
  readonly percent: number;
}

/** Table 5's values for exactly this race, if the paper printed any: of each run as its curve ends. */
export function targetsOf({ data, net, product, transfer }: TrainConfig): readonly Target[] {
  if (product !== "smin") return [];
  return figureCells(net, data)
    .filter(({ run }) => run !== "transfer" || transfer === "exact")
    .map(({ run, percent }) => ({ run, percent }));
}
