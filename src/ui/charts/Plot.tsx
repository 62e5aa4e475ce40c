import { useElementSize } from "@mantine/hooks";
import { lazy, type PointerEvent, type ReactNode, Suspense, useMemo } from "react";
import type { RunName } from "../../train/events.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark, runClass } from "../shell/Mark.tsx";
import { type Axis, share, type Tick } from "./axes.ts";
import { type PlotData, spread } from "./plotData.ts";
import { RawLines } from "./RawLines.tsx";

const PlotLines = lazy(() => import("./PlotLines.tsx").then((module) => ({ default: module.PlotLines })));

/** Height a label at the end of a line needs. */
const LABEL_HEIGHT = 18;

/** Room kept beyond the last epoch for those labels: words and value, or on a phone the value alone. */
const LABEL_ROOM = 140;
const LABEL_ROOM_NARROW = 52;
const NARROW = 560;

/** Pixels that the word at the last tick, and the labels of the paper's values, take. */
const LAST_TICK_WIDTH = 76;
const TARGET_WIDTH = 84;

/** Ticks closer than this leave each other out. */
const TICK_HEIGHT = 15;

/** The newest point of a run, with its label. */
export interface PlotEnd {
  readonly run: RunName;
  readonly x: number;
  readonly y: number;
  readonly word: string;
  readonly value: string;
}

/** Where a run started that did not start with the others, with what it could do then. */
export interface PlotStart {
  readonly run: RunName;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface PlotProps {
  /** What the plot shows, for those who do not see it. */
  readonly label: string;
  readonly data: PlotData;
  readonly ends: readonly PlotEnd[];
  readonly starts?: readonly PlotStart[];
  /** The delay: from one epoch to another at a height. */
  readonly bracket: {
    readonly from: number;
    readonly to: number;
    readonly at: number;
    readonly text: string;
  } | null;
  /** Where a run stopped by a problem. */
  readonly stop: { readonly x: number; readonly text: string } | null;
  /** The epoch pointed at, in this or a neighbouring plot, and what to read there. */
  readonly pointer: { readonly x: number; readonly read: ReactNode } | null;
  /** Drawn beneath everything, on these axes in an area so many pixels high. */
  readonly behind?: (x: Axis, y: Axis, height: number) => ReactNode;
  readonly onPoint: (epoch: number | null) => void;
}

/** A plot: lines by the chart library, everything said about them as text of the page. */
export function Plot({ label, data, ends, starts = [], bracket, stop, pointer, behind, onPoint }: PlotProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const { y, targets } = data;
  const x = useMemo(() => withRoom(data.x, width), [data.x, width]);
  const left = (value: number) => `${share(x, value) * 100}%`;
  const top = (value: number) => (1 - share(y, value)) * 100;
  const tops = ends.map((end) => (top(end.y) / 100) * height);
  const labelTops = spread(tops, LABEL_HEIGHT);
  const lastTick = share(x, data.x.to) * width;
  const xTicks = data.x.ticks.filter(
    (tick) => tick.at === data.x.to || lastTick - share(x, tick.at) * width > LAST_TICK_WIDTH,
  );

  function move(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const epoch = x.from + ((event.clientX - box.left) / box.width) * (x.to - x.from);
    onPoint(epoch >= data.x.from && epoch <= data.x.to ? epoch : null);
  }

  return (
    <div className="plot" role="img" aria-label={label}>
      <div
        className="area"
        ref={ref}
        onPointerMove={move}
        onPointerDown={move}
        onPointerLeave={() => onPoint(null)}
      >
        {behind?.(x, y, height)}
        <RawLines x={x} y={y} series={data.series} />
        <Suspense fallback={null}>
          <PlotLines {...data} x={x} />
        </Suspense>
        {readable(y, height).map((tick) => (
          <span key={tick.at} className="y-tick" style={{ top: `${top(tick.at)}%` }}>
            {tick.text}
          </span>
        ))}
        {xTicks.map((tick, i) => (
          <span
            key={tick.at}
            className={`x-tick${i === 0 ? " first" : ""}${i === xTicks.length - 1 ? " last" : ""}`}
            style={{ left: left(tick.at) }}
          >
            {tick.text}
          </span>
        ))}
        {targets.map(({ run, at, text }, i) => (
          <span
            key={run}
            className={`target-label ${runClass(run)}${i === 0 ? "" : " below"}`}
            style={{ top: `${top(at)}%` }}
          >
            {text}
          </span>
        ))}
        {bracket !== null && (
          <span
            className="bracket"
            style={{
              left: left(bracket.from),
              width: `${(share(x, bracket.to) - share(x, bracket.from)) * 100}%`,
              top: `${top(bracket.at)}%`,
            }}
          >
            <b style={{ left: `${Math.max(6, TARGET_WIDTH - share(x, bracket.from) * width)}px` }}>
              {bracket.text}
            </b>
          </span>
        )}
        {stop !== null && (
          <span className="stop-line" style={{ left: left(stop.x) }}>
            <b>
              <Icon name="stop" />
              {stop.text}
            </b>
          </span>
        )}
        {starts.map((start) => (
          <span
            key={start.run}
            className={`start-mark ${runClass(start.run)}`}
            style={{ left: left(start.x), top: `${top(start.y)}%` }}
          >
            <Mark run={start.run} size={11} />
            <b className={share(x, start.x) > 0.7 ? "left" : undefined}>{start.text}</b>
          </span>
        ))}
        {ends.map((end, i) => (
          <span key={end.run}>
            <i
              className={`end-mark ${runClass(end.run)}`}
              style={{ left: left(end.x), top: `${top(end.y)}%` }}
            >
              <Mark run={end.run} size={11} />
            </i>
            <span
              className={`end-label ${runClass(end.run)}`}
              style={{ left: left(end.x), top: `${labelTops[i] ?? 0}px` }}
            >
              <span>{end.word} </span>
              {end.value}
            </span>
          </span>
        ))}
        {pointer !== null && (
          <span
            className={share(x, pointer.x) > 0.6 ? "pointer left" : "pointer"}
            style={{ left: left(pointer.x) }}
          >
            <span>{pointer.read}</span>
          </span>
        )}
      </div>
    </div>
  );
}

/** The same axis, its end moved out by the room for labels. */
function withRoom(axis: Axis, width: number): Axis {
  const room = width < NARROW ? LABEL_ROOM_NARROW : LABEL_ROOM;
  return width <= 2 * room
    ? axis
    : { ...axis, to: axis.from + ((axis.to - axis.from) * width) / (width - room) };
}

/** The ticks that do not touch, the top one first: it carries the unit. */
function readable(axis: Axis, height: number): readonly Tick[] {
  const kept: Tick[] = [];
  for (const tick of [...axis.ticks].reverse()) {
    const above = kept.at(-1);
    const far = above === undefined || (share(axis, above.at) - share(axis, tick.at)) * height >= TICK_HEIGHT;
    if (far) kept.push(tick);
  }
  return kept;
}
