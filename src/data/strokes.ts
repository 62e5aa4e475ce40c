import type { Glyph, Piece } from "./glyphs.ts";

/** Moves a point of a glyph, for instance to pixels: writes x, y of the result at `out[at]`, `out[at + 1]`. */
export type Warp = (x: number, y: number, out: Float64Array, at: number) => void;

/** Straight parts in place of one span between two points of a curve. */
const PARTS = 5;

/**
 * The straight segments x0, y0, x1, y1 of a glyph's paths after a warp. The warp sees every given
 * point once, so a corner stays closed when it moves points at random.
 */
export function segments(glyph: Glyph, warp: Warp): number[] {
  const result: number[] = [];
  for (const path of glyph) {
    let start: readonly [number, number] | null = null;
    for (const piece of path) start = appendPiece(result, warpPiece(piece, start, warp));
  }
  return result;
}

function warpPiece(piece: Piece, start: readonly [number, number] | null, warp: Warp): Float64Array {
  const offset = start === null ? 0 : 2;
  const points = new Float64Array(piece.length + offset);
  if (start !== null) points.set(start);
  for (let i = 0; i < piece.length; i += 2)
    warp(piece[i] as number, piece[i + 1] as number, points, i + offset);
  return points;
}

/** A Catmull-Rom curve through the points, as segments; gives back its end. */
function appendPiece(result: number[], points: Float64Array): readonly [number, number] {
  const last = points.length / 2 - 1;
  const value = (index: number, axis: number) =>
    points[2 * Math.max(0, Math.min(last, index)) + axis] as number;
  let x = value(0, 0);
  let y = value(0, 1);
  // Two points make a straight line: one part is enough.
  const parts = last === 1 ? 1 : PARTS;
  for (let span = 0; span < last; span++) {
    for (let part = 1; part <= parts; part++) {
      const t = part / parts;
      const nextX = curve(value(span - 1, 0), value(span, 0), value(span + 1, 0), value(span + 2, 0), t);
      const nextY = curve(value(span - 1, 1), value(span, 1), value(span + 1, 1), value(span + 2, 1), t);
      result.push(x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }
  return [x, y];
}

/** Catmull-Rom between b (t = 0) and c (t = 1). */
function curve(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * Draws segments with a round pen of the given radius: coverage[row * size + column] is raised to
 * between 0 and 1 where the pen passes, with an edge `softness` pixels wide. Pixel (column, row) has
 * its centre at (column + 0.5, row + 0.5). Only the box around each segment is visited.
 */
export function drawSegments(
  coverage: Float64Array,
  size: number,
  parts: readonly number[],
  radius: number,
  softness: number,
): void {
  const reach = radius + softness / 2;
  // Beyond it the pen surely does not reach: no root is needed to know that.
  const farthest = reach * reach * (1 + 1e-9);
  for (let i = 0; i < parts.length; i += 4) {
    const x0 = parts[i] as number;
    const y0 = parts[i + 1] as number;
    const dx = (parts[i + 2] as number) - x0;
    const dy = (parts[i + 3] as number) - y0;
    const squared = dx * dx + dy * dy;
    const left = Math.max(0, Math.floor(Math.min(x0, x0 + dx) - reach));
    const right = Math.min(size - 1, Math.floor(Math.max(x0, x0 + dx) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y0 + dy) - reach));
    const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x0;
        const py = row + 0.5 - y0;
        const along = squared > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / squared)) : 0;
        const ox = px - along * dx;
        const oy = py - along * dy;
        const distance = ox * ox + oy * oy;
        if (distance > farthest) continue;
        const covered = Math.min(1, (reach - Math.sqrt(distance)) / softness);
        const place = row * size + column;
        if (covered > (coverage[place] as number)) coverage[place] = covered;
      }
    }
  }
}
