import type { RunName } from "../../train/events.ts";

/** What one network has in every tile: [tile][plane][row][column]; NaN where a tile has no cell. */
export interface TileValues {
  readonly run: RunName;
  readonly values: Float32Array;
}

/** Small pictures of one layer, all of one size and as many of every network. */
export interface Tiles {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 3: red, green and blue of a picture in colours. */
  readonly planes: 1 | 3;
  readonly lanes: readonly TileValues[];
}

/** A cell of a tile, counted from 0. */
export interface Cursor {
  readonly tile: number;
  readonly row: number;
  readonly column: number;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What colours mean, and the limits that are printed: ink above 0 and purple below, purple and green, or colours around grey. */
export interface Scale extends Range {
  readonly kind: "ink" | "signed" | "colours";
}

/** What the values of one tile come to. */
export interface Summary extends Range {
  /** Mean magnitude. */
  readonly mean: number;
}

/** A tile of every network, and its differences. */
export interface TileSummary {
  readonly lanes: readonly Summary[];
  readonly differences: readonly Summary[];
}

/** In which order tiles stand. */
export type Order = "number" | "difference" | "activity";

/** Values of a tile in a plane. */
export const cellsOf = ({ height, width }: Pick<Tiles, "height" | "width">) => height * width;

/**
 * Every other network minus the first, [tile][row][column]. In colours: of the channel that differs most, so
 * that only what is equal in all three is 0.
 */
export function differencesOf(tiles: Tiles): TileValues[] {
  const [first, ...others] = tiles.lanes;
  const { count, planes } = tiles;
  const cells = cellsOf(tiles);
  return others.map(({ run, values }) => {
    const result = new Float32Array(count * cells);
    for (let i = 0; i < result.length; i++) {
      const start = Math.floor(i / cells) * planes * cells + (i % cells);
      let most = 0;
      for (let at = start; at < start + planes * cells; at += cells) {
        const difference = (values[at] as number) - ((first as TileValues).values[at] as number);
        if (!(Math.abs(difference) <= Math.abs(most))) most = difference;
      }
      result[i] = most;
    }
    return { run, values: result };
  });
}

/** The least and the greatest of values and their mean magnitude, from `start` up to `end`; NaN is left out. */
function summaryOf(values: Float32Array, start: number, end: number): Summary {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += Math.abs(value);
    count++;
  }
  return count > 0 ? { low, high, mean: sum / count } : { low: 0, high: 0, mean: 0 };
}

/** What every tile comes to. */
export function summariesOf(tiles: Tiles, differences: readonly TileValues[]): TileSummary[] {
  const cells = cellsOf(tiles);
  const of = (size: number, tile: number) => (lane: TileValues) =>
    summaryOf(lane.values, tile * size, (tile + 1) * size);
  return Array.from({ length: tiles.count }, (_, tile) => ({
    lanes: tiles.lanes.map(of(tiles.planes * cells, tile)),
    differences: differences.map(of(cells, tile)),
  }));
}

/** The limits of all these tiles together. */
export function limitsOf(summaries: readonly Summary[]): Range {
  let [low, high] = [0, 0];
  for (const [i, summary] of summaries.entries()) {
    low = i === 0 ? summary.low : Math.min(low, summary.low);
    high = i === 0 ? summary.high : Math.max(high, summary.high);
  }
  return { low, high };
}

/** A scale as far below 0 as above. */
export function aroundZero(kind: Scale["kind"], { low, high }: Range): Scale {
  const most = Math.max(-low, high);
  return { kind, low: -most, high: most };
}

/** A scale of values that are hardly ever below 0. */
export function inInk({ low, high }: Range): Scale {
  return { kind: "ink", low: Math.min(0, low), high: Math.max(0, high) };
}

/** Tiles in an order: by number, or the one with the largest mean first. */
export function ordered(summaries: readonly TileSummary[], order: Order): number[] {
  const numbers = summaries.map((_, i) => i);
  if (order === "number") return numbers;
  const key = order === "difference" ? "differences" : "lanes";
  const size = summaries.map((summary) => summary[key].reduce((sum, { mean }) => sum + mean, 0));
  return numbers.sort((a, b) => (size[b] as number) - (size[a] as number) || a - b);
}

/** Tiles of one cell each as the cells of a single tile, in an order, so many to a row. */
export function asOne(tiles: Tiles, order: readonly number[], columns: number): Tiles {
  const width = Math.min(columns, tiles.count);
  const height = Math.ceil(tiles.count / width);
  const lanes = tiles.lanes.map(({ run, values }) => ({
    run,
    values: inOrder(values, order, width * height),
  }));
  return { count: 1, height, width, planes: 1, lanes };
}

function inOrder(values: Float32Array, order: readonly number[], length: number): Float32Array {
  const result = new Float32Array(length).fill(Number.NaN);
  for (const [i, tile] of order.entries()) result[i] = values[tile] as number;
  return result;
}

/** Where a key leads from a cell: across an edge into the tile beside it; null: the key is of no use here. */
export function moved(
  { tile, row, column }: Cursor,
  key: string,
  { height, width }: Pick<Tiles, "height" | "width">,
  order: readonly number[],
): Cursor | null {
  const at = order.indexOf(tile);
  const beside = (by: -1 | 1, entering: number): Cursor => {
    const next = order[at + by];
    return next === undefined ? { tile, row, column } : { tile: next, row, column: entering };
  };
  switch (key) {
    case "ArrowLeft":
      return column > 0 ? { tile, row, column: column - 1 } : beside(-1, width - 1);
    case "ArrowRight":
      return column < width - 1 ? { tile, row, column: column + 1 } : beside(1, 0);
    case "ArrowUp":
      return { tile, row: Math.max(0, row - 1), column };
    case "ArrowDown":
      return { tile, row: Math.min(height - 1, row + 1), column };
    case "Home":
      return { tile, row, column: 0 };
    case "End":
      return { tile, row, column: width - 1 };
    case "PageUp":
      return beside(-1, column);
    case "PageDown":
      return beside(1, column);
    default:
      return null;
  }
}
