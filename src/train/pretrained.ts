import type { RunName } from "./events.ts";

/**
 * Pretrained weights: files of the command line that are shipped with the page. A folder holds
 * `index.json` (PretrainedIndex) and one safetensors file an entry, fetched only when asked for.
 */

export const PRETRAINED_INDEX = "index.json";

/** One file of weights, as it can be told without it. */
export interface Pretrained {
  readonly file: string;
  readonly bytes: number;
  /** Short name of the network (models/index.ts). */
  readonly network: string;
  /** Short name of the data set (data/index.ts). */
  readonly data: string;
  readonly run: RunName;
  readonly seed: number;
  /** Epochs trained; of a transferred network since the hand-over. */
  readonly epochs: number;
  /** Of a transferred network: epochs the exact one had trained at the hand-over. */
  readonly parentEpochs?: number;
  /** Of the weights as they are in the file, as a fraction of all `images` of the test set. */
  readonly accuracy: number;
  readonly images: number;
  /** How it was made: the command line, the device in words, the day as YYYY-MM-DD, what program. */
  readonly command: string;
  readonly device: string;
  readonly date: string;
  readonly app: string;
}

export interface PretrainedIndex {
  readonly weights: readonly Pretrained[];
}

const TEXTS = ["file", "network", "data", "run", "command", "device", "date", "app"] as const;
const NUMBERS = ["bytes", "seed", "epochs", "accuracy", "images"] as const;

/** The weights an index names; entries that are not whole are left out. Never throws. */
export function readPretrainedIndex(value: unknown): PretrainedIndex {
  const weights = isObject(value) && Array.isArray(value.weights) ? value.weights : [];
  return { weights: weights.filter(isPretrained) };
}

function isPretrained(value: unknown): value is Pretrained {
  return (
    isObject(value) &&
    TEXTS.every((name) => typeof value[name] === "string") &&
    NUMBERS.every((name) => Number.isFinite(value[name])) &&
    (value.parentEpochs === undefined || Number.isFinite(value.parentEpochs)) &&
    !String(value.file).includes("/")
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
