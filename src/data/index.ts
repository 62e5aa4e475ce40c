import type { DatasetInfo } from "./dataset.ts";
import { digits } from "./digits.ts";
import { mnist } from "./mnist.ts";

/** Every data set the pickers, links and flags know. */
export const DATASETS = { digits, mnist } as const satisfies Record<string, DatasetInfo>;

export type DatasetName = keyof typeof DATASETS;
