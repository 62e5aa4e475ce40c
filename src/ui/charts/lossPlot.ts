import type { Curves } from "../curves.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { type Axis, lossAxis } from "./axes.ts";
import { plotSeries } from "./plotData.ts";

/** Everything the plot of the losses shows, from the curves as they stand (`version` says that they moved). */
export function lossPlot(curves: Curves, x: Axis, _version = 0) {
  const series = plotSeries(curves.losses, Math.log10);
  const heights = series.flatMap(({ raw }) => raw.map((point) => point.y));
  const y = lossAxis(Math.min(...heights), Math.max(...heights));
  const ends = [...curves.losses].flatMap(([run, losses]) => {
    const mean = losses.last("mean");
    if (!Number.isFinite(mean) || mean <= 0) return [];
    return [
      {
        run,
        x: losses.last("epoch"),
        y: Math.log10(mean),
        word: RUN_WORDS[run].label,
        value: lossText(mean),
      },
    ];
  });
  const [first] = curves.losses.values();
  return { data: { x, y, series, band: [], targets: [] }, ends, window: first?.window ?? 1 };
}

/** Two significant digits below 1, as on the axis. */
export function lossText(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 10 || value === 0) return value.toFixed(1);
  return value < 0.001 ? value.toExponential(1) : value.toFixed(value < 0.1 ? 4 : 3);
}
