import { useDeferredValue, useMemo } from "react";
import { curveByK, END_K, END_SIGMA_B, END_SIGMA_C, type Figure3Curves } from "../../theory/figure3Curves.ts";
import { FIGURE_3 } from "../../theory/paper.ts";
import { bestK, relativeError } from "../../theory/relativeError.ts";
import { FIGURE3 } from "../strings/figure3.ts";
import type { Axis } from "./axes.ts";
import { type Cursor, FunctionPlot } from "./FunctionPlot.tsx";

/** An axis from 0 with ticks at every `step`; the last one carries the word. */
function axis(to: number, step: number, word: (value: string) => string = (value) => value): Axis {
  const ticks = Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, i) => {
    const at = Number((i * step).toFixed(6));
    return { at, text: at + step > to + 1e-9 ? word(String(at)) : String(at) };
  });
  return { from: 0, to, ticks };
}

const BY_K = axis(END_K, 1, FIGURE3.k);
const BY_SIGMA_B = axis(END_SIGMA_B, 1, FIGURE3.v);
const BY_SIGMA_C = axis(END_SIGMA_C, 2, FIGURE3.v);
const ERROR = axis(2, 0.5);
const BEST = axis(1.6, 0.5);

/** The point of the figure that is read, and how to move it. */
export interface Figure3Point {
  readonly k: number;
  readonly sigma: number;
  readonly move: (point: { readonly k?: number; readonly sigma?: number }) => void;
}

export interface Figure3PanelsProps {
  readonly curves: Figure3Curves;
  /** Left out: nothing is read. */
  readonly point?: Figure3Point;
}

/** Figure 3: the exact curves, with the printed statements of section 2.2 as marks. */
export function Figure3Panels({ curves, point }: Figure3PanelsProps) {
  const { byK, best, highest, bySigma, minimum, printed } = curves;
  const sigma = minimum.sigma.toFixed(3);
  const highestK = highest.y.toFixed(2);
  const highestAt = highest.x.toFixed(2);
  const cursors = useCursors(point);
  return (
    <>
      <figure>
        <figcaption>
          <b>{FIGURE3.a}</b>
          {cursors !== null && <output>{cursors.a.cursor.text}</output>}
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeA}
          x={BY_K}
          y={ERROR}
          lines={byK.map(({ sigma: v, points }) => ({ points, end: FIGURE3.v(String(v)) }))}
          {...cursors?.a}
          rules={[{ axis: "x", at: FIGURE_3.k, text: FIGURE3.printedK }]}
          marks={byK.map(({ lowest }) => ({ ...lowest, text: "" }))}
        />
        <p>{FIGURE3.noteA(byK.map(({ lowest }) => lowest.x.toFixed(2)))}</p>
      </figure>
      <figure>
        <figcaption>
          <b>{FIGURE3.b}</b>
          {cursors !== null && <output>{cursors.b.cursor.text}</output>}
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeB(highestK, highestAt, sigma)}
          x={BY_SIGMA_B}
          y={BEST}
          lines={[{ points: best, end: "" }]}
          {...cursors?.b}
          rules={[
            { axis: "y", at: FIGURE_3.k, text: FIGURE3.printedK },
            { axis: "x", at: FIGURE_3.below, text: FIGURE3.upTo },
          ]}
          marks={[{ ...highest, text: highestK }]}
        />
        <p>{FIGURE3.noteB(highestK, highestAt)}</p>
      </figure>
      <figure>
        <figcaption>
          <b>{FIGURE3.c}</b>
          {cursors !== null && <output>{cursors.c.cursor.text}</output>}
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeC(sigma, minimum.error.toFixed(4))}
          x={BY_SIGMA_C}
          y={ERROR}
          lines={[{ points: bySigma, end: "" }]}
          {...cursors?.c}
          rules={[{ axis: "x", at: FIGURE_3.v, text: FIGURE3.printedV }]}
          marks={[{ x: minimum.sigma, y: minimum.error, text: FIGURE3.exactV(sigma), below: true }]}
        />
        <p>
          {FIGURE3.noteC(
            printed.error.toFixed(4),
            minimum.error.toFixed(4),
            printed.meanMagnitude.toFixed(2),
            minimum.meanMagnitude.toFixed(2),
          )}
        </p>
      </figure>
    </>
  );
}

/** What of the point each panel shows: (a) its curve as well. */
function useCursors(point: Figure3Point | undefined) {
  const k = useDeferredValue(point?.k ?? 0);
  const sigma = useDeferredValue(point?.sigma ?? 1);
  const values = useMemo(
    () => ({
      curve: curveByK(sigma).points,
      error: relativeError(k, sigma),
      best: bestK(sigma),
      zero: relativeError(0, sigma),
    }),
    [k, sigma],
  );
  if (point === undefined) return null;
  const { move } = point;
  const cursor = (of: Omit<Cursor, "step">): { cursor: Cursor } => ({ cursor: { ...of, step: 0.01 } });
  const text = (value: number, digits = 3) => value.toFixed(digits);
  return {
    a: {
      ...cursor({
        x: k,
        y: values.error,
        text: FIGURE3.reading(text(k, 2), text(sigma, 2), text(values.error)),
        label: FIGURE3.moveK,
        onMove: (x) => move({ k: x }),
      }),
      chosen: values.curve,
    },
    b: cursor({
      x: sigma,
      y: values.best,
      text: FIGURE3.best(text(sigma, 2), text(values.best)),
      label: FIGURE3.moveV,
      onMove: (x) => move({ sigma: x }),
    }),
    c: cursor({
      x: sigma,
      y: values.zero,
      text: FIGURE3.reading("0", text(sigma, 2), text(values.zero)),
      label: FIGURE3.moveV,
      onMove: (x) => move({ sigma: x }),
    }),
  };
}
