import { useMemo } from "react";
import { groupOf } from "../../runs/record.ts";
import type { RunName } from "../../train/events.ts";
import { type Axis, ratio } from "../charts/axes.ts";
import { spread } from "../charts/plotData.ts";
import type { CurvePoint } from "../series.ts";
import { runClass } from "../shell/Mark.tsx";
import { useRace } from "../storeContext.ts";
import { RUNS } from "../strings/runs.ts";
import { type BandPoint, bandOf } from "./band.ts";
import { useRuns } from "./runsContext.ts";

/** The picture's units: its size on the page stretches it. */
const UNITS = 1000;
const MAX_POINTS = 160;
const LABEL_HEIGHT = 16;

export interface GhostLinesProps {
  readonly what: "tests" | "losses";
  readonly x: Axis;
  readonly y: Axis;
  /** Of the plot in pixels, to keep labels apart. */
  readonly height: number;
  /** Turns a measured value into a height. */
  readonly transform: (value: number) => number;
}

/** Past runs behind the race: smoothed, thin and grey, each in its network's dash, with its seed. */
export function GhostLines({ what, x, y, height, transform }: GhostLinesProps) {
  const ghosts = useGhosts(what, transform);
  const bands = useBands(what, transform);
  if (ghosts.length === 0 && bands.lanes.length === 0) return null;
  const place = (point: CurvePoint) =>
    `${(ratio(x, point.x) * UNITS).toFixed(1)} ${((1 - ratio(y, point.y)) * UNITS).toFixed(1)}`;
  const line = (points: readonly CurvePoint[]) =>
    points.length === 0 ? "" : `M${points.map(place).join("L")}`;
  const labels = ghosts.flatMap(({ id, label, lines }) => {
    const end = lines.at(-1)?.points.at(-1);
    return end === undefined ? [] : [{ id, label, end }];
  });
  const tops = spread(
    labels.map(({ end }) => (1 - ratio(y, end.y)) * height + LABEL_HEIGHT / 2),
    LABEL_HEIGHT,
  );
  return (
    <>
      <svg className="ghosts" viewBox={`0 0 ${UNITS} ${UNITS}`} preserveAspectRatio="none" aria-hidden="true">
        {bands.lanes.map(({ run, points }) => (
          <g key={run} className={runClass(run)}>
            <path className="range" d={`${line(rangeOf(points))}Z`} />
            <path className="middle" d={line(points.map((point) => ({ x: point.x, y: point.mean })))} />
          </g>
        ))}
        {ghosts.flatMap(({ id, lines }) =>
          lines.map(({ run, points }) => (
            <path key={`${id} ${run}`} className={`ghost ${runClass(run)}`} d={line(points)} />
          )),
        )}
      </svg>
      {labels.map(({ id, label, end }, i) => (
        <span
          key={id}
          className="ghost-label"
          style={{ left: `${Math.min(1, ratio(x, end.x)) * 100}%`, top: `${tops[i] ?? 0}px` }}
        >
          {label}
        </span>
      ))}
      {bands.lanes.length > 0 && <span className="band-label">{RUNS.bandLabel(bands.seeds)}</span>}
    </>
  );
}

function useGhosts(what: "tests" | "losses", transform: (value: number) => number) {
  const runs = useRuns((state) => state.runs);
  const shown = useRuns((state) => state.shown);
  const all = useRuns((state) => state.curves);
  const raceId = useRace((state) => state.race?.id);
  return useMemo(
    () =>
      (runs ?? [])
        .filter(({ id, pinned }) => id !== raceId && (pinned || shown.has(id)))
        .map(({ id, config }) => ({
          id,
          label: RUNS.ghost(config.seed),
          lines: [...(all.get(id)?.[what] ?? [])].map(([run, series]) => ({
            run,
            points: series.curve("mean", MAX_POINTS, transform),
          })),
        })),
    [runs, shown, all, raceId, what, transform],
  );
}

/** The group that is drawn as one; the race at hand belongs to it with its own curves. */
function useBands(what: "tests" | "losses", transform: (value: number) => number) {
  const runs = useRuns((state) => state.runs);
  const group = useRuns((state) => state.band);
  const all = useRuns((state) => state.curves);
  const race = useRace((state) => state.race);
  const curves = useRace((state) => state.curves);
  const version = useRace((state) => (what === "tests" ? state.testVersion : state.lossVersion));
  return useMemo(() => {
    // `version` says that the race's own curves moved.
    const none: { seeds: number; lanes: { run: RunName; points: readonly BandPoint[] }[] } = {
      seeds: 0,
      lanes: [],
    };
    if (group === null || version < 0) return none;
    const members = (runs ?? []).filter(({ config }) => groupOf(config) === group);
    const drawn = members.flatMap(({ id }) => (id === race?.id ? curves : (all.get(id) ?? [])));
    return { seeds: drawn.length, lanes: [...bandOf(drawn, what, transform)] };
  }, [runs, group, all, race, curves, version, what, transform]);
}

/** Along the highest values and back along the lowest. */
function rangeOf(points: readonly BandPoint[]): CurvePoint[] {
  const high = points.map(({ x, high: y }) => ({ x, y }));
  const low = points.map(({ x, low: y }) => ({ x, y }));
  return [...high, ...low.reverse()];
}
