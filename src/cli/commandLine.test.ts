import { beforeAll, describe, expect, it } from "vitest";
import { buildProgram, shell } from "./testing.ts";

let program = "";
let golden = "";

beforeAll(async () => {
  program = await buildProgram("cli-test");
  golden = `node ${program} golden src/reference/golden --json --by reference`;
}, 60_000);

describe("the command line in a pipe", () => {
  it("ends quietly when its reader leaves", async () => {
    const { out, err } = await shell(`${golden} | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).not.toMatch(/at .*\(|EPIPE|Error/);
  });

  it.each(["--help", "train --help", "golden --help"])("%s says what there is", async (argv) => {
    const { code, out } = await shell(`node ${program} ${argv}`);
    expect(code).toBe(0);
    expect(out).toMatch(/npm run (train|golden)/);
  });

  it("fails when the disk is full", async () => {
    const { code, err } = await shell(`${golden} > /dev/full`);
    expect(code).not.toBe(0);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("prints nothing but JSON on standard output", async () => {
    const { code, out } = await shell(`${golden} 2> /dev/null`);
    const rows = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.every((row) => row.pass === true && row.by === "reference")).toBe(true);
    expect(code).toBe(0);
  });

  it.each([
    ["train --batch 0", /--batch 0/],
    ["train --rate 1", /--rate is not known/],
    ["train --net custom --layers conv4q3-fc10", /--layers conv4q3-fc10: /],
    ["train --data mnist --data-dir /nowhere", /nowhere/],
    ["train --products transfer", /--from FILE/],
    ["train --products own --expression x.constructor", /--expression x.constructor: At character 2/],
    ["train --products exact --from x", /add transfer/],
    ["train --resume /nowhere", /holds no run/],
    ["train --resume /nowhere --out /tmp/x", /--out belongs/],
    ["evaluate --weights x --bits 4", /--bits 4: 8 is the only width/],
    ["evaluate --weights x --bits 8 --product smin", /leave out --product/],
    ["theory --sigma 1,0", /--sigma 1,0: .*above 0/],
    ["theory --sigma Infinity", /--sigma Infinity: .*finite/],
    ["theory --k 0,,1", /--k 0,,1: finite numbers/],
    ["theory --k --json", /--k --json: finite numbers/],
    ["paint", /Unknown command/],
  ])("%s: a sentence and an exit code, no stack", async (argv, sentence) => {
    const { code, err } = await shell(`env -u MINCONV_DATA node ${program} ${argv}`);
    expect(code).not.toBe(0);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
