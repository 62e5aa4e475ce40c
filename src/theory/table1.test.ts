import { describe, expect, test } from "vitest";
import { figure3 } from "./figure3.ts";
import { distributionText, table1 } from "./table1.ts";

describe("Table 1 beside the exact values", () => {
  const cells = table1();

  test("has one wrong digit: the max-selector's correlation for N(0,1) twice", () => {
    const wrong = cells.filter(({ agrees }) => !agrees);
    expect(wrong.map(({ x, w, operator }) => [distributionText(x), distributionText(w), operator])).toEqual([
      ["N(0,1)", "N(0,1)", "max"],
    ]);
    expect(wrong[0]?.printed).toBe("0.673");
    expect(wrong[0]?.rounded).toBe("0.674");
  });

  test("does not hold where 10 is read as the variance that the caption calls it", () => {
    const readTwice = cells.filter(({ readingsDiffer }) => readingsDiffer);
    expect(readTwice).toHaveLength(6);
    for (const { values, printed } of readTwice) expect(values.variance.toFixed(3)).not.toBe(printed);
  });

  test("addition is the more similar one for operands of unequal range, by a hair", () => {
    const [min, add] = cells.slice(12, 14).map(({ values }) => values.deviation);
    expect((add ?? 0) - (min ?? 0)).toBeCloseTo(0.00047, 5);
  });
});

test("Figure 3's statements beside the exact values", () => {
  const { minimum, printedAsDeviation, lowestK, highestK } = figure3();
  expect(minimum.sigma / 1.57).toBeCloseTo(1.0686, 4);
  expect(printedAsDeviation.error - minimum.error).toBeCloseTo(0.00166, 5);
  expect(highestK.k).toBeCloseTo(1.3803, 4);
  expect(lowestK.k).toBeCloseTo(0.9445, 4);
});
