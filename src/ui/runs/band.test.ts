import { expect, it } from "vitest";
import { type Curves, emptyCurves, record } from "../curves.ts";
import { bandOf } from "./band.ts";

/** One network tried at these steps. */
function tried(values: readonly (readonly [step: number, accuracy: number])[]): Curves {
  const curves = emptyCurves(["smin"]);
  for (const [step, accuracy] of values)
    record(curves, {
      type: "test",
      run: "smin",
      step,
      epoch: step / 10,
      accuracy,
      loss: 1,
      images: 10,
      whole: false,
    });
  return curves;
}

it("several seeds are drawn as mean and range of the steps that two of them share", () => {
  const members = [
    tried([
      [10, 0.2],
      [20, 0.4],
      [30, 0.9],
    ]),
    tried([
      [10, 0.4],
      [20, 0.8],
    ]),
  ];
  const [lane] = bandOf(members, "tests", (value) => 100 * value);
  expect(lane?.run).toBe("smin");
  expect(lane?.points.map(({ x }) => x)).toEqual([1, 2]);
  for (const [i, wanted] of [
    { low: 20, mean: 30, high: 40 },
    { low: 40, mean: 60, high: 80 },
  ].entries())
    for (const [name, value] of Object.entries(wanted))
      expect(lane?.points[i]?.[name as "low"]).toBeCloseTo(value, 9);
});

it("one seed alone has no range", () => {
  expect(bandOf([tried([[10, 0.2]])], "tests", (value) => value)).toEqual([]);
});
