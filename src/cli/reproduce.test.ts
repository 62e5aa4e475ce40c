import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPretrainedIndex } from "../train/pretrained.ts";
import { buildProgram, shell } from "./testing.ts";

let program = "";
const folder = mkdtempSync(join(tmpdir(), "reproduce-"));
const SWEEP = `--rehearse --epochs 1 --batch 500 --testImages 10 --out ${folder} --json`;

beforeAll(async () => {
  program = await buildProgram("reproduce-test");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const rows = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("reproduce (needs a device for Dawn)", () => {
  it("trains a transfer cell and what it starts from, once; evaluate finds the same accuracy", async (context) => {
    const first = await shell(`node ${program} reproduce ${SWEEP} --cells '*-transfer'`);
    if (first.err.includes("no graphics device")) context.skip(`no device: ${first.err}`);
    expect(first.code).toBe(0);
    const tests = rows(first.out).filter(({ type }) => type === "test");
    expect(tests.map(({ run, step }) => `${run} ${step}`)).toEqual(["exact 24", "transfer 0", "transfer 24"]);
    const cell = rows(first.out).at(-1);
    expect(cell).toMatchObject({ type: "cell", cell: "custom-digits-transfer", parentEpochs: 1 });

    const again = await shell(`node ${program} reproduce ${SWEEP} --cells '*-exact,*-transfer'`);
    expect(again.err).toContain("0 runs to train");
    expect(rows(again.out).map(({ type }) => type)).toEqual(["cell", "cell"]);
    expect(rows(again.out).at(-1)).toEqual(cell);

    const weights = join(cell.folder, "transfer.safetensors");
    const evaluated = await shell(`node ${program} evaluate --weights ${weights} --json`);
    expect(rows(evaluated.out)[0].accuracy).toBeCloseTo(cell.percent / 100, 6);

    // As halves, in a folder for the page, with the accuracy that the halves have.
    const site = join(folder, "site");
    await shell(`node ${program} reproduce ${SWEEP} --cells '*-transfer' --pretrained ${site}`);
    const [offered] = readPretrainedIndex(JSON.parse(readFileSync(join(site, "index.json"), "utf8"))).weights;
    const file = join(site, offered?.file ?? "");
    expect(offered).toMatchObject({ run: "transfer", data: "digits", images: 2000, parentEpochs: 1 });
    expect(offered?.bytes).toBe(statSync(file).size);
    expect(offered?.bytes).toBeLessThan(0.7 * statSync(weights).size);
    const halves = await shell(`node ${program} evaluate --weights ${file} --json`);
    expect(rows(halves.out)[0].accuracy).toBe(offered?.accuracy);
  }, 300_000);

  it("says which cells there are, and refuses what makes a cell", async () => {
    const list = await shell(`node ${program} reproduce --list --json --share 2/3 --out ${folder}`);
    expect(rows(list.out)).toHaveLength(4);
    expect(rows(list.out).every(({ state }) => state === "open")).toBe(true);
    const wrong = await shell(`node ${program} reproduce --net lenet`);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("--cells") });
  });
});
