import type { DatasetInfo, Split } from "../data/dataset.ts";

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

/** `count` images of a split from `start` on (from its beginning again behind the last), normalised, NCHW. */
export function imagesOf(
  { images, count: all }: Split,
  info: DatasetInfo,
  start: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const size = info.height * info.width * info.channels;
  const values = new Float32Array(count * size);
  for (let k = 0; k < count; k++) {
    const at = ((start + k) % all) * size;
    values.set(normalised(images.subarray(at, at + size), info), k * size);
  }
  return values;
}
