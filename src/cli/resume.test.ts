import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram, type Ended, ended, ROOT, shell } from "./testing.ts";

const SMALL =
  "--data digits --net custom --layers conv4k3-leaky0.1-pool4-drop-fc10 --batch 32 --testEvery 1000 --testImages 10";
const STEPS = 160;

let program = "";
let device: Ended;
const folder = mkdtempSync(join(tmpdir(), "resume-"));
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  program = await buildProgram("resume-test");
  device = await shell(`node ${program} train ${SMALL} --steps 1 --products smin`);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

const train = (argv: string, watch?: (child: ChildProcess) => void) =>
  ended(spawn(process.execPath, [program, "train", ...argv.split(" ")], { cwd: ROOT }), watch);

/** The losses a run's metrics hold: "exact 1" to its loss. */
function losses(name: string): Record<string, number> {
  const lines = readFileSync(join(at(name), "metrics.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const steps = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === "step");
  return Object.fromEntries(steps.map(({ run, step, loss }) => [`${run} ${step}`, loss]));
}

/** Sends a signal as soon as the run has gone past its newest checkpoint. */
function pastCheckpoint(name: string, signal: NodeJS.Signals) {
  const checkpoint = join(at(name), "checkpoint.safetensors");
  let told: number | null = null;
  return (child: ChildProcess) => {
    if (!existsSync(checkpoint) || child.killed) return;
    const now = Object.keys(losses(name)).length;
    told ??= now;
    if (now > told) child.kill(signal);
  };
}

describe("a run of the command line (needs a device for Dawn)", () => {
  it("killed, then stopped, then resumed, gives the losses of one that was left alone", async (context) => {
    if (device.err.includes("no graphics device")) context.skip(`no device: ${device.err}`);
    const run = `${SMALL} --products exact,smin --steps ${STEPS} --checkpoint-every 1 --out`;
    const left = await train(`${run} ${at("left-alone")}`);
    expect(left.code).toBe(0);

    const killed = await train(`${run} ${at("hurt")}`, pastCheckpoint("hurt", "SIGKILL"));
    expect(killed.code).toBeNull();
    expect(existsSync(join(at("hurt"), "summary.json"))).toBe(false);

    const resume = `--resume ${at("hurt")} --checkpoint-every 1 --steps ${STEPS}`;
    const stopped = await train(resume, pastCheckpoint("hurt", "SIGINT"));
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain(`--resume ${at("hurt")}`);

    const whole = await train(resume);
    expect(whole.err).toMatch(/going on after step \d+/);
    expect(whole.code).toBe(0);
    expect(Object.keys(losses("hurt"))).toHaveLength(2 * STEPS);
    expect(losses("hurt")).toEqual(losses("left-alone"));
    const weights = (name: string) => readFileSync(join(at(name), "smin.safetensors"));
    expect(weights("hurt").equals(weights("left-alone"))).toBe(true);
  }, 300_000);

  it("goes on to its end when its reader leaves, if it is kept; its folder is not taken twice", async (context) => {
    if (device.err.includes("no graphics device")) context.skip(`no device: ${device.err}`);
    const run = `node ${program} train ${SMALL} --products smin --steps 5 --json`;
    const kept = await shell(`${run} --out ${at("piped")} | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(kept).toMatchObject({ code: 0, out: expect.stringMatching(/^\{.*\}\n$/) });
    expect(existsSync(join(at("piped"), "summary.json"))).toBe(true);
    const again = await train(`${SMALL} --products smin --steps 5 --out ${at("piped")}`);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("--resume") });
    const lost = await shell(`${run} | true; exit \${PIPESTATUS[0]}`);
    for (const { err } of [kept, lost]) expect(err).not.toMatch(/EPIPE|\n\s+at .*\.m?[jt]s:/);
  }, 180_000);
});
