import { describe, expect, test } from "vitest";
import { productError } from "../../theory/productError.ts";
import { operatorOf } from "./operator.ts";

const normal = { kind: "normal", mean: 0, deviation: 1 } as const;
const error = (expression: string) => productError(operatorOf("own", expression).magnitude, normal, normal);

describe("An expression as an operator", () => {
  test("is what it spells", () => {
    const { magnitude, signed } = operatorOf("own", "min(|x|, |w|) / 2");
    expect(magnitude(3, 1)).toBe(0.5);
    expect(signed).toBe(false);
    expect(operatorOf("own", "x * |w|").signed).toBe(true);
  });

  test("has the relative error of the product it spells, infinite where that is", () => {
    expect(error("min(|x|, |w|)")).toBeCloseTo(0.7427870957, 6);
    expect(error("|x| * |w|")).toBeCloseTo(0, 12);
    expect(error("|x| + |w|")).toBe(Number.POSITIVE_INFINITY);
    expect(error("1 / |x|")).toBe(Number.POSITIVE_INFINITY);
    expect(error("sqrt(|x| * |w|)")).toBeCloseTo(2.0489, 2);
  });
});
