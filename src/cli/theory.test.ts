import { beforeAll, describe, expect, it } from "vitest";
import { buildProgram, shell } from "./testing.ts";

let program = "";

beforeAll(async () => {
  program = await buildProgram("theory-test");
}, 60_000);

interface Line {
  readonly table?: number;
  readonly figure?: string;
  readonly row?: string;
  readonly column?: string;
  readonly reading?: string;
  readonly k?: number;
  readonly sigma?: number;
  readonly value: number;
}

async function lines(argv: string): Promise<Line[]> {
  const { code, out } = await shell(`node ${program} theory --json ${argv}`);
  expect(code).toBe(0);
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Table 1 to ten digits: min, add, max. */
const TABLE: readonly (readonly [row: string, reading: string, values: readonly number[]])[] = [
  ["N(0,1), N(0,1)", "sigma", [0.9082306447, 0.8820255434, 0.6737978428]],
  ["N(0,1), N(0,1)", "variance", [0.9082306447, 0.8820255434, 0.6737978428]],
  ["N(0,1), N(0,10)", "sigma", [0.6915402402, 0.6826501074, 0.6238454252]],
  ["N(0,10), N(0,1)", "sigma", [0.6915402402, 0.6826501074, 0.6238454252]],
  ["N(0,1), N(0,10)", "variance", [0.8025096257, 0.7827099778, 0.6292676636]],
  ["U(0,1), U(0,1)", "sigma", [0.9621404709, 0.9258200998, 0.641426981]],
  ["U(0,10), U(0,1)", "variance", [0.7160762651, 0.716545224, 0.6545596537]],
  ["U(0,1), U(0,10)", "sigma", [0.7160762651, 0.716545224, 0.6545596537]],
];

describe("theory --json", () => {
  it("gives every cell of Table 1 under both readings", async () => {
    const cells = (await lines("")).filter(({ table }) => table === 1);
    expect(cells).toHaveLength(6 * 3 * 2);
    for (const [row, reading, values] of TABLE)
      expect(
        ["min", "add", "max"].map(
          (column) =>
            cells.find((cell) => cell.row === row && cell.reading === reading && cell.column === column)
              ?.value,
        ),
      ).toEqual(values.map((value) => expect.closeTo(value, 9)));
  });

  it("gives L and k* at any point, on both sides of k = 0", async () => {
    const points = await lines("--k 0,1.5 --k=-1.5 --sigma 0.5 --sigma 1.1");
    const value = (figure: string, sigma: number, k?: number) =>
      points.find((line) => line.figure === figure && line.sigma === sigma && line.k === k)?.value;
    expect(points.filter(({ figure }) => figure === "3a")).toHaveLength(6);
    expect(value("3a", 0.5, 0)).toBeCloseTo(1.8385236636, 9);
    expect(value("3a", 1.1, -1.5)).toBeCloseTo(value("3a", 1.1, 1.5) ?? Number.NaN, 12);
    expect(value("3b", 1.1)).toBeCloseTo(1.37913, 5);
    const least = points.find(({ figure }) => figure === "3c-min");
    expect(least?.sigma).toBeCloseTo(1.6776281527353, 10);
    expect(least?.value).toBeCloseTo(0.5970171163787, 10);
  });

  it.each([
    ["--sigma 0", /--sigma 0: expected a number above 0/],
    ["--sigma=-1", /above 0/],
    ["--k x", /--k x: expected a finite number/],
    ["--k ''", /expected a finite number/],
    ["--sigma 1,", /expected a number/],
    ["--k Infinity", /finite/],
    ["--mu 1", /--mu/],
  ])("%s: a sentence and an exit code, no stack", async (argv, sentence) => {
    const { code, err, out } = await shell(`node ${program} theory ${argv}`);
    expect(code).not.toBe(0);
    expect(out).toBe("");
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("ends quietly when its reader leaves", async () => {
    const { out, err } = await shell(`node ${program} theory --json | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toBe("");
  });
});
