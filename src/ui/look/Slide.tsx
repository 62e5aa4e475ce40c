import type { ReactNode } from "react";
import type { Window } from "../../reference/terms.ts";
import { Heat, type HeatProps } from "../pictures/Heat.tsx";

export interface SlideProps {
  readonly label: string;
  /** kh rows of kw values, as shares of the scale. */
  readonly values: Float32Array;
  readonly ramp: HeatProps["ramp"];
  readonly window: Pick<Window, "kh" | "kw">;
  /** The place that is marked, in its channel. */
  readonly place: number;
  /** The caption. */
  readonly children: ReactNode;
}

/** A patch or a filter, the term's place in it marked. */
export function Slide({ label, values, ramp, window, place, children }: SlideProps) {
  const { kh, kw } = window;
  const marked = { left: place % kw, top: Math.floor(place / kw), width: 1, height: 1 };
  return (
    <figure>
      <div className="slide" role="img" aria-label={label} style={{ aspectRatio: `${kw} / ${kh}` }}>
        <Heat values={values} columns={kw} ramp={ramp} />
        <FrameMark columns={kw} rows={kh} {...marked} />
      </div>
      <figcaption>{children}</figcaption>
    </figure>
  );
}

export interface FrameMarkProps {
  /** Of the picture. */
  readonly columns: number;
  readonly rows: number;
  /** Of the frame, in cells of the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A light and a dark line around some cells of a picture. */
export function FrameMark({ columns, rows, left, top, width, height }: FrameMarkProps) {
  const share = (value: number, of: number) => `${(100 * value) / of}%`;
  return (
    <span
      className="frame-mark"
      style={{
        left: share(left, columns),
        top: share(top, rows),
        width: share(width, columns),
        height: share(height, rows),
      }}
    />
  );
}
