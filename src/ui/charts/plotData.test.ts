import { describe, expect, it } from "vitest";
import { Series } from "../series.ts";
import { bandBetween, spread } from "./plotData.ts";

function means(values: readonly number[]): Series {
  const series = new Series(1);
  values.forEach((value, i) => {
    series.push({ step: i, epoch: i, value });
  });
  return series;
}

describe("the gap band", () => {
  it("is behind while the first leads and ahead otherwise", () => {
    expect(bandBetween(means([1, 2]), means([3, 1]), (value) => value)).toEqual([
      { x: 0, behind: [1, 1], ahead: [1, 3] },
      { x: 1, behind: [1, 2], ahead: [1, 1] },
    ]);
  });

  it("needs two tests of both, ends at the newest and stays small", () => {
    const long = means(Array.from({ length: 1234 }, (_, i) => i));
    const band = bandBetween(long, long, (value) => value);
    expect(band.length).toBeLessThanOrEqual(400);
    expect(band.at(-1)?.x).toBe(1233);
    expect(bandBetween(means([1]), means([1]), (value) => value)).toEqual([]);
    expect(bandBetween(undefined, long, (value) => value)).toEqual([]);
  });
});

it("labels closer than their height move down, never up", () => {
  expect(spread([10, 12], 18)).toEqual([10, 28]);
  expect(spread([30, 12], 18)).toEqual([30, 12]);
  expect(spread([14, 10, 12], 18)).toEqual([46, 10, 28]);
});
