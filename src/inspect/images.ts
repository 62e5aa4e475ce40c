import type { DatasetInfo } from "../data/dataset.ts";

/** An image's bytes [row][column][channel] as a network takes them: (pixel / 255 - mean) / std, CHW. */
export function normalised(
  pixels: Uint8Array,
  { height, width, channels, mean, std }: DatasetInfo,
): Float32Array<ArrayBuffer> {
  const area = height * width;
  return Float32Array.from({ length: channels * area }, (_, i) => {
    const channel = Math.floor(i / area);
    const pixel = pixels[(i % area) * channels + channel] ?? 0;
    return (pixel / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
}
