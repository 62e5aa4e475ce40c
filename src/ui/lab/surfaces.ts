import type { Magnitude } from "../../theory/magnitude.ts";

/** Cells along each side of a picture. */
export const CELLS = 96;
/** With one more at each edge, so that a contour ends outside the picture and not along its edge. */
export const SIDE = CELLS + 2;

/** Pictures over (|x|, |w|), both from 0 to `limit`, row by row from the largest |w|, SIDE values a row. */
export interface Surfaces {
  readonly limit: number;
  /** What the darkest ink and the strongest difference stand for: beyond it nothing changes. */
  readonly top: number;
  readonly product: Float64Array;
  readonly operator: Float64Array;
  /** operator - product. */
  readonly difference: Float64Array;
  /** The joint density over its largest value in the picture. */
  readonly density: Float64Array;
}

/** Share of the largest product in the picture at which the ink is full. */
const FULL = 0.6;

/** Heights of the contours of both surfaces, as shares of `limit`: those of min lie evenly. */
const LEVELS = [0.12, 0.24, 0.48, 0.76] as const;

/** The joint density's contours, as shares of its largest value. */
export const DENSITY_LEVELS = [0.05, 0.25, 0.6] as const;

export function surfaceLevels(limit: number): number[] {
  return LEVELS.map((share) => share * limit);
}

/** |x||w|, g and their difference over the square, with the density of the operands on it. */
export function surfaces(
  g: (a: number, b: number) => number,
  x: Magnitude,
  w: Magnitude,
  limit: number,
): Surfaces {
  const at = Float64Array.from({ length: SIDE }, (_, i) => Math.abs(((i - 0.5) / CELLS) * limit));
  const over = (f: (a: number, b: number) => number) => {
    const values = new Float64Array(SIDE * SIDE);
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++)
        values[row * SIDE + column] = f(at[column] as number, at[SIDE - 1 - row] as number);
    return values;
  };
  const [px, pw] = [at.map(x.density), at.map(w.density)];
  const [mostX, mostW] = [Math.max(...px), Math.max(...pw)];
  const density = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++)
      density[row * SIDE + column] =
        ((px[column] as number) / mostX) * ((pw[SIDE - 1 - row] as number) / mostW);
  return {
    limit,
    top: Number((FULL * limit * limit).toPrecision(1)),
    product: over((a, b) => a * b),
    operator: over(g),
    difference: over((a, b) => g(a, b) - a * b),
    density,
  };
}
