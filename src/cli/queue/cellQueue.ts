import type { Queue } from "bullmq";
import { FlagError } from "../flags.ts";

/** A cell in the queue; its job's id is the cell's key, so that no cell is there twice. */
export interface CellJob {
  /** Arguments of `reproduce` that make exactly this cell. */
  readonly argv: readonly string[];
  /** Key of the cell whose weights it starts from. */
  readonly parent: string | null;
}

/** What a worker hands in of a finished cell: its line of `reproduce --json`. */
export interface CellResult {
  readonly percent: number;
  readonly images: number;
  readonly device: string;
  readonly date: string;
  readonly folder: string;
  /** The worker: host and process. */
  readonly by: string;
}

export type CellQueue = Queue<CellJob, CellResult>;

export const QUEUE = "minconv-cells";

/** How the queue's server is reached; commands wait while it is away. */
export const connectionTo = (url: string) => ({ url, maxRetriesPerRequest: null });

/** How long a server may take to answer the first time. */
const PATIENCE = 5000;

/**
 * Opens the queue on a Redis or Valkey server.
 * @throws FlagError where nobody answers at the address.
 */
export async function openQueue(url: string): Promise<CellQueue> {
  if (!/^rediss?:\/\//.test(url))
    throw new FlagError(`--queue ${url}: an address such as redis://host:6379.`);
  const { Queue } = await import("bullmq");
  const queue: CellQueue = new Queue(QUEUE, { connection: connectionTo(url) });
  let reason = "no answer";
  queue.on("error", (error) => {
    reason = error.message || reason;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const answered = await Promise.race([queue.waitUntilReady().then(() => true), late]).catch(() => false);
  clearTimeout(timer);
  if (answered) return queue;
  void queue.disconnect();
  throw new FlagError(
    `No queue server answers at ${url} (${reason}). Start Redis or Valkey there, or correct the address.`,
  );
}
