import { isTile, type Tile } from "../gpu/tile.ts";
import { PRODUCTS } from "../math/products.ts";
import { KNOBS, type KnobName, type TrainConfig } from "../train/config.ts";
import type { RunName } from "../train/events.ts";
import { savedConfig } from "../train/savedConfig.ts";

/** Raised when a kept record would be read wrongly by an older page. */
export const RECORD_VERSION = 1;

/** "stopped": another race took its place before the end. "running" where no tab trains it: interrupted. */
const STATUSES = ["running", "paused", "stopped", "finished", "failed"] as const;
export type RunStatus = (typeof STATUSES)[number];

/** A large part kept beside the record: the state after `step` steps, and its size. */
export interface KeptPart {
  readonly step: number;
  readonly bytes: number;
}

/** Weights of one lane alone. */
export interface KeptWeights extends KeptPart {
  readonly run: RunName;
}

/** A lane of a kept race. Accuracies are fractions. */
export interface LaneRecord {
  readonly run: RunName;
  /** They are of the whole test set, no longer of the subset. */
  readonly whole: boolean;
  readonly last: number | null;
  readonly best: number | null;
}

/** One kept race: everything small about it. History, checkpoint and weights lie beside it. */
export interface RunRecord {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly config: TrainConfig;
  /** Of the data set: another version would be other images. */
  readonly dataVersion: number;
  readonly lanes: readonly LaneRecord[];
  /** Version of the program that trained it. */
  readonly app: string;
  readonly device: string;
  /** The kernels it was started with; resuming uses the same. */
  readonly tile: Tile;
  readonly status: RunStatus;
  readonly step: number;
  readonly epoch: number;
  readonly pinned: boolean;
  /** When the visitor deleted it; it goes for good once that can no longer be undone. */
  readonly deleted: number | null;
  readonly checkpoint: KeptPart | null;
  /** Oldest first. */
  readonly weights: readonly KeptWeights[];
  readonly historyBytes: number;
}

/** What a stored value turned out to be. */
export type RecordReading =
  | { readonly kind: "run"; readonly record: RunRecord }
  | { readonly kind: "bad"; readonly why: string }
  | { readonly kind: "newer"; readonly version: number };

const isText = (value: unknown) => typeof value === "string";
const isAmount = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const among = (values: readonly string[]) => (value: unknown) => values.some((one) => one === value);
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);
const listOf = (check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(check);
const isPart = (value: unknown) => isObject(value) && isAmount(value.step) && isAmount(value.bytes);
const isRun = (value: unknown): value is RunName =>
  value === "exact" || value === "transfer" || (typeof value === "string" && Object.hasOwn(PRODUCTS, value));

function isLane(value: unknown): boolean {
  const isShare = orNull((share) => isAmount(share) && (share as number) <= 1);
  return (
    isObject(value) &&
    isRun(value.run) &&
    typeof value.whole === "boolean" &&
    isShare(value.last) &&
    isShare(value.best)
  );
}

/** What each field must be. The settings are checked apart, for they can say what is wrong with them. */
const CHECKS: Readonly<Record<keyof Omit<RunRecord, "version" | "config">, (value: unknown) => boolean>> = {
  id: isText,
  name: isText,
  created: isAmount,
  updated: isAmount,
  dataVersion: isAmount,
  lanes: listOf(isLane),
  app: isText,
  device: isText,
  tile: isTile,
  status: among(STATUSES),
  step: isAmount,
  epoch: isAmount,
  pinned: (value) => typeof value === "boolean",
  deleted: orNull(isAmount),
  checkpoint: orNull(isPart),
  weights: listOf((value) => isPart(value) && isRun((value as KeptWeights).run)),
  historyBytes: isAmount,
};

/** Looks at a stored value before anything believes it. Never throws. */
export function readRecord(value: unknown): RecordReading {
  if (!isObject(value)) return { kind: "bad", why: "It is not a record of a run." };
  const { version, config } = value;
  if (typeof version === "number" && version > RECORD_VERSION) return { kind: "newer", version };
  if (version !== RECORD_VERSION) return { kind: "bad", why: "It names no version." };
  const wrong = Object.entries(CHECKS).find(([name, check]) => !check(value[name]));
  if (wrong !== undefined)
    return {
      kind: "bad",
      why: value[wrong[0]] === undefined ? `Its ${wrong[0]} is missing.` : `Its ${wrong[0]} is not valid.`,
    };
  const settings = readConfig(config);
  if (typeof settings === "string") return { kind: "bad", why: settings };
  return { kind: "run", record: { ...(value as unknown as RunRecord), config: settings } };
}

/** The settings of a record, or what is wrong with them. Knobs it does not know take their defaults. */
export function readConfig(value: unknown): TrainConfig | string {
  if (!isObject(value)) return "Its settings are missing.";
  for (const [name, stored] of Object.entries(value)) {
    const wanted = Object.hasOwn(KNOBS, name) ? typeof KNOBS[name as KnobName].default : typeof stored;
    if (typeof stored !== wanted) return `Its setting ${name} is not a ${wanted}.`;
  }
  try {
    return savedConfig(value);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Runs with equal groups differ in nothing but the seed. */
export function groupOf(config: TrainConfig): string {
  const { seed: _, ...rest } = config;
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Bytes that a run takes in the browser's storage, about. */
export function keptBytes({ checkpoint, weights, historyBytes }: RunRecord): number {
  return historyBytes + (checkpoint?.bytes ?? 0) + weights.reduce((sum, { bytes }) => sum + bytes, 0);
}
