/** Exit code of a process whose work was given to another. */
export const LOST = 75;

/** What a queue's worker tells the process that trains a cell for it: the cell is yours so long. */
export interface LeaseMessage {
  readonly leaseMilliseconds: number;
}

let until = Number.POSITIVE_INFINITY;
let timer: NodeJS.Timeout | undefined;

/** Leaves at once, without a word to the folder: another process may be writing there. */
function leave(): never {
  process.exit(LOST);
}

/**
 * Follows the lease of the process that started this one, if there is such a one. The cell is lost when
 * no renewal came in time, also where either process was stopped meanwhile; when the other one has ended,
 * this one stops and saves while it still may.
 */
export function followLease(): void {
  if (!process.send) return;
  process.on("message", ({ leaseMilliseconds }: LeaseMessage) => {
    // A message may have waited while this process was stopped: what is late already stays lost.
    checkLease();
    until = performance.now() + leaseMilliseconds;
    clearTimeout(timer);
    timer = setTimeout(leave, leaseMilliseconds);
  });
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
}

/** To be asked before every write that another process might make as well. */
export function checkLease(): void {
  if (performance.now() > until) leave();
}
