import { memo, useLayoutEffect, useRef } from "react";
import { useTheme } from "../shell/theme.ts";
import { paint } from "./paint.ts";
import type { Scale } from "./tiles.ts";

export interface TileProps {
  /** Of many tiles, one behind the other. */
  readonly values: Float32Array;
  readonly tile: number;
  readonly planes?: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly scale: Scale;
}

/** One tile as pixels. */
export const Tile = memo(function Tile({ values, tile, planes = 1, height, width, scale }: TileProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    const size = planes * height * width;
    if (canvas.current) paint(canvas.current, values.subarray(tile * size, (tile + 1) * size), scale, theme);
  }, [values, tile, planes, height, width, scale, theme]);
  return <canvas ref={canvas} width={width} height={height} />;
});
