import { figureCells } from "../../theory/paper.ts";
import type { TrainConfig } from "../../train/config.ts";
import type { RunName } from "../../train/events.ts";

export interface Target {
  readonly run: RunName;
  readonly percent: number;
}

/** The values of Table 5 for exactly this race, if the paper printed any. */
export function targetsOf({ data, net, product }: TrainConfig): readonly Target[] {
  if (product !== "smin") return [];
  return figureCells(net, data).flatMap(({ run, percent }) => (run === "transfer" ? [] : [{ run, percent }]));
}
