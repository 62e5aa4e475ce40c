import { describe, expect, it } from "vitest";
import { roundToEven, toInt8 } from "./int8.ts";

describe("rounding to whole numbers", () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, -0],
    [-1.5, -2],
    [-2.5, -2],
    [2.500001, 3],
    [-2.499999, -2],
    [126.5, 126],
  ])("%f is %i: a half goes to the even side", (value, whole) => {
    expect(roundToEven(value)).toBe(whole);
  });

  it.each([
    [127.4, 127],
    [1e9, 127],
    [-127.5, -127],
    [-1e9, -127],
  ])("%f as a byte is %i", (value, byte) => {
    expect(toInt8(value)).toBe(byte);
  });
});
