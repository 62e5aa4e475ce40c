import type { ImageBatchShape } from "../math/layout.ts";
import { dropoutKeeps } from "../math/random.ts";
import type { Values } from "./values.ts";

export interface DropoutAt {
  readonly seed: number;
  /** The training step. */
  readonly step: number;
  /** The number of layers before this one, activations not counted. */
  readonly layer: number;
  /** Share of values set to zero, in [0, 1). */
  readonly rate: number;
}

/**
 * Inverted dropout: drops values or divides them by 1 - rate. The same call takes x to y and dy to
 * dx. Values are NCHW; the mask is drawn in N, H, W, C order, the engine's.
 */
export function dropout(values: Values, { N, C, H, W }: ImageBatchShape, where: DropoutAt): Float64Array {
  const pixels = H * W;
  const result = new Float64Array(N * C * pixels);
  for (let i = 0; i < result.length; i++) {
    const pixel = i % pixels;
    const channel = Math.floor(i / pixels) % C;
    const image = Math.floor(i / (pixels * C));
    const index = (image * pixels + pixel) * C + channel;
    const kept = dropoutKeeps(where.seed, where.step, where.layer, index, where.rate);
    result[i] = kept ? (values[i] as number) / (1 - where.rate) : 0;
  }
  return result;
}
