import type { RunName } from "../../train/events.ts";
import type { Series } from "../series.ts";
import { runClass } from "../shell/Mark.tsx";
import { LOOK } from "../strings/look.ts";

const WIDTH = 200;
const HEIGHT = 48;
const POINTS = 100;

/** The accuracies of a race, small, with a line at the epoch that is shown. */
export function RewindCurve({ tests, epoch }: { tests: ReadonlyMap<RunName, Series>; epoch: number | null }) {
  const lines = [...tests].map(([run, series]) => ({ run, points: series.curve("value", POINTS) }));
  const all = lines.flatMap(({ points }) => points);
  if (all.length < 2) return null;
  const [low, high] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const end = Math.max(...all.map(({ x }) => x)) || 1;
  const place = ({ x, y }: { x: number; y: number }) =>
    `${((WIDTH * x) / end).toFixed(1)},${(2 + (HEIGHT - 4) * (1 - (y - low) / (high - low || 1))).toFixed(1)}`;
  return (
    <svg className="rewind-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={LOOK.curve}>
      {lines.map(({ run, points }) => (
        <polyline key={run} className={runClass(run)} points={points.map(place).join(" ")} />
      ))}
      {epoch !== null && <line x1={(WIDTH * epoch) / end} x2={(WIDTH * epoch) / end} y1="0" y2={HEIGHT} />}
    </svg>
  );
}
