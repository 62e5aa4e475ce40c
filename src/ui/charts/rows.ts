import type { Series } from "../series.ts";

/** What every run measured after one step; null where a run measured nothing then. */
export interface TableRow {
  readonly step: number;
  readonly epoch: number;
  readonly values: readonly (number | null)[];
}

/**
 * At most `most` rows of the runs' samples, newest first and evenly chosen, each step once: a run
 * that begins later shares the steps it has.
 * @returns the rows, and how many there are in all.
 */
export function tableRows(runs: readonly Series[], most: number): { rows: TableRow[]; all: number } {
  const epochs = new Map<number, number>();
  for (const series of runs)
    for (let i = 0; i < series.length; i++) epochs.set(series.at("step", i), series.at("epoch", i));
  const steps = [...epochs.keys()].sort((a, b) => b - a);
  const stride = Math.max(1, Math.ceil(steps.length / most));
  const rows = steps
    .filter((_, i) => i % stride === 0)
    .map((step) => {
      const epoch = epochs.get(step) ?? Number.NaN;
      return { step, epoch, values: runs.map((series) => valueAt(series, step, epoch)) };
    });
  return { rows, all: steps.length };
}

function valueAt(series: Series, step: number, epoch: number): number | null {
  const index = series.nearest(epoch);
  return index >= 0 && series.at("step", index) === step ? series.at("value", index) : null;
}
