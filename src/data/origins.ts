import { cifar10Files } from "./cifar10.ts";
import type { Dataset } from "./dataset.ts";
import { makeDigits } from "./digits.ts";
import type { FileSet } from "./fileSet.ts";
import type { DatasetName } from "./index.ts";
import { mnistFiles } from "./mnist.ts";
import { makeShapes } from "./shapes.ts";

/** A data set the project makes; told every so many images. */
export interface MadeSet {
  make(onProgress?: (done: number, total: number) => void): Dataset;
}

/** Where each data set comes from. */
export const ORIGINS: Readonly<Record<DatasetName, MadeSet | FileSet>> = {
  digits: { make: (onProgress) => makeDigits(undefined, onProgress) },
  shapes: { make: (onProgress) => makeShapes(undefined, onProgress) },
  mnist: mnistFiles,
  cifar10: cifar10Files,
};

/** The sets that are read from files. */
export const FILE_SETS: readonly FileSet[] = Object.values(ORIGINS).filter((origin) => "part" in origin);
