/** Exit code of a command that was stopped by a signal. */
export const INTERRUPTED = 130;

/** One Ctrl-C may arrive twice: from the terminal, and passed on by the process that started this one. */
const SAME_PRESS = 1000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `stop` at the first signal to end; at a second one the process leaves at once. Returns what puts
 * the signals back.
 */
export function onInterrupt(stop: () => void): () => void {
  let first: number | null = null;
  const handle = () => {
    const now = performance.now();
    if (first !== null && now - first > SAME_PRESS) process.exit(INTERRUPTED);
    if (first !== null) return;
    first = now;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle);
  };
}
