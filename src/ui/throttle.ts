/**
 * Calls `act` at once and then at most once in `ms`; calls that come sooner are answered together
 * at the end of that time.
 */
export function createThrottle(ms: number, act: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  function after(): void {
    waiting = undefined;
    if (!again) return;
    again = false;
    run();
  }
  function run(): void {
    act();
    waiting = setTimeout(after, ms);
  }
  return () => {
    if (waiting === undefined) run();
    else again = true;
  };
}
