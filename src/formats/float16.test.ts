import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHalf, toHalf } from "./float16.ts";

describe("half precision", () => {
  it("every half survives the way to a float and back", () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromHalf(half);
      if (Number.isNaN(value)) expect(Number.isNaN(fromHalf(toHalf(value)))).toBe(true);
      else if (toHalf(value) !== half) throw new Error(`${half.toString(16)} became ${toHalf(value)}`);
    }
  });

  it.each([
    [1, 0x3c00],
    [-0, 0x8000],
    [65504, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -24, 0x0002],
    [2 ** -14, 0x0400],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ])("%f is stored as %i", (value, half) => {
    expect(toHalf(value)).toBe(half);
  });

  it("takes the nearest half, the even one of two", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65504, max: 65504 }), (value) => {
        const half = toHalf(value);
        const off = Math.abs(fromHalf(half) - value);
        for (const neighbour of [half - 1, half + 1]) {
          const other = Math.abs(fromHalf(neighbour & 0xffff) - value);
          if (Number.isNaN(other) || (neighbour & 0x8000) !== (half & 0x8000)) continue;
          expect(off).toBeLessThanOrEqual(other);
          if (off === other) expect(half & 1).toBe(0);
        }
      }),
    );
  });
});
