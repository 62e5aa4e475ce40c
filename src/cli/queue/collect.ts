import type { Cell } from "../cells.ts";
import type { MeasuredCell } from "../cellTable.ts";
import { note } from "../output.ts";
import { type CellQueue, type CellResult, connectionTo, openQueue, QUEUE } from "./cellQueue.ts";

/**
 * Puts cells, and those they start from, into the queue, and waits until workers have finished all of
 * them. Cells that are there already are not put in again; failed ones are tried anew. Stopping this
 * command leaves the queue at work; started again it collects.
 * @returns the cells that were finished, in the order given.
 */
export async function collect(
  url: string,
  cells: readonly Cell[],
  argumentsOf: (cell: Cell) => readonly string[],
): Promise<readonly MeasuredCell[]> {
  const queue = await openQueue(url);
  const { QueueEvents } = await import("bullmq");
  const events = new QueueEvents(QUEUE, { connection: connectionTo(url) });
  try {
    await events.waitUntilReady();
    const all = cells
      .flatMap((cell) => (cell.parent ? [cell.parent, cell] : [cell]))
      .filter((cell, i, every) => every.findIndex(({ key }) => key === cell.key) === i);
    note(`${all.length} cells in the queue at ${url}; waiting for workers`);
    let done = 0;
    const waiting = all.map(async (cell) => {
      const job = await enqueue(queue, cell, argumentsOf(cell));
      const result = await job.waitUntilFinished(events).catch((error: Error) => error);
      done++;
      const said = result instanceof Error ? `failed: ${result.message}` : `${result.percent.toFixed(2)} %`;
      note(`${done} of ${all.length}  ${cell.key}  ${said}`);
      return [cell.key, result] as const;
    });
    const results = new Map(await Promise.all(waiting));
    return cells.flatMap((cell) => measured(cell, results.get(cell.key)));
  } finally {
    await events.close();
    await queue.close();
  }
}

async function enqueue(queue: CellQueue, cell: Cell, argv: readonly string[]) {
  const data = { argv, parent: cell.parent?.key ?? null };
  // Workers that stop often must not make a cell fail; it goes on from its checkpoint.
  const job = await queue.add("cell", data, { jobId: cell.key });
  if (await job.isFailed()) await job.retry("failed");
  return job;
}

function measured(cell: Cell, result: CellResult | Error | undefined): MeasuredCell[] {
  if (!result || result instanceof Error) return [];
  const { percent, images, device, date, folder } = result;
  return [{ cell, accuracy: percent, images, device, date, folder }];
}
