import type { RunName } from "./events.ts";

/**
 * Recorded runs: what the command line measured for a cell of the paper's Table 5, small enough to be
 * shipped with the page. A folder holds `index.json` (RunIndex) and one file a run (RecordedRun).
 */

export const RUN_INDEX = "index.json";

/** What is said of a run without its curve. */
export interface RecordedSummary {
  /** The cell it stands for, as in theory/paper.ts: `lenet-mnist-smin-170`. */
  readonly cell: string;
  readonly run: RunName;
  /** All settings, as a link of this page (train/link.ts). */
  readonly link: string;
  readonly seed: number;
  /** Epochs this run trained; a transfer run's from its hand-over on. */
  readonly epochs: number;
  /** Transfer runs: epochs the exact network had trained at the hand-over. */
  readonly parentEpochs?: number;
  /** At the end, as a fraction of all `images` of the test set. */
  readonly accuracy: number;
  readonly images: number;
  /** How it was made: the command line, the device in words, the day as YYYY-MM-DD, what program. */
  readonly command: string;
  readonly device: string;
  readonly date: string;
  readonly app: string;
}

/** Test accuracies over time, by columns of equal length, oldest first. */
export interface RecordedTests {
  readonly step: readonly number[];
  /** From the run's own start: a transfer run's first test is at 0. Never falls. */
  readonly epoch: readonly number[];
  /** Fractions. */
  readonly accuracy: readonly number[];
  /** Images each was tested on. */
  readonly images: readonly number[];
}

export interface RecordedRun extends RecordedSummary {
  readonly tests: RecordedTests;
}

export interface RunIndex {
  readonly runs: readonly (RecordedSummary & { readonly file: string })[];
}

const TEXTS = ["cell", "run", "link", "command", "device", "date", "app"] as const;
const NUMBERS = ["seed", "epochs", "accuracy", "images"] as const;
const COLUMNS = ["step", "epoch", "accuracy", "images"] as const;

/** The runs an index names; entries that are not whole are left out. Never throws. */
export function readRunIndex(value: unknown): RunIndex {
  const runs = isObject(value) && Array.isArray(value.runs) ? value.runs : [];
  return {
    runs: runs.filter(
      (entry): entry is RunIndex["runs"][number] =>
        isSummary(entry) && "file" in entry && typeof entry.file === "string" && !entry.file.includes("/"),
    ),
  };
}

/** A run with its curve, or null where the value is none. */
export function readRecordedRun(value: unknown): RecordedRun | null {
  if (!isSummary(value) || !("tests" in value) || !isObject(value.tests)) return null;
  const { tests } = value;
  const columns = COLUMNS.map((name) => tests[name]);
  const whole = columns.every(
    (column) => Array.isArray(column) && column.every((entry) => Number.isFinite(entry)),
  );
  const lengths = new Set(columns.map((column) => (Array.isArray(column) ? column.length : -1)));
  return whole && lengths.size === 1 ? (value as RecordedRun) : null;
}

function isSummary(value: unknown): value is RecordedSummary {
  return (
    isObject(value) &&
    TEXTS.every((name) => typeof value[name] === "string") &&
    NUMBERS.every((name) => Number.isFinite(value[name])) &&
    (value.parentEpochs === undefined || Number.isFinite(value.parentEpochs))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
