import { useElementSize } from "@mantine/hooks";
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import type { CurvePoint } from "../series.ts";
import { type Axis, share } from "./axes.ts";
import { spread } from "./plotData.ts";

const FILL = { position: "absolute", inset: 0, width: "100%", height: "100%" } as const;

/** Height that the words at the end of a line need. */
const LABEL_HEIGHT = 15;

/** A line the paper's text draws: at a value of an axis, with its words. */
export interface Rule {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly text: string;
}

/** A point on a curve that the visitor moves along x. */
export interface Cursor extends CurvePoint {
  readonly text: string;
  /** What is moved. */
  readonly label: string;
  readonly step: number;
  readonly onMove: (x: number) => void;
}

export interface FunctionPlotProps {
  /** What the plot shows, for those who do not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Each with the words at its end. */
  readonly lines: readonly { readonly points: readonly CurvePoint[]; readonly end: string }[];
  readonly rules: readonly Rule[];
  /** Points with their words above or below them. */
  readonly marks: readonly (CurvePoint & { readonly text: string; readonly below?: boolean })[];
  readonly cursor?: Cursor;
  /** The curve that the cursor is on, where it is none of the lines. */
  readonly chosen?: readonly CurvePoint[];
}

/** Curves of a formula: no runs and no colours, the words around them text of the page. */
export function FunctionPlot({ label, x, y, lines, rules, marks, cursor, chosen }: FunctionPlotProps) {
  const { ref, height } = useElementSize<HTMLDivElement>();
  const ends = spread(
    lines.map(({ points }) => (1 - share(y, points.at(-1)?.y ?? 0)) * height),
    LABEL_HEIGHT,
  );
  const left = (value: number) => `${100 * share(x, value)}%`;
  const top = (value: number) => `${100 * (1 - share(y, value))}%`;
  return (
    <div className="plot op-other">
      <div className="area" ref={ref}>
        <div className="drawn" role="img" aria-label={label}>
          <LineChart
            responsive
            style={FILL}
            margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis hide type="number" dataKey="x" domain={[x.from, x.to]} allowDataOverflow />
            <YAxis
              hide
              type="number"
              domain={[y.from, y.to]}
              ticks={y.ticks.map(({ at }) => at)}
              allowDataOverflow
            />
            <CartesianGrid vertical={false} stroke="var(--grid)" />
            {rules.map(({ axis, at }) => (
              <ReferenceLine
                key={`${axis}${at}`}
                {...{ [axis]: at }}
                className="target"
                stroke="var(--ink-2)"
              />
            ))}
            {lines.map(({ points, end }, i) => (
              <Line
                key={end}
                data={[...points]}
                dataKey="y"
                stroke="var(--ink)"
                strokeWidth={1.75}
                strokeOpacity={1 - 0.13 * i}
                dot={false}
                activeDot={false}
                type="linear"
                isAnimationActive={false}
              />
            ))}
            {chosen !== undefined && (
              <Line
                data={[...chosen]}
                dataKey="y"
                stroke="var(--smin-line)"
                strokeWidth={2.25}
                dot={false}
                activeDot={false}
                type="linear"
                isAnimationActive={false}
              />
            )}
          </LineChart>
          {y.ticks.map(({ at, text }) => (
            <span key={at} className="y-tick" style={{ top: top(at) }}>
              {text}
            </span>
          ))}
          {x.ticks.map(({ at, text }, i) => (
            <span
              key={at}
              className={`x-tick${i === 0 ? " first" : ""}${i === x.ticks.length - 1 ? " last" : ""}`}
              style={{ left: left(at) }}
            >
              {text}
            </span>
          ))}
          {lines.map(({ end }, i) => (
            <span key={end} className="line-end" style={{ top: `${ends[i] ?? 0}px` }}>
              {end}
            </span>
          ))}
          {rules.map(({ axis, at, text }) => (
            <span
              key={text}
              className={`rule-label ${axis}`}
              style={axis === "x" ? { left: left(at) } : { top: top(at) }}
            >
              {text}
            </span>
          ))}
          {marks.map((mark) => (
            <span
              key={mark.x}
              className={mark.below === true ? "point-mark below" : "point-mark"}
              style={{ left: left(mark.x), top: top(mark.y) }}
            >
              <b>{mark.text}</b>
            </span>
          ))}
          {cursor !== undefined && (
            <span className="cursor" style={{ left: left(cursor.x), top: top(cursor.y) }} />
          )}
        </div>
        {cursor !== undefined && (
          <input
            type="range"
            min={x.from}
            max={x.to}
            step={cursor.step}
            value={cursor.x}
            aria-label={cursor.label}
            aria-valuetext={cursor.text}
            onChange={(event) => cursor.onMove(Number(event.target.value))}
          />
        )}
      </div>
    </div>
  );
}
