import { TABLE_5, type Table5Cell } from "../../theory/paper.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { toCsv } from "../charts/csv.ts";

/** What recorded runs say of one cell of Table 5. Accuracies in percent. */
export interface Measured {
  /** Mean over the seeds. */
  readonly percent: number;
  readonly lowest: number;
  readonly highest: number;
  /** Epochs that each of the runs trained. */
  readonly epochs: number;
  /** One run a seed. */
  readonly runs: readonly RecordedRun[];
}

/** The longest runs of a cell, one a seed; null where none is recorded. */
export function measuredOf(cell: Table5Cell, recorded: readonly RecordedRun[]): Measured | null {
  const all = recorded.filter((run) => run.cell === cell.id && run.run === cell.run);
  const epochs = Math.max(...all.map((run) => run.epochs));
  const runs = all.filter((run) => run.epochs === epochs);
  if (runs.length === 0) return null;
  const percents = runs.map(({ accuracy }) => 100 * accuracy);
  return {
    percent: percents.reduce((sum, value) => sum + value, 0) / runs.length,
    lowest: Math.min(...percents),
    highest: Math.max(...percents),
    epochs,
    runs,
  };
}

/** A cell of Table 5 with what was measured for it. */
export interface Comparison {
  readonly cell: Table5Cell;
  readonly measured: Measured | null;
}

/** Every printed cell, measured or not. */
export function compareTable5(recorded: readonly RecordedRun[]): readonly Comparison[] {
  return TABLE_5.map((cell) => ({ cell, measured: measuredOf(cell, recorded) }));
}

export interface Summary {
  readonly measured: number;
  readonly printed: number;
  /** Points between print and measurement, as shown (two decimals), where they are farthest apart. */
  readonly largestDifference: number;
  /** The fewest and the most epochs behind a measured cell. */
  readonly epochs: readonly [fewest: number, most: number];
}

/** The view's two numbers; null where nothing is measured. */
export function summaryOf(comparisons: readonly Comparison[]): Summary | null {
  const apart = comparisons.flatMap(({ cell, measured }) =>
    measured === null
      ? []
      : [Math.abs(Math.round(100 * measured.percent) - Math.round(100 * cell.percent)) / 100],
  );
  if (apart.length === 0) return null;
  const epochs = comparisons.flatMap(({ measured }) => (measured === null ? [] : [measured.epochs]));
  return {
    measured: apart.length,
    printed: comparisons.length,
    largestDifference: Math.max(...apart),
    epochs: [Math.min(...epochs), Math.max(...epochs)],
  };
}

/** Table 5 as CSV: what is not measured stays empty. */
export function table5Csv(comparisons: readonly Comparison[]): string {
  const header = [
    "network",
    "data",
    "run",
    "printed_epochs",
    "printed_percent",
    "measured_percent",
    "lowest_percent",
    "highest_percent",
    "measured_epochs",
    "seeds",
    "device",
    "date",
    "command",
  ];
  return toCsv(
    header,
    comparisons.map(({ cell, measured }) => {
      const each = (value: (run: RecordedRun) => string | number) => [
        ...new Set(measured?.runs.map(value) ?? []),
      ];
      return [
        cell.net,
        cell.data,
        cell.run,
        cell.epochs ?? Number.NaN,
        cell.percent,
        rounded(measured?.percent),
        rounded(measured?.lowest),
        rounded(measured?.highest),
        measured?.epochs ?? Number.NaN,
        each(({ seed }) => seed).join(" "),
        each(({ device }) => device).join("; "),
        each(({ date }) => date).join(" "),
        each(({ command }) => command).join("; "),
      ];
    }),
  );
}

function rounded(percent: number | undefined): number {
  return percent === undefined ? Number.NaN : Math.round(100 * percent) / 100;
}

/** The ends of the scale that a column of Table 5 is drawn on: round numbers around all its values. */
export function scaleOf(comparisons: readonly Comparison[]): readonly [from: number, to: number] {
  const values = comparisons.flatMap(({ cell, measured }) =>
    measured === null ? [cell.percent] : [cell.percent, measured.lowest, measured.highest],
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = high - low < 2 ? 0.5 : 5;
  return [Math.floor(low / step) * step, Math.min(100, Math.ceil(high / step) * step)];
}
