import type { RunName } from "../../train/events.ts";
import type { CurvePoint, Series } from "../series.ts";
import type { Axis } from "./axes.ts";

/** Points drawn of one series: more would slow the page and not be seen. A mean needs fewer. */
const MAX_POINTS = 320;
const MAX_MEAN_POINTS = 160;

export interface PlotSeries {
  readonly run: RunName;
  /** As measured, thin. */
  readonly raw: readonly CurvePoint[];
  /** Smoothed, thick. */
  readonly mean: readonly CurvePoint[];
}

/** The gap between the two means: one of the two ranges is empty, by who leads. */
export interface BandPoint {
  readonly x: number;
  readonly behind: readonly [number, number];
  readonly ahead: readonly [number, number];
}

/** What the lines of a plot are drawn from. */
export interface PlotData {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly PlotSeries[];
  readonly band: readonly BandPoint[];
  readonly targets: readonly { readonly run: RunName; readonly at: number; readonly text: string }[];
}

/** Curves of every run that has begun, thinned. `transform` turns a measured value into a height. */
export function plotSeries(
  curves: ReadonlyMap<RunName, Series>,
  transform: (value: number) => number,
): PlotSeries[] {
  const begun = [...curves].filter(([, series]) => series.length > 0);
  return begun.map(([run, series]) => ({
    run,
    raw: series.curve("value", MAX_POINTS, transform),
    mean: series.curve("mean", MAX_MEAN_POINTS, transform),
  }));
}

/** The band between the means of the first two runs, at evenly chosen tests they share. */
export function bandBetween(
  first: Series | undefined,
  second: Series | undefined,
  transform: (value: number) => number,
): BandPoint[] {
  const shared = Math.min(first?.length ?? 0, second?.length ?? 0);
  if (first === undefined || second === undefined || shared < 2) return [];
  const stride = Math.max(1, Math.ceil(shared / MAX_MEAN_POINTS));
  const band: BandPoint[] = [];
  for (let i = (shared - 1) % stride; i < shared; i += stride) {
    const a = transform(first.at("mean", i));
    const b = transform(second.at("mean", i));
    const low = Math.min(a, b);
    band.push({ x: first.at("epoch", i), behind: [low, a], ahead: [low, b] });
  }
  return band;
}

/** Moves labels apart: tops in pixels, from top to bottom, at least `apart` between neighbours. */
export function spread(tops: readonly number[], apart: number): number[] {
  const order = tops.map((_, i) => i).sort((i, j) => (tops[i] ?? 0) - (tops[j] ?? 0));
  const moved = [...tops];
  let free = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    moved[i] = Math.max(tops[i] ?? 0, free);
    free = (moved[i] ?? 0) + apart;
  }
  return moved;
}
