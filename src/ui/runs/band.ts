import type { RunName } from "../../train/events.ts";
import type { Curves } from "../curves.ts";
import { decimate, type Series } from "../series.ts";

/** Several runs of one lane as one: mean and range at the steps that at least two of them share. */
export interface LaneBand {
  readonly run: RunName;
  readonly points: readonly BandPoint[];
}

export interface BandPoint {
  /** In epochs. */
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Points drawn of one band. */
const MAX_POINTS = 160;

/**
 * Mean and range over runs that differ in nothing but the seed, of the smoothed values as they are
 * drawn, lane by lane. `transform` turns a measured value into a height.
 */
export function bandOf(
  members: readonly Curves[],
  what: "tests" | "losses",
  transform: (value: number) => number,
): readonly LaneBand[] {
  const runs = [...new Set(members.flatMap((curves) => [...curves[what].keys()]))];
  return runs.flatMap((run) => {
    const series = members.flatMap((curves) => curves[what].get(run) ?? []);
    const points = shared(series).map(({ x, values }) => ({
      x,
      mean: transform(values.reduce((sum, value) => sum + value, 0) / values.length),
      low: transform(Math.min(...values)),
      high: transform(Math.max(...values)),
    }));
    const kept = decimate(points.length, (i) => points[i]?.mean ?? Number.NaN, MAX_POINTS);
    return points.length < 2 ? [] : [{ run, points: kept.map((i) => points[i] as BandPoint) }];
  });
}

function shared(all: readonly Series[]): { x: number; values: number[] }[] {
  const bySteps = new Map<number, { x: number; values: number[] }>();
  for (const series of all) {
    for (let i = 0; i < series.length; i++) {
      const step = series.at("step", i);
      const place = bySteps.get(step) ?? { x: series.at("epoch", i), values: [] };
      place.values.push(series.at("mean", i));
      bySteps.set(step, place);
    }
  }
  return [...bySteps.values()].filter(({ values }) => values.length > 1).sort((a, b) => a.x - b.x);
}
