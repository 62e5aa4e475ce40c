import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildProgram, type Ended, ended, ROOT } from "../testing.ts";

/** Seconds a silent worker counts as alive. */
const LOCK = 4;
const SIX = ["--seeds", "1,2"];
const TWO = [...SIX, "--cells", "*-smin"];

let program = "";
let server: ChildProcess;
let url = "";
let folder = "";
const running: ChildProcess[] = [];

beforeAll(async () => {
  program = await buildProgram("queue-test");
}, 60_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "queue-"));
  const port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  server = spawn("redis-server", ["--port", String(port), "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
});
afterEach(() => {
  for (const { pid } of running.splice(0)) end(pid, "SIGKILL");
  server.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A worker and the process that trains for it, in a group of their own. */
class TestWorker {
  readonly pid: number;
  said = "";
  readonly #heard: (() => void)[] = [];

  constructor() {
    const argv = [
      "worker",
      "--queue",
      url,
      "--out",
      cells(),
      "--lock",
      String(LOCK),
      "--checkpoint-every",
      "1",
    ];
    const child = spawn(process.execPath, [program, ...argv], { cwd: ROOT, detached: true });
    this.pid = child.pid ?? 0;
    running.push(child);
    child.stderr.on("data", (text) => {
      this.said += text;
      for (const tell of this.#heard) tell();
    });
  }

  /** Waits until its words, or the folders it writes, are as they should be. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const tell = () => holds() && resolve();
      this.#heard.push(tell);
      tell();
    });
  }

  /** The cell it trains. */
  get cell(): string {
    return [...this.said.matchAll(/^(\S+): begins$/gm)].at(-1)?.[1] ?? "";
  }
}

const cells = () => join(folder, "cells");

/** Sends a signal to a process and all it started. */
function end(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    process.kill(-(pid ?? 0), signal);
  } catch {
    // It has ended by itself.
  }
}

function sweep(chosen: readonly string[]): Promise<Ended> {
  const each = "--rehearse --epochs 2 --batch 100 --testImages 10".split(" ");
  const argv = ["reproduce", ...each, ...chosen, "--out", cells(), "--queue", url, "--json"];
  return ended(spawn(process.execPath, [program, ...argv], { cwd: ROOT }));
}

/** The lines a cell's folder holds. */
function metrics(key: string): { type: string; step: number }[] {
  const text = readFileSync(join(cells(), key, "metrics.jsonl"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const hasCheckpoint = (key: string) => key !== "" && existsSync(join(cells(), key, "checkpoint.safetensors"));

/** Every cell is in the table once, and every folder holds one whole run: each step once, in order. */
function expectEachOnce(count: number, { code, out, err }: Ended): void {
  expect(code, err).toBe(0);
  const keys = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).key as string);
  expect(keys).toHaveLength(count);
  expect([...keys].sort()).toEqual(readdirSync(cells()).sort());
  for (const key of keys) {
    const steps = metrics(key).flatMap(({ type, step }) => (type === "step" ? [step] : []));
    expect(steps).toEqual(Array.from(steps, (_, i) => i + 1));
    expect(metrics(key).filter(({ type }) => type === "done")).toHaveLength(1);
  }
}

test("two workers share six cells; what a killed one began, the other ends from its checkpoint", async () => {
  const workers = [new TestWorker(), new TestWorker()] as const;
  const collected = sweep(SIX);
  const [victim] = workers;
  await victim.until(() => hasCheckpoint(victim.cell));
  const { cell } = victim;
  end(victim.pid, "SIGKILL");

  expectEachOnce(6, await collected);
  const resumed = metrics(cell).filter(({ type }) => type === "resumed");
  expect(resumed).toHaveLength(1);
  expect(resumed[0]?.step).toBeGreaterThan(0);
}, 300_000);

test("a worker that was stopped for longer than its lock drops what it has; a third one goes on with it", async () => {
  const workers = [new TestWorker(), new TestWorker()] as const;
  const collected = sweep(TWO);
  const [sleeper, other] = workers;
  await sleeper.until(() => hasCheckpoint(sleeper.cell));
  const { cell } = sleeper;
  end(sleeper.pid, "SIGSTOP");
  const third = new TestWorker();
  await Promise.race(
    [other, third].map((worker) => worker.until(() => worker.said.includes(`${cell}: begins`))),
  );
  end(sleeper.pid, "SIGCONT");

  expectEachOnce(2, await collected);
  expect(sleeper.said).not.toContain(`${cell}: begins\n${cell}:`);
}, 300_000);

test("a sweep that is collected again is not trained again; without a server it says so", async () => {
  const worker = new TestWorker();
  const first = await sweep(TWO);
  expectEachOnce(2, first);
  const before = worker.said;
  const again = await sweep(TWO);
  expect(again.out).toBe(first.out);
  expect(worker.said).toBe(before);
  server.kill("SIGKILL");
  const nobody = await ended(
    spawn(process.execPath, [program, "worker", "--queue", "redis://127.0.0.1:1"], { cwd: ROOT }),
  );
  expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining("No queue server answers") });
}, 300_000);
