import { type AccuracyFigure, figureCells } from "../../theory/paper.ts";
import type { RunName } from "../../train/events.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { type Axis, epochAxis } from "../charts/axes.ts";
import type { PlotEnd } from "../charts/Plot.tsx";
import { bandBetween, type PlotData, plotSeries } from "../charts/plotData.ts";
import { emptyCurves } from "../curves.ts";
import { type Delay, delayOf, standingOf } from "../race/gap.ts";
import type { Series } from "../series.ts";
import { CHART, percent, RUN_WORDS } from "../strings/race.ts";

/** The recorded curves of one of Figures 4 to 6: of each run the longest. */
export function figureRuns(
  { net, data }: AccuracyFigure,
  recorded: readonly RecordedRun[],
): readonly RecordedRun[] {
  const cells = figureCells(net, data);
  return cells.flatMap((cell) => {
    const of = recorded.filter((run) => run.cell === cell.id && run.run === cell.run);
    const longest = of.reduce<RecordedRun | null>(
      (best, run) => (best === null || run.epochs > best.epochs ? run : best),
      null,
    );
    return longest === null ? [] : [longest];
  });
}

/** Curves as the charts take them, up to an epoch. */
export function curvesUpTo(runs: readonly RecordedRun[], epoch: number): ReadonlyMap<RunName, Series> {
  const { tests } = emptyCurves(runs.map(({ run }) => run));
  for (const { run, tests: recorded, images: whole } of runs) {
    for (const [i, at] of recorded.epoch.entries()) {
      if (at > epoch) break;
      tests.get(run)?.push({
        step: recorded.step[i] ?? Number.NaN,
        epoch: at,
        value: recorded.accuracy[i] ?? Number.NaN,
        images: recorded.images[i] ?? Number.NaN,
        whole: recorded.images[i] === whole ? 1 : 0,
      });
    }
  }
  return tests;
}

/** The last epoch of any of the runs. */
export function lastEpoch(runs: readonly RecordedRun[]): number {
  return Math.max(0, ...runs.map(({ tests }) => tests.epoch.at(-1) ?? 0));
}

/**
 * How many epochs min-selector trains longer than multiplication for the same accuracy, at the end of
 * its run; null where the curves do not say.
 */
export function slowness(
  curves: ReadonlyMap<RunName, Series>,
): (Delay & { readonly accuracy: number }) | null {
  const exact = curves.get("exact");
  const smin = curves.get("smin");
  const behind = smin === undefined ? null : standingOf(smin);
  if (exact === undefined || behind === null) return null;
  const delay = delayOf(exact, behind);
  return delay === null ? null : { ...delay, accuracy: behind.accuracy };
}

export interface FigurePlot {
  readonly data: PlotData;
  readonly ends: readonly PlotEnd[];
}

/**
 * What a figure shows of its curves so far. The axes are those of the whole runs, so that nothing moves
 * while a run is replayed.
 */
export function figurePlot(
  figure: AccuracyFigure,
  runs: readonly RecordedRun[],
  curves: ReadonlyMap<RunName, Series>,
): FigurePlot {
  const printed = figureCells(figure.net, figure.data).filter((cell) =>
    runs.some(({ run }) => run === cell.run),
  );
  const height = (fraction: number) => 100 * fraction;
  return {
    data: {
      x: epochAxis(lastEpoch(runs), CHART.epoch),
      y: figureAxis([...printed.map((cell) => cell.percent), ...runs.map(({ accuracy }) => 100 * accuracy)]),
      series: plotSeries(curves, height),
      band: bandBetween(curves.get("exact"), curves.get("smin"), height),
      targets: printed.map((cell) => ({ run: cell.run, at: cell.percent, text: cell.percent.toFixed(2) })),
    },
    ends: [...curves].flatMap(([run, tests]) => {
      const standing = standingOf(tests);
      return standing === null
        ? []
        : [
            {
              run,
              x: standing.epoch,
              y: height(tests.last("mean")),
              word: RUN_WORDS[run].label,
              value: percent(standing.accuracy),
            },
          ];
    }),
  };
}

/** An accuracy axis in percent that shows the ends of all curves and some of the way to them. */
export function figureAxis(ends: readonly number[]): Axis {
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const shown = Math.max(4, 3 * (high - low));
  const step = shown > 40 ? 20 : shown > 12 ? 10 : shown > 6 ? 2 : 1;
  const to = Math.min(100, high + shown / 12);
  const from = Math.max(0, Math.floor((high - shown) / step) * step);
  const ticks = [];
  for (let at = from; at <= to; at += step) ticks.push({ at, text: String(at) });
  return { from, to, ticks };
}
