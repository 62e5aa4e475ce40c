import { randomBits, STREAM, stepSeed } from "../math/random.ts";

/** How training images are changed at each step: the paper does not change them. */
export const AUGMENTATIONS = {
  none: { name: "none", shift: 0, flip: false },
  shift: { name: "shift", shift: 4, flip: false },
  "shift-flip": { name: "shift and flip", shift: 4, flip: true },
} as const satisfies Record<string, Augmentation>;

export interface Augmentation {
  readonly name: string;
  /** Most pixels an image moves, up or down and left or right; what comes in is black. */
  readonly shift: number;
  /** Mirror every second image, left to right. */
  readonly flip: boolean;
}

export type AugmentationName = keyof typeof AUGMENTATIONS;

/**
 * The pixel of a training image that lands at (row, column): twin of `source` in shaders/batch.wgsl.
 * Outside the image it is black. `place` is the image's place in the batch of `step` (from 0).
 */
export function sourcePixel(
  { shift, flip }: Augmentation,
  where: { readonly seed: number; readonly step: number; readonly place: number },
  [row, column]: readonly [number, number],
  width: number,
): readonly [number, number] {
  const word = (index: number) =>
    randomBits(stepSeed(where.seed, where.step), STREAM.augment, 3 * where.place + index);
  const moved = (index: number) => (word(index) % (2 * shift + 1)) - shift;
  const mirrored = flip && word(2) % 2 === 1;
  return [row + moved(0), (mirrored ? width - 1 - column : column) + moved(1)];
}
