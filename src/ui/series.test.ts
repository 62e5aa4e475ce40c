import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimate, Series } from "./series.ts";

function seriesOf(values: readonly number[], maxWindow = 1, capacity = 1000): Series {
  const series = new Series(maxWindow, capacity);
  values.forEach((value, i) => {
    series.push({ step: i + 1, epoch: i / 10, value });
  });
  return series;
}

describe("a series", () => {
  it("keeps samples in order and the newest at hand", () => {
    const series = seriesOf([3, 1, 2]);
    expect([0, 1, 2].map((i) => series.at("value", i))).toEqual([3, 1, 2]);
    expect(series.last("step")).toBe(3);
  });

  it("lets the oldest give way when full", () => {
    const series = seriesOf([1, 2, 3, 4, 5, 6, 7], 1, 5);
    expect(series.length).toBe(5);
    expect([0, 1, 2, 3, 4].map((i) => series.at("value", i))).toEqual([3, 4, 5, 6, 7]);
  });

  it("grows past its first allocation", () => {
    const values = Array.from({ length: 900 }, (_, i) => i);
    expect(
      seriesOf(values)
        .curve("value", 1000)
        .map((p) => p.y),
    ).toEqual(values);
  });

  it("takes the mean of a quarter of the samples so far, up to the window", () => {
    const series = seriesOf([0, 0, 0, 0, 8, 8, 8, 8], 2);
    expect(series.window).toBe(2);
    expect(series.at("mean", 3)).toBe(0);
    expect(series.at("mean", 4)).toBe(8);
    expect(series.at("mean", 7)).toBe(8);
    expect(seriesOf([0, 0, 0, 0, 0, 0, 0, 8], 2).last("mean")).toBe(4);
  });

  it("smooths before it thins: the thinned mean consists of means of all samples", () => {
    const values = Array.from({ length: 800 }, (_, i) => Math.sin(i) + (i % 100 === 0 ? 50 : 0));
    const series = seriesOf(values, 19);
    const means = new Set(Array.from({ length: 800 }, (_, i) => series.at("mean", i)));
    const thinned = series.curve("mean", 100);
    expect(thinned.length).toBeLessThanOrEqual(100);
    expect(thinned.every((point) => means.has(point.y))).toBe(true);
  });

  it("finds the sample nearest to an epoch", () => {
    const series = seriesOf([5, 6, 7, 8]);
    expect(series.nearest(-1)).toBe(0);
    expect(series.nearest(0.14)).toBe(1);
    expect(series.nearest(0.16)).toBe(2);
    expect(series.nearest(9)).toBe(3);
    expect(new Series(1).nearest(0)).toBe(-1);
  });

  it("draws no point for a value that is not finite", () => {
    expect(seriesOf([1, Number.NaN, Number.POSITIVE_INFINITY, 2]).curve("value", 10)).toEqual([
      { x: 0, y: 1 },
      { x: 0.3, y: 2 },
    ]);
  });
});

describe("decimation", () => {
  const heights = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 600,
  });

  it("keeps both ends, the extremes and the order, and only points of the curve", () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: 6, max: 100 }), (ys, max) => {
        const kept = decimate(ys.length, (i) => ys[i] ?? Number.NaN, max);
        const keptYs = kept.map((i) => ys[i] as number);
        expect(kept.length).toBeLessThanOrEqual(max);
        expect([kept[0], kept.at(-1)]).toEqual([0, ys.length - 1]);
        expect(Math.max(...keptYs)).toBe(Math.max(...ys));
        expect(Math.min(...keptYs)).toBe(Math.min(...ys));
        expect(kept.every((index, k) => k === 0 || index > (kept[k - 1] as number))).toBe(true);
      }),
    );
  });

  it("keeps all of a short curve and leaves out what is not finite", () => {
    expect(decimate(3, (i) => [1, Number.NaN, 2][i] as number, 10)).toEqual([0, 2]);
    expect(decimate(0, () => 0, 10)).toEqual([]);
    const broken = decimate(1000, (i) => (i > 500 ? Number.NaN : i), 20);
    expect(broken.at(-1)).toBe(500);
  });
});
