import { expect, test } from "vitest";
import { GLYPHS, type Glyph } from "./glyphs.ts";
import { drawSegments, segments, type Warp } from "./strokes.ts";

const asGiven: Warp = (x, y, out, at) => {
  out[at] = x;
  out[at + 1] = y;
};

test("a piece starts where the one before it ended, also when points are moved at random", () => {
  let moves = 0;
  const wobbly: Warp = (x, y, out, at) => {
    out[at] = x + 0.37 * moves++;
    out[at + 1] = y - 0.11 * moves;
  };
  const glyph: Glyph = [
    [
      [0, 0, 10, 0],
      [10, 10],
      [5, 15, 0, 10],
    ],
  ];
  const parts = segments(glyph, wobbly);
  for (let i = 4; i < parts.length; i += 4) expect(parts.slice(i, i + 2)).toEqual(parts.slice(i - 2, i));
});

test("two points make one straight segment, three a curve through them", () => {
  expect(segments([[[1, 2, 3, 4]]], asGiven)).toEqual([1, 2, 3, 4]);
  const parts = segments([[[0, 0, 10, 10, 20, 0]]], asGiven);
  expect(parts).toHaveLength(2 * 5 * 4);
  expect(parts.slice(18, 20)).toEqual([10, 10]);
  expect(parts.slice(-2)).toEqual([20, 0]);
});

test("the pen covers what is within its radius, fades over its edge and leaves the rest", () => {
  const coverage = new Float64Array(100);
  drawSegments(coverage, 10, [2, 5, 8, 5], 1, 1);
  const row = (y: number) => Array.from(coverage.subarray(10 * y, 10 * y + 10));
  expect(row(4).slice(2, 8)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(row(4)).toEqual(row(5));
  expect(row(3).slice(2, 8)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(coverage[41]).toBeGreaterThan(0.5);
  expect(coverage[40]).toBe(0);
});

test("a pen that leaves the image draws what lies inside", () => {
  const coverage = new Float64Array(16);
  drawSegments(coverage, 4, [-3, 1.5, 9, 1.5], 0.5, 1);
  expect(Array.from(coverage.subarray(4, 8))).toEqual([1, 1, 1, 1]);
});

test("there are ten digits, each written in several ways inside its box", () => {
  expect(GLYPHS).toHaveLength(10);
  for (const ways of GLYPHS) {
    expect(ways.length).toBeGreaterThan(2);
    const numbers = ways.flat(3);
    expect(numbers.length % 2).toBe(0);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(50);
  }
});
