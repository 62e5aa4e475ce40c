import type { ReactNode } from "react";
import { Heat, type HeatProps } from "../pictures/Heat.tsx";
import { CELLS } from "./surfaces.ts";

export interface PictureProps extends HeatProps {
  readonly title: ReactNode;
  readonly tools?: ReactNode;
  readonly className: string;
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
  readonly xEnd: string;
  readonly xName: string;
  readonly yName: string;
  /** The limits of the colours, printed under a bar of them. */
  readonly scale?: { readonly kind: "ink" | "difference"; readonly ends: readonly string[] };
  readonly caption?: string;
  /** Words at the foot of the picture, from this share of its width on or up to its right end. */
  readonly words?: { readonly text: string; readonly from?: number };
  /** Lines on top, in cells from the upper left corner. */
  readonly children: ReactNode;
}

/** A square of colours with lines on it, its axes named, and the limits of its colours beneath. */
export function Picture(props: PictureProps) {
  const {
    title,
    tools,
    className,
    label,
    values,
    ramp,
    xEnd,
    xName,
    yName,
    scale,
    caption,
    words,
    children,
  } = props;
  return (
    <figure className={`picture ${className}`}>
      <figcaption>
        <b>{title}</b>
        {tools}
      </figcaption>
      <div className="square">
        <Heat values={values} ramp={ramp} />
        <svg viewBox={`0 0 ${CELLS} ${CELLS}`} role="img" aria-label={label}>
          {children}
        </svg>
        {words !== undefined && (
          <span
            className="words"
            style={
              words.from === undefined ? { right: 2 } : { left: `min(${100 * words.from}%, 100% - 9.5em)` }
            }
          >
            {words.text}
          </span>
        )}
        <span className="y-name math">{yName}</span>
        <span className="x-ends">
          <span>0</span>
          <i className="math">{xName}</i>
          <span>{xEnd}</span>
        </span>
      </div>
      {scale !== undefined && (
        <div className={`scale-bar ${scale.kind}`}>
          {scale.ends.map((end) => (
            <span key={end}>{end}</span>
          ))}
        </div>
      )}
      {caption !== undefined && <p>{caption}</p>}
    </figure>
  );
}
