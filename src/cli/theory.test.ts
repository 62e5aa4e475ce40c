import { beforeAll, describe, expect, it } from "vitest";
import { buildProgram, shell } from "./testing.ts";

let program = "";

beforeAll(async () => {
  program = await buildProgram("theory-test");
}, 60_000);

async function rowsOf(flags: string): Promise<Record<string, unknown>[]> {
  const { code, out } = await shell(`node ${program} theory --json ${flags}`);
  expect(code).toBe(0);
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Min, add and max under both readings; swapped operands give the same. */
const TABLE_1: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  "N(0,1), N(0,1)": { both: [0.9082306447067, 0.8820255434491, 0.6737978427802] },
  "N(0,1), N(0,10)": {
    sigma: [0.6915402402233, 0.6826501074362, 0.6238454252395],
    variance: [0.8025096257396, 0.7827099777897, 0.6292676636287],
  },
  "U(0,1), U(0,1)": { both: [0.9621404708847, 0.9258200997726, 0.6414269805898] },
  "U(0,10), U(0,1)": { both: [0.7160762650663, 0.7165452239681, 0.6545596537431] },
};

const COLUMNS = ["min", "add", "max"];

describe("theory --json", () => {
  it("prints every cell of Table 1 under both readings, and nothing else of it", async () => {
    const cells = (await rowsOf("")).filter(({ table }) => table === 1);
    expect(cells).toHaveLength(36);
    expect(new Set(cells.map((cell) => Object.keys(cell).join()))).toEqual(
      new Set(["table,row,column,reading,value"]),
    );
    for (const { row, column, reading, value } of cells) {
      const swapped = String(row).split(", ").reverse().join(", ");
      const known = TABLE_1[String(row)] ?? TABLE_1[swapped];
      const values = known?.both ?? known?.[String(reading)];
      expect(value).toBeCloseTo(values?.[COLUMNS.indexOf(String(column))] ?? Number.NaN, 12);
    }
  });

  it("prints Figure 3 where the exact values are known", async () => {
    const rows = await rowsOf("");
    const at = (figure: string, sigma: number, k?: number) =>
      rows.find((row) => row.figure === figure && row.sigma === sigma && row.k === k)?.value;
    expect(at("3a", 0.1, 0)).toBeCloseTo(13.0646875476, 9);
    expect(at("3a", 1.57, 0)).toBeCloseTo(0.5986789552425, 12);
    expect(at("3c", 3)).toBeCloseTo(0.6709284, 7);
    expect(at("3b", 0.1)).toBeCloseTo(0.95888, 5);
    expect(at("3b", 1.1)).toBeCloseTo(1.37913, 5);
    expect(at("3b", 2)).toBe(0);
    const minimum = rows.find(({ figure }) => figure === "3c-min");
    expect(minimum?.sigma).toBeCloseTo(1.6776281527353, 12);
    expect(minimum?.value).toBeCloseTo(0.5970171163787, 12);
  });

  it("answers for the points asked for, in one list or several", async () => {
    const rows = await rowsOf("--k -1 --k 0,1 --sigma=0.7,2.5");
    const points = rows.filter(({ figure }) => figure === "3a");
    expect(points.map(({ k, sigma }) => [k, sigma])).toEqual([
      [-1, 0.7],
      [0, 0.7],
      [1, 0.7],
      [-1, 2.5],
      [0, 2.5],
      [1, 2.5],
    ]);
    expect(points[0]?.value).toBe(points[2]?.value);
    expect(rows.filter(({ figure }) => figure === "3b").map(({ sigma }) => sigma)).toEqual([0.7, 2.5]);
  });

  it("ends quietly when its reader leaves", async () => {
    const { out, err } = await shell(`node ${program} theory --json | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toBe("");
  });
});

it("theory prints the points asked for as a table", async () => {
  const { code, out } = await shell(`node ${program} theory --k -0.5,4 --sigma 0.5`);
  expect(code).toBe(0);
  expect(out).toMatch(/σ +k -0\.5 +k 4 +best k\n +0\.5 +0\.93505908 +\S+ +1\.08345\n/);
  expect(out).toContain("printed digit wrong: rounds to 0.674");
});
