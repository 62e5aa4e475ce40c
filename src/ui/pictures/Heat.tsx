import { useLayoutEffect, useRef } from "react";
import { useTheme } from "../shell/theme.ts";
import type { Colour } from "./palette.ts";

export interface HeatProps {
  /** Row by row, as shares of the scale. NaN stays empty. */
  readonly values: Float64Array | Float32Array;
  /** Cells in a row; left out: the values are a square. */
  readonly columns?: number;
  /** Colours in the theme shown now. */
  readonly ramp: (probe: HTMLElement) => (share: number) => Colour;
}

/** A rectangle of values as colours. */
export function Heat({ values, ramp, columns = Math.sqrt(values.length) }: HeatProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const rows = values.length / columns;
  // biome-ignore lint/correctness/useExhaustiveDependencies: tokens have other colours in another theme
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const colour = ramp(element);
    const picture = context.createImageData(columns, rows);
    for (const [i, value] of values.entries())
      if (!Number.isNaN(value)) picture.data.set([...colour(value), 255], 4 * i);
    context.putImageData(picture, 0, 0);
  }, [values, ramp, columns, rows, theme]);
  return <canvas ref={canvas} width={columns} height={rows} />;
}
