import { type Distribution, draw } from "../../theory/distribution.ts";
import { CELLS } from "./surfaces.ts";

/** Draws of both operands that the pictures are made of. */
export const DRAWS = 65_536;

const SEED = 42;

/** |x| and |w| of so many independent pairs. */
export interface Pairs {
  readonly x: Float64Array;
  readonly w: Float64Array;
}

export function drawPairs(x: Distribution, w: Distribution): Pairs {
  const magnitudes = (of: Distribution, stream: number) =>
    Float64Array.from({ length: DRAWS }, (_, i) => Math.abs(draw(of, SEED, stream, i)));
  return { x: magnitudes(x, 1), w: magnitudes(w, 2) };
}

/** Share of the draws that a picture shows. */
const SHOWN = 0.99;

/** An end for axes that show both operands: 99 % of either lie below it. Two digits. */
export function limitOf({ x, w }: Pairs): number {
  return roundedUp(Math.max(quantile(x), quantile(w)));
}

/** How often h = |x||w| meets g(|x|, |w|): counts of CELLS x CELLS boxes, from the largest h down. */
export interface Cloud {
  readonly counts: Float64Array;
  /** Ends of the axes: of g to the right, of h upwards. */
  readonly g: number;
  readonly h: number;
}

export function cloudOf({ x, w }: Pairs, product: (a: number, b: number) => number): Cloud {
  const h = x.map((a, i) => a * (w[i] as number));
  const g = x.map((a, i) => product(a, w[i] as number));
  const ends = { h: roundedUp(quantile(h)), g: roundedUp(quantile(g.map(Math.abs))) };
  const counts = new Float64Array(CELLS * CELLS);
  for (let i = 0; i < h.length; i++) {
    const column = Math.floor(((g[i] as number) / ends.g) * CELLS);
    const row = CELLS - 1 - Math.floor(((h[i] as number) / ends.h) * CELLS);
    if (column < 0 || column >= CELLS || row < 0) continue;
    const box = row * CELLS + column;
    counts[box] = (counts[box] as number) + 1;
  }
  return { counts, ...ends };
}

function quantile(values: Float64Array): number {
  const finite = values.filter(Number.isFinite).sort();
  return finite[Math.floor(SHOWN * (finite.length - 1))] ?? 0;
}

function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}
