import { describe, expect, it } from "vitest";
import { KNOBS } from "../../train/config.ts";
import { parseNumber } from "./parseNumber.ts";

const rate = (text: string) => parseNumber(text, KNOBS.lr);
const batch = (text: string) => parseNumber(text, KNOBS.batch);

describe("a number field reads", () => {
  it.each([
    ["0.001", 0.001],
    ["1e-3", 0.001],
    [".05", 0.05],
    ["0,001", 0.001],
    [",5", 0.5],
    ["0,25", 0.25],
    [" 0.01 ", 0.01],
    ["5.", 5],
    ["1.000", 1],
  ])("%j as one number", (text, value) => {
    expect(rate(text)).toEqual({ ok: true, value });
  });
});

describe("a number field refuses", () => {
  it.each(["", "-", "NaN", "abc", "0x10", "1e", "--1", "Infinity"])("%j as no number", (text) => {
    expect(rate(text).ok).toBe(false);
  });

  it.each(["1.000,5", "1,000.5", "1,2,3"])("%j, which mixes separators, by name", (text) => {
    expect(rate(text)).toMatchObject({ ok: false, message: expect.stringContaining("comma") });
  });

  it("a comma that may mean two things", () => {
    expect(batch("1,000")).toMatchObject({ ok: false, message: expect.stringContaining("1,000") });
  });

  it.each(["1e999", "0", "-1"])("%j with the range", (text) => {
    expect(rate(text)).toMatchObject({ ok: false, message: expect.stringContaining("1e-7 to 10000000") });
  });

  it("a fraction where a whole number is meant", () => {
    expect(batch("64.5")).toMatchObject({ ok: false, message: expect.stringContaining("whole") });
  });
});
