import { type ChildProcess, spawn } from "node:child_process";
import { hostname } from "node:os";
import type { Job, Worker } from "bullmq";
import { countFlag, FlagError, parseFlags, switches, valued } from "../flags.ts";
import { WORKER_FLAGS } from "../help.ts";
import { INTERRUPTED, onInterrupt } from "../interrupt.ts";
import { type LeaseMessage, LOST } from "../lease.ts";
import { note } from "../output.ts";
import { type CellJob, type CellResult, connectionTo, openQueue, QUEUE } from "./cellQueue.ts";

/** A cell whose exact network another worker still trains is looked at again after so long (ms). */
const PARENT_PAUSE = 2000;

/** Of a lock's time the share a cell's process may go on without a renewal: it ends before the lock. */
const LEASE = 0.75;

/** A cell may change hands as often as it must: it goes on from its checkpoint. */
const ANY_NUMBER = 1_000_000;

/**
 * `worker --queue redis://host:6379 --out DIR --data-dir DIR`: takes cells from the queue, one after the
 * other, until it is stopped. Each is trained by a process of its own, so that nothing it computes can
 * delay the renewal of the cell's lock. With `--out` on a folder that all workers share, a cell whose
 * worker died goes on from its checkpoint.
 */
export async function worker(argv: readonly string[]): Promise<number> {
  const { others } = parseFlags(argv, valued(WORKER_FLAGS), switches(WORKER_FLAGS));
  const url = others.get("queue");
  if (url === undefined) throw new FlagError("Which queue? --queue redis://host:6379");
  const lockDuration = 1000 * (countFlag(others, "lock") ?? 60);
  const passed = ["out", "data-dir", "adapter", "checkpoint-every"].flatMap((name) =>
    others.has(name) ? [`--${name}`, others.get(name) ?? ""] : [],
  );
  const queue = await openQueue(url);
  const bullmq = await import("bullmq");
  let stopped = false;
  let current: CellProcess | null = null;

  const work = async (job: Job<CellJob, CellResult>, token?: string): Promise<CellResult> => {
    const later = async (milliseconds: number): Promise<never> => {
      await job.moveToDelayed(Date.now() + milliseconds, token);
      throw new bullmq.DelayedError();
    };
    const { parent } = job.data;
    const state = parent ? await queue.getJobState(parent) : "completed";
    if (state === "failed") throw new Error(`${parent}, which it starts from, failed`);
    if (state !== "completed" && state !== "unknown") return later(PARENT_PAUSE);
    note(`${job.id}: begins`);
    current = new CellProcess(job.id ?? "", [...job.data.argv, ...passed], LEASE * lockDuration);
    const end = await current.ended;
    current = null;
    if (end.code === LOST || (end.code === INTERRUPTED && stopped)) return later(0);
    if (end.result === null) throw new Error(end.said || `ended with code ${end.code}`);
    note(`${job.id}: ${end.result.percent.toFixed(2)} %`);
    return { ...end.result, by: `${hostname()} ${process.pid}` };
  };

  const taking: Worker<CellJob, CellResult> = new bullmq.Worker(QUEUE, work, {
    connection: connectionTo(url),
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: ANY_NUMBER,
  });
  const isCurrent = (ids: readonly string[]) => current !== null && ids.includes(current.key);
  taking.on("locksRenewed", ({ jobIds }) => isCurrent(jobIds) && current?.renew());
  taking.on("lockRenewalFailed", (ids) => {
    if (!isCurrent(ids)) return;
    note(`${current?.key}: given to another worker meanwhile; what was done here is dropped`);
    current?.kill();
  });
  taking.on("failed", (job, error) => note(`${job?.id}: failed: ${error.message}`));
  taking.on("error", (error) => note(`queue: ${error.message}`));
  note(`waiting for cells at ${url}`);
  await new Promise<void>((resolve) => {
    onInterrupt(() => {
      note("Stopping and saving; once more to leave at once.");
      stopped = true;
      current?.stop();
      resolve();
    });
  });
  await taking.close();
  await queue.close();
  return INTERRUPTED;
}

interface CellEnd {
  readonly code: number | null;
  readonly result: Omit<CellResult, "by"> | null;
  /** Its last words. */
  readonly said: string;
}

/** The process that trains one cell, and its lease. */
class CellProcess {
  readonly key: string;
  readonly ended: Promise<CellEnd>;
  readonly #child: ChildProcess;
  readonly #lease: LeaseMessage;

  constructor(key: string, argv: readonly string[], leaseMilliseconds: number) {
    this.key = key;
    this.#lease = { leaseMilliseconds };
    const program = process.argv[1] ?? "";
    this.#child = spawn(process.execPath, [program, "reproduce", ...argv, "--json", "--every", "1000000"], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.renew();
    let out = "";
    let said = "";
    this.#child.stdout?.on("data", (text: Buffer) => {
      out += text;
    });
    this.#child.stderr?.on("data", (text: Buffer) => {
      said = text.toString().trim() || said;
      note(text.toString().trimEnd());
    });
    this.ended = new Promise((resolve) => {
      this.#child.on("close", (code) => resolve({ code, result: code === 0 ? cellIn(out) : null, said }));
    });
  }

  /** The cell is this worker's for another while. */
  renew(): void {
    if (this.#child.connected) this.#child.send(this.#lease);
  }

  /** Lets it save and end. */
  stop(): void {
    this.#child.kill("SIGTERM");
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** The cell's line among what `reproduce --json` printed. */
function cellIn(out: string): Omit<CellResult, "by"> | null {
  const lines = out.split("\n").filter((line) => line.startsWith('{"type":"cell"'));
  return lines.length > 0 ? JSON.parse(lines.at(-1) as string) : null;
}
