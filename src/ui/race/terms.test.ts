import { describe, expect, it } from "vitest";
import { drawTerms } from "./terms.ts";

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;

describe("the 25 terms of one output pixel", () => {
  const { terms, productSum, sminSum } = drawTerms(7);

  it("have operands in multiples of their means", () => {
    expect(terms).toHaveLength(25);
    expect(mean(terms.map((term) => term.x))).toBeCloseTo(1);
    expect(mean(terms.map((term) => term.w))).toBeCloseTo(1);
  });

  it("agree in sign, and the min-selector is the smaller operand, at most the clip", () => {
    for (const { x, w, product, smin } of terms) {
      expect(product).toBeCloseTo(x * w);
      expect(Math.abs(smin)).toBeCloseTo(Math.min(Math.abs(x), Math.abs(w), 2));
      expect(Math.sign(smin)).toBe(Math.sign(product));
    }
  });

  it("add up to what is shown beside them", () => {
    expect(productSum).toBeCloseTo(terms.reduce((sum, term) => sum + term.product, 0));
    expect(sminSum).toBeCloseTo(terms.reduce((sum, term) => sum + term.smin, 0));
    expect(drawTerms(7)).toEqual(drawTerms(7));
  });
});
