import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { referenceEngine } from "./referenceEngine.ts";
import { humanLine, jsonLine, summaryLine } from "./report.ts";
import { runGolden } from "./run.ts";

const source = new URL("../../reference/golden/g01_n1c1_5x5_o1_k3.json", import.meta.url);
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "golden-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run() {
  const lines: Parameters<typeof humanLine>[0][] = [];
  const summary = await runGolden(folder, [referenceEngine], (line) => lines.push(line));
  return { summary, lines };
}

it("takes each file through each engine and ignores what is not JSON", async () => {
  copyFileSync(source, join(folder, "layer.json"));
  writeFileSync(join(folder, "README.md"), "notes");
  const { summary, lines } = await run();
  expect(summary).toEqual({ files: 1, passed: 13, failed: 0, problems: 0, ok: true });
  expect(JSON.parse(jsonLine(lines[0] as (typeof lines)[0]))).toMatchObject({
    file: "layer.json",
    quantity: "exact.y",
    by: "reference",
    pass: true,
  });
  expect(summaryLine(summary)).toBe("1 file: 13 passed, 0 failed");
});

it("fails on a copy that is a thousandth off, and says where", async () => {
  const json = JSON.parse(readFileSync(source, "utf8"));
  json.smin_train.dw = json.smin_train.dw.map((value: number) => value * 1.001);
  writeFileSync(join(folder, "layer.json"), JSON.stringify(json));
  const { summary, lines } = await run();
  expect(summary).toMatchObject({ failed: 1, ok: false });
  expect(lines.map(humanLine).filter((line) => line.startsWith("FAIL"))).toEqual([
    expect.stringContaining("smin_train.dw"),
  ]);
});

it("goes on after a JSON file it does not know, but is not content", async () => {
  writeFileSync(join(folder, "a.json"), '{"name": "something else"}');
  copyFileSync(source, join(folder, "b.json"));
  const { summary, lines } = await run();
  expect(summary).toMatchObject({ files: 2, passed: 13, problems: 1, ok: false });
  expect(humanLine(lines[0] as (typeof lines)[0])).toMatch(/^ERROR a\.json: not a golden file/);
});

it("is not content with an empty folder", async () => {
  const { summary, lines } = await run();
  expect(summary.ok).toBe(false);
  expect(lines).toEqual([{ file: folder, problem: "the folder holds no .json file" }]);
});
