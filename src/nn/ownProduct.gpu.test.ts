import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernels } from "../gpu/kernel.ts";
import { withGpu } from "../gpu/testing.ts";
import { compile, expressionProblem } from "../math/expression/compile.ts";
import { enclosure, expressions, ulp } from "../math/expression/testing.ts";
import { productTable } from "./productTable.ts";

const table = (text: string, x: readonly number[], w = x) =>
  withGpu(({ device }) => productTable(new Kernels(device), "own", x, w, "4x4", text));

/** What 1 / mean and x times it may cost, and scale times the sum, where all of them are 1. */
const SCALING_ULPS = 4;

const NUMBERS = [0, -0, 1, -1, 0.5, -2, 3.25, 7, 1e-18, -1e18, 1e-40, -1e-42, 3e38, 2 ** -126].map(
  Math.fround,
);

describe("an expression on the device", () => {
  /** How many of the pairs the rules of WGSL fix a value for. */
  async function compareAll(text: string): Promise<number> {
    const { evaluate, usesSigns } = compile(text);
    const values = await table(text, NUMBERS);
    let fixed = 0;
    for (const [i, x] of NUMBERS.entries())
      for (const [j, w] of NUMBERS.entries()) {
        const bounds = enclosure(text, usesSigns, x, w, SCALING_ULPS);
        if (bounds === null) continue;
        fixed++;
        const off = SCALING_ULPS * Math.max(ulp(bounds.low), ulp(bounds.high));
        for (const value of [values[i * NUMBERS.length + j] as number, evaluate(x, w)])
          if (!(value >= bounds.low - off && value <= bounds.high + off))
            expect.fail(`${text} of ${x}, ${w}: ${value} is not within ${bounds.low} and ${bounds.high}`);
      }
    return fixed;
  }

  it.each([
    "sqrt(|x|*|w|)",
    "min(|x|, |w|)",
    "x*w",
    "max(x, w) - min(x, w)",
    "x*w/(1 + abs(x*w))",
    "tanh(x)*sign(w)",
    "log(1 + |x|)*log(1 + |w|)",
    "exp(-|x|) + exp(-|w|)",
    "1",
    `${"-".repeat(99)}x`,
    `${"abs(".repeat(30)}x - w${")".repeat(30)}`,
    Array(50).fill("x").join("+"),
  ])("%s is what TypeScript computes", async (text) => {
    expect(await compareAll(text)).toBeGreaterThan(NUMBERS.length ** 2 / 2);
  });

  it("is, whatever the expression", async () => {
    let fixed = 0;
    const readable = expressions.filter((text) => expressionProblem(text) === null);
    await fc.assert(
      fc.asyncProperty(readable, async (text) => {
        fixed += await compareAll(text);
      }),
      { numRuns: 25 },
    );
    expect(fixed).toBeGreaterThan(NUMBERS.length ** 2);
  });

  it("overflows where TypeScript passes float32's largest number, with its sign", async () => {
    const [positive, negative] = await table("|x|*|w|", [1e30], [1e30, -1e30]);
    expect([positive, negative]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const { evaluate } = compile("|x|*|w|");
    expect([1e30, -1e30].map((w) => Math.fround(evaluate(1e30, w)))).toEqual([positive, negative]);
  });

  it("leaves the kernels of other expressions and products as they are", async () => {
    expect([...(await table("|x|", [3], [2]))]).toEqual([3]);
    expect([...(await table("|w|", [3], [2]))]).toEqual([2]);
    const smin = await withGpu(({ device }) =>
      productTable(new Kernels(device), "smin", [3, -3], [2, 5], "4x4"),
    );
    expect([...smin]).toEqual([2, 3, -2, -3]);
  });
});
