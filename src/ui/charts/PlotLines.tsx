import { memo } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from "recharts";
import { runClass } from "../shell/Mark.tsx";
import type { PlotData } from "./plotData.ts";

const FILL = { position: "absolute", inset: 0, width: "100%", height: "100%" } as const;

/** The lines of a plot, and only they: every word around them is text of the page. Never animated. */
export const PlotLines = memo(function PlotLines({ x, y, series, band, targets }: PlotData) {
  return (
    <ComposedChart
      responsive
      style={FILL}
      margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
      data={[...band]}
      accessibilityLayer={false}
    >
      <XAxis hide type="number" dataKey="x" domain={[x.from, x.to]} allowDataOverflow />
      <YAxis
        hide
        type="number"
        domain={[y.from, y.to]}
        ticks={y.ticks.map((tick) => tick.at)}
        allowDataOverflow
      />
      <CartesianGrid vertical={false} stroke="var(--grid)" />
      <Area
        className="band behind"
        dataKey="behind"
        stroke="none"
        type="linear"
        isAnimationActive={false}
        activeDot={false}
      />
      <Area
        className="band ahead"
        dataKey="ahead"
        stroke="none"
        type="linear"
        isAnimationActive={false}
        activeDot={false}
      />
      {targets.map(({ run, at }) => (
        <ReferenceLine key={run} y={at} className={`target ${runClass(run)}`} stroke="var(--ct)" />
      ))}
      {[...series].reverse().map(({ run, mean }) => (
        <Line
          key={run}
          className={`mean ${runClass(run)}`}
          data={[...mean]}
          dataKey="y"
          stroke="var(--c)"
          dot={false}
          activeDot={false}
          type="linear"
          isAnimationActive={false}
        />
      ))}
    </ComposedChart>
  );
});
