import { useLayoutEffect, useRef } from "react";
import { useTheme } from "../shell/theme.ts";
import type { Colour } from "./palette.ts";

export interface HeatProps {
  /** Row by row, as shares of the scale; a square. NaN stays empty. */
  readonly values: Float64Array;
  /** Colours in the theme shown now. */
  readonly ramp: (probe: HTMLElement) => (share: number) => Colour;
}

/** A square of values as colours. */
export function Heat({ values, ramp }: HeatProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const side = Math.sqrt(values.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tokens have other colours in another theme
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const colour = ramp(element);
    const picture = context.createImageData(side, side);
    for (const [i, value] of values.entries())
      if (!Number.isNaN(value)) picture.data.set([...colour(value), 255], 4 * i);
    context.putImageData(picture, 0, 0);
  }, [values, ramp, side, theme]);
  return <canvas ref={canvas} width={side} height={side} />;
}
