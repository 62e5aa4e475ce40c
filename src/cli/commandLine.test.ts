import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ENTRY = `${ROOT}node_modules/.cache/minconv-cli-test/main.js`;

/** Runs the command line through a shell, so that pipes are real; the first command's exit code. */
function shell(command: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn("bash", ["-c", command], { cwd: ROOT });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

const GOLDEN = `node ${ENTRY} golden src/reference/golden --json --by reference`;

beforeAll(async () => {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    build: {
      ssr: "src/cli/main.ts",
      outDir: "node_modules/.cache/minconv-cli-test",
      target: "node20",
      rollupOptions: { external: ["webgpu"], output: { entryFileNames: "main.js" } },
    },
  });
}, 60_000);

describe("the command line in a pipe", () => {
  it("ends quietly when its reader leaves", async () => {
    const { out, err } = await shell(`${GOLDEN} | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).not.toMatch(/at .*\(|EPIPE|Error/);
  });

  it("fails when the disk is full", async () => {
    const { code, err } = await shell(`${GOLDEN} > /dev/full`);
    expect(code).not.toBe(0);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("prints nothing but JSON on standard output", async () => {
    const { code, out } = await shell(`${GOLDEN} 2> /dev/null`);
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
    ["train --data mnist --data-dir /nowhere", /nowhere/],
    ["paint", /Unknown command/],
  ])("%s: a sentence and an exit code, no stack", async (argv, sentence) => {
    const { code, err } = await shell(`env -u MINCONV_DATA node ${ENTRY} ${argv}`);
    expect(code).not.toBe(0);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
