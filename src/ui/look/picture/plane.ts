/** Brightness in rows: value [row * width + column], 0 to 1. */
export interface Plane {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** A part of a plane in pixels; its edges may lie between pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How much of each pixel from `from` to `to` lies in between, as [pixel, share of the length]. */
function covered(from: number, to: number, size: number): [index: number, share: number][] {
  const parts: [number, number][] = [];
  for (let i = Math.max(0, Math.floor(from)); i < Math.min(size, Math.ceil(to)); i++) {
    const length = Math.min(to, i + 1) - Math.max(from, i);
    if (length > 0) parts.push([i, length / (to - from)]);
  }
  return parts;
}

/**
 * A plane in other pixels, each the mean of the area it covers; beyond the plane is 0.
 * @param area what the new pixels cover together.
 * @returns the values of `columns` x `rows` pixels in rows.
 */
export function resampled(plane: Plane, area: Area, columns: number, rows: number): Float64Array {
  const across = Array.from({ length: columns }, (_, i) => edges(area.left, area.width / columns, i));
  const down = Array.from({ length: rows }, (_, i) => edges(area.top, area.height / rows, i));
  const byColumn = across.map(([from, to]) => covered(from, to, plane.width));
  const byRow = down.map(([from, to]) => covered(from, to, plane.height));
  const result = new Float64Array(columns * rows);
  byRow.forEach((lines, row) => {
    byColumn.forEach((places, column) => {
      let sum = 0;
      for (const [y, tall] of lines) {
        for (const [x, wide] of places) sum += tall * wide * (plane.values[y * plane.width + x] ?? 0);
      }
      result[row * columns + column] = sum;
    });
  });
  return result;
}

const edges = (start: number, step: number, i: number) => [start + i * step, start + (i + 1) * step] as const;
