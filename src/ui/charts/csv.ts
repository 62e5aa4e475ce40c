import type { RunName } from "../../train/events.ts";
import type { Curves } from "../curves.ts";
import type { Series } from "../series.ts";

export type Cell = string | number;

/**
 * A table as CSV by RFC 4180: text that a spreadsheet would run as a formula is made plain, numbers
 * stay numbers, values that are not finite are left empty.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows]
    .map((row) => row.map(cell).join(","))
    .join("\r\n")
    .concat("\r\n");
}

function cell(value: Cell): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const TEST_COLUMNS = ["step", "epoch", "value", "loss", "images", "whole"] as const;
const LOSS_COLUMNS = ["step", "epoch", "value", "accuracy", "gradientNorm"] as const;

/** Every test of every run. */
export function testsCsv(tests: Curves["tests"]): string {
  const header = ["run", "step", "epoch", "accuracy", "loss", "images", "whole_test_set"];
  return toCsv(header, rowsOf(tests, TEST_COLUMNS));
}

/** Every step of every run: values before the update. */
export function lossesCsv(losses: Curves["losses"]): string {
  return toCsv(
    ["run", "step", "epoch", "loss", "batch_accuracy", "gradient_norm"],
    rowsOf(losses, LOSS_COLUMNS),
  );
}

/** Steps and tests in one table: columns that do not apply stay empty. */
export function raceCsv({ tests, losses }: Curves): string {
  const none = Number.NaN;
  const steps = rowsOf(losses, LOSS_COLUMNS).map(
    ([run = "", step = none, epoch = none, loss = none, accuracy = none, norm = none]) => [
      "step",
      run,
      step,
      epoch,
      loss,
      accuracy,
      norm,
      none,
      none,
    ],
  );
  const tried = rowsOf(tests, TEST_COLUMNS).map(
    ([run = "", step = none, epoch = none, accuracy = none, loss = none, images = none, whole = none]) => [
      "test",
      run,
      step,
      epoch,
      loss,
      accuracy,
      none,
      images,
      whole,
    ],
  );
  const header = [
    "type",
    "run",
    "step",
    "epoch",
    "loss",
    "accuracy",
    "gradient_norm",
    "images",
    "whole_test_set",
  ];
  return toCsv(header, [...steps, ...tried]);
}

function rowsOf(curves: ReadonlyMap<RunName, Series>, columns: readonly string[]): Cell[][] {
  return [...curves].flatMap(([run, series]) =>
    Array.from({ length: series.length }, (_, i) => [run, ...columns.map((column) => series.at(column, i))]),
  );
}
