import { expect, it } from "vitest";
import { clip, maxAbs, meanAbs, norm, passesClip } from "./stats.ts";

it("takes the mean of magnitudes over a range", () => {
  expect(meanAbs([1, -3, 8])).toBe(4);
  expect(meanAbs([1, -3, 8], 1, 3)).toBe(5.5);
  expect(meanAbs([])).toBe(0);
});

it("clips to the limit (Eq. 14) and lets the gradient pass on the limit itself (Eq. 15)", () => {
  expect([-3, -2, 0.5, 2, 3].map((value) => clip(value, 2))).toEqual([-2, -2, 0.5, 2, 2]);
  expect([-3, -2, 0.5, 2, 3].map((value) => passesClip(value, 2))).toEqual([false, true, true, true, false]);
});

it("lets the gradient of 0 pass a limit of 0", () => {
  expect(passesClip(0, 0)).toBe(true);
  expect(passesClip(-0, 0)).toBe(true);
});

it("joins vectors into one norm", () => {
  expect(norm([[3], [], [0, -4]])).toBe(5);
});

it("finds the largest magnitude, and NaN wins", () => {
  expect(maxAbs([1, -7, 3])).toBe(7);
  expect(maxAbs([])).toBe(0);
  expect(maxAbs([1, Number.NaN, 3])).toBeNaN();
});
