import { cifar10 } from "./cifar10.ts";
import type { DatasetInfo } from "./dataset.ts";
import { digits } from "./digits.ts";
import { mnist } from "./mnist.ts";
import { shapes } from "./shapes.ts";

/** Every data set the pickers, links and flags know; origins.ts says how each comes to be. */
export const DATASETS = { digits, shapes, mnist, cifar10 } as const satisfies Record<string, DatasetInfo>;

export type DatasetName = keyof typeof DATASETS;
