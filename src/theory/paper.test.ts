import { describe, expect, test } from "vitest";
import { ACCURACY_FIGURES, figureCells, TABLE_5 } from "./paper.ts";

describe("Table 5", () => {
  test("has twelve cells, each with a name of its own", () => {
    expect(new Set(TABLE_5.map(({ id }) => id)).size).toBe(12);
    expect(TABLE_5[4]?.id).toBe("lenet-cifar10-smin-512");
    expect(TABLE_5[0]?.id).toBe("lenet-mnist-exact");
  });

  test("ends the curves of each figure", () => {
    const ends = ACCURACY_FIGURES.map(({ net, data }) =>
      figureCells(net, data).map(({ percent }) => percent),
    );
    expect(ends).toEqual([
      [99.06, 98.42],
      [75.26, 64.18, 74.92],
      [77.3, 71.46, 77.01],
    ]);
  });

  test("prints nothing for other networks and data", () => {
    expect(figureCells("lenet-small", "digits")).toEqual([]);
  });
});
