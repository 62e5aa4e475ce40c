import fc from "fast-check";
import { expect, test } from "vitest";
import type { Distribution } from "./distribution.ts";
import { magnitudeOf } from "./magnitude.ts";
import { overPairs } from "./pairs.ts";

const location = fc.integer({ min: -2000, max: 2000 }).map((hundredths) => hundredths / 100);
const scale = fc.integer({ min: 1, max: 2000 }).map((hundredths) => hundredths / 100);
const operands: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant("normal" as const), mean: location, deviation: scale }),
  fc.record({ kind: fc.constant("laplace" as const), location, scale }),
  fc
    .record({ from: location, length: scale })
    .map(({ from, length }) => ({ kind: "uniform" as const, from, to: from + length })),
  fc.record({
    kind: fc.constant("student" as const),
    location,
    scale,
    degrees: fc.double({ min: 2.5, max: 100, noNaN: true }),
  }),
);

/** The kink of |a + b - 2| crosses panels anywhere. */
test("the weights of any two operands sum to 1, on either side of a kink", () => {
  fc.assert(
    fc.property(operands, operands, (x, w) => {
      const [ofX, ofW] = [magnitudeOf(x, 0), magnitudeOf(w, 0)];
      let [all, below, above, excess] = [0, 0, 0, 0];
      overPairs(
        ofX,
        ofW,
        (a, b, weight) => {
          const bounded = (a + b - 2) / (1 + a + b);
          all += weight;
          below += weight * Math.max(0, -bounded);
          above += weight * Math.max(0, bounded);
        },
        (a, b) => a + b - 2,
      );
      overPairs(ofX, ofW, (a, b, weight) => {
        excess += (weight * (a + b - 2)) / (1 + a + b);
      });
      expect(Math.abs(all - 1)).toBeLessThan(1e-11);
      expect(Math.abs(above - below - excess)).toBeLessThan(1e-10);
    }),
    { numRuns: 100 },
  );
});
