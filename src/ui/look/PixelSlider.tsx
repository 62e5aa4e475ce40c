import type { KeyboardEvent, PointerEvent } from "react";
import { cornerOf, type Window } from "../../reference/terms.ts";
import { Heat } from "../pictures/Heat.tsx";
import { inkRamp } from "../pictures/palette.ts";
import { MICROSCOPE } from "../strings/lookMicroscope.ts";
import type { Spot } from "./lookStore.ts";
import { FrameMark } from "./Slide.tsx";

export interface PixelSliderProps {
  /** One channel of the input, as shares of the scale. */
  readonly values: Float32Array;
  /** Which channel that is. */
  readonly channel: number;
  readonly window: Window;
  readonly spot: Spot;
  readonly onMove: (spot: Spot) => void;
}

/** The whole input: a slider over its pixels, by arrow keys, mouse and touch. */
export function PixelSlider({ values, channel, window, spot, onMove }: PixelSliderProps) {
  const { H, W, C, kh, kw } = window;
  const move = (row: number, column: number, map = spot.channel) => onMove({ channel: map, row, column });
  const byPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    move(Math.floor(((event.clientY - top) / height) * H), Math.floor(((event.clientX - left) / width) * W));
  };
  const byKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [down, right, on] = step;
    move(spot.row + down, spot.column + right, spot.channel + on);
  };
  return (
    <figure>
      <div
        className="slide whole"
        role="slider"
        tabIndex={0}
        aria-label={MICROSCOPE.position}
        aria-valuemin={1}
        aria-valuemax={H * W}
        aria-valuenow={spot.row * W + spot.column + 1}
        aria-valuetext={MICROSCOPE.place(spot.channel, spot.row, spot.column)}
        style={{ aspectRatio: `${W} / ${H}` }}
        onKeyDown={byKey}
        onPointerDown={byPointer}
        onPointerMove={byPointer}
      >
        <Heat values={values} columns={W} ramp={inkRamp} />
        <FrameMark columns={W} rows={H} {...cornerOf(window)} width={kw} height={kh} />
      </div>
      <figcaption>{MICROSCOPE.input(channel, C)}</figcaption>
    </figure>
  );
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number, map: number]>> = {
  ArrowUp: [-1, 0, 0],
  ArrowDown: [1, 0, 0],
  ArrowLeft: [0, -1, 0],
  ArrowRight: [0, 1, 0],
  PageUp: [0, 0, -1],
  PageDown: [0, 0, 1],
};
