import { memo } from "react";
import type { CurvePoint } from "../series.ts";
import { runClass } from "../shell/Mark.tsx";
import { type Axis, ratio } from "./axes.ts";
import type { PlotSeries } from "./plotData.ts";

/** The picture's units: its size on the page stretches it. */
const UNITS = 1000;

export interface RawLinesProps {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly PlotSeries[];
}

/**
 * The values as measured, behind the means. They are most of a plot's points and need nothing of the
 * chart library, which spends a hundred times more on each point than one path does.
 */
export const RawLines = memo(function RawLines({ x, y, series }: RawLinesProps) {
  return (
    <svg className="raws" viewBox={`0 0 ${UNITS} ${UNITS}`} preserveAspectRatio="none" aria-hidden="true">
      {[...series].reverse().map(({ run, raw }) => (
        <path key={run} className={runClass(run)} d={pathOf(raw, x, y)} />
      ))}
    </svg>
  );
});

function pathOf(points: readonly CurvePoint[], x: Axis, y: Axis): string {
  const at = (point: CurvePoint) =>
    `${(ratio(x, point.x) * UNITS).toFixed(1)} ${((1 - ratio(y, point.y)) * UNITS).toFixed(1)}`;
  return points.length === 0 ? "" : `M${points.map(at).join("L")}`;
}
