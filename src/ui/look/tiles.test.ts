import { describe, expect, it } from "vitest";
import {
  aroundZero,
  asOne,
  differencesOf,
  inInk,
  limitsOf,
  moved,
  ordered,
  summariesOf,
  type Tiles,
} from "./tiles.ts";

const tiles = (first: number[], second: number[], shape: Partial<Tiles> = {}): Tiles => ({
  count: 2,
  height: 1,
  width: 2,
  planes: 1,
  lanes: [
    { run: "exact", values: Float32Array.from(first) },
    { run: "smin", values: Float32Array.from(second) },
  ],
  ...shape,
});

describe("Tiles of two networks", () => {
  it("differ by the second minus the first, cell by cell", () => {
    const [difference] = differencesOf(tiles([1, 2, 3, 4], [1, 0, 4, -4]));
    expect(difference?.run).toBe("smin");
    expect([...(difference?.values ?? [])]).toEqual([0, -2, 1, -8]);
  });

  it("in colours differ by the channel that differs most, so that only equal colours give 0", () => {
    // Two tiles of two cells: red, green and blue, a plane after the other.
    const red = [1, 1, 0, 0];
    const green = [0, 2, 0, 0];
    const blue = [0, 0, 0, 5];
    const planes = (tile: number) =>
      [red, green, blue].flatMap((plane) => plane.slice(2 * tile, 2 * tile + 2));
    const coloured = tiles([...planes(0), ...planes(1)], new Array(12).fill(0), { planes: 3 });
    expect([...(differencesOf(coloured)[0]?.values ?? [])]).toEqual([-1, -2, 0, -5]);
  });

  it("share the limits of both, and cells without a value count for nothing", () => {
    const some = tiles([1, 2, -0.5, Number.NaN], [0, 3.5, 2, Number.NaN]);
    const summaries = summariesOf(some, differencesOf(some));
    expect(limitsOf(summaries.flatMap(({ lanes }) => lanes))).toEqual({ low: -0.5, high: 3.5 });
    expect(summaries[1]?.lanes[0]).toEqual({ low: -0.5, high: -0.5, mean: 0.5 });
    expect(limitsOf(summaries.flatMap(({ differences }) => differences))).toEqual({ low: -1, high: 2.5 });
    expect(limitsOf([])).toEqual({ low: 0, high: 0 });
  });

  it("are in ink with limits that include 0, or in colours as far below 0 as above", () => {
    expect(inInk({ low: 1, high: 3 })).toEqual({ kind: "ink", low: 0, high: 3 });
    expect(inInk({ low: -0.5, high: 3 })).toEqual({ kind: "ink", low: -0.5, high: 3 });
    expect(aroundZero("signed", { low: -4, high: 3 })).toEqual({ kind: "signed", low: -4, high: 4 });
  });

  it("stand by number, by the largest difference or by activity; equal ones by number", () => {
    const some = tiles([9, 9, 1, 1, 0, 0], [9, 9, 1, 3, 0, 0], { count: 3 });
    const summaries = summariesOf(some, differencesOf(some));
    expect(ordered(summaries, "number")).toEqual([0, 1, 2]);
    expect(ordered(summaries, "difference")).toEqual([1, 0, 2]);
    expect(ordered(summaries, "activity")).toEqual([0, 1, 2]);
  });

  it("of one cell each stand side by side in one, in their order; what is left over is empty", () => {
    const units = tiles([1, 2, 3], [4, 5, 6], { count: 3, width: 1 });
    const one = asOne(units, [2, 0, 1], 2);
    expect([one.count, one.height, one.width]).toEqual([1, 2, 2]);
    expect([...(one.lanes[1]?.values ?? [])]).toEqual([6, 4, 5, Number.NaN]);
  });
});

describe("A key in a tile", () => {
  const size = { height: 2, width: 3 };
  const order = [4, 1, 7];
  const press = (key: string, tile: number, row: number, column: number) =>
    moved({ tile, row, column }, key, size, order);

  it("moves by a cell, and stops at the upper and the lower edge", () => {
    expect(press("ArrowRight", 1, 0, 0)).toEqual({ tile: 1, row: 0, column: 1 });
    expect(press("ArrowDown", 1, 0, 0)).toEqual({ tile: 1, row: 1, column: 0 });
    expect(press("ArrowDown", 1, 1, 0)).toEqual({ tile: 1, row: 1, column: 0 });
    expect(press("ArrowUp", 1, 0, 0)).toEqual({ tile: 1, row: 0, column: 0 });
  });

  it("crosses the other edges into the tile beside it, in the order shown", () => {
    expect(press("ArrowRight", 1, 1, 2)).toEqual({ tile: 7, row: 1, column: 0 });
    expect(press("ArrowLeft", 1, 1, 0)).toEqual({ tile: 4, row: 1, column: 2 });
    expect(press("ArrowRight", 7, 1, 2)).toEqual({ tile: 7, row: 1, column: 2 });
    expect(press("PageDown", 4, 1, 1)).toEqual({ tile: 1, row: 1, column: 1 });
    expect(press("End", 4, 1, 1)).toEqual({ tile: 4, row: 1, column: 2 });
  });

  it("that means nothing here stays the page's", () => {
    expect(press("r", 1, 0, 0)).toBeNull();
  });
});
