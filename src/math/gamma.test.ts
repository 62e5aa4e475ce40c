import fc from "fast-check";
import { expect, test } from "vitest";
import { gammaRatio } from "./gamma.ts";

test.each([
  [0.5, 1 / Math.sqrt(Math.PI)],
  [1, Math.sqrt(Math.PI) / 2],
  [1.5, 2 / Math.sqrt(Math.PI)],
  [4, (105 * Math.sqrt(Math.PI)) / 16 / 6],
])("Γ(a + 1/2) / Γ(a) at %d", (a, value) => {
  expect(gammaRatio(a) / value).toBeCloseTo(1, 14);
});

test("two ratios in a row make a: Γ(a + 1) = a Γ(a)", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e9, noNaN: true }), (a) => {
      expect((gammaRatio(a) * gammaRatio(a + 0.5)) / a).toBeCloseTo(1, 14);
    }),
  );
});
