import { useLayoutEffect, useRef } from "react";
import type { DatasetInfo } from "../../data/dataset.ts";

export interface PixelsProps {
  /** [row][column][channel]. */
  readonly pixels: Uint8Array;
  readonly info: Pick<DatasetInfo, "height" | "width" | "channels">;
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
}

/** An image of a data set: its colours, or grey values as ink on paper (and light on dark in dark colours: styles/look.css). */
export function Pixels({ pixels, info, label }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width, channels } = info;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const picture = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const [red = 0, green = red, blue = red] = pixels.subarray(i * channels, (i + 1) * channels);
      picture.data.set([red, green, blue, 255], 4 * i);
    }
    context.putImageData(picture, 0, 0);
  }, [pixels, width, height, channels]);
  const grey = channels === 1 ? "grey" : "";
  return (
    <canvas
      ref={canvas}
      className={`pixels ${grey}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
