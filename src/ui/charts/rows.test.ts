import { expect, it } from "vitest";
import { Series } from "../series.ts";
import { tableRows } from "./rows.ts";

function measured(from: number, values: readonly number[]): Series {
  const series = new Series(1);
  values.forEach((value, i) => {
    series.push({ step: from + i, epoch: (from + i) / 10, value });
  });
  return series;
}

it("a run that begins later shares the rows of the steps it has, newest first", () => {
  expect(tableRows([measured(1, [0.1, 0.2, 0.3]), measured(2, [0.7, 0.8])], 250).rows).toEqual([
    { step: 3, epoch: 0.3, values: [0.3, 0.8] },
    { step: 2, epoch: 0.2, values: [0.2, 0.7] },
    { step: 1, epoch: 0.1, values: [0.1, null] },
  ]);
});

it("a run tested before the others' first step has a row of its own", () => {
  const [first] = tableRows([measured(5, [0.5]), measured(0, [0.9])], 250).rows.slice(-1);
  expect(first).toEqual({ step: 0, epoch: 0, values: [null, 0.9] });
});

it("long tables are thinned, and say how many rows there are", () => {
  const values = Array.from({ length: 1000 }, (_, i) => i);
  const { rows, all } = tableRows([measured(0, values)], 250);
  expect([rows.length, all, rows[0]?.step]).toEqual([250, 1000, 999]);
});
