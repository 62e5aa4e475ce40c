/** Work a submit should hold, in milliseconds: while the page is being used, and otherwise. */
const AIM = { interacting: 10, quiet: 30 } as const;
/** A submit that long is not queued behind another, so that a pause acts soon. */
const LONG = 100;
/** Weight of the newest timing in the running mean. */
const NEWEST = 0.2;

/**
 * Sizes submits by measured time on the device and keeps at most two of them in flight. A submit's
 * time runs from when the device was free for it to when it was done.
 */
export class Pace {
  interacting = false;
  readonly #settle: (expected: number) => Promise<void>;
  /** Milliseconds of one step, by what it is. The first of a kind pays for its kernels and is left out. */
  readonly #times = new Map<string, number>();
  readonly #begun = new Set<string>();
  #inFlight: Promise<void>[] = [];
  #freeAt = 0;

  constructor(settle: (expected: number) => Promise<void>) {
    this.#settle = settle;
  }

  /** Running mean of one step's time; undefined before the second submit. */
  milliseconds(what: string): number | undefined {
    return this.#times.get(what);
  }

  /** How many steps of a kind ("step", "test") the next submit should hold. */
  count(kind: string): number {
    const times = [...this.#times].flatMap(([what, time]) => (what.startsWith(kind) ? [time] : []));
    if (times.length === 0) return 1;
    const aim = this.interacting ? AIM.interacting : AIM.quiet;
    return Math.max(1, Math.floor(aim / Math.max(...times)));
  }

  /** Submits, and waits while the device has enough to do. */
  async submit(what: string, count: number, work: () => void): Promise<void> {
    const known = this.#times.get(what) ?? LONG;
    const allowed = known * count >= LONG ? 1 : 2;
    while (this.#inFlight.length >= allowed) await this.#oldest();
    const start = performance.now();
    work();
    const expected = this.#times.has(what) ? known * count : 0;
    const done = this.#settle(expected).then(() => {
      const now = performance.now();
      this.#note(what, (now - Math.max(start, this.#freeAt)) / count);
      this.#freeAt = now;
    });
    // Awaited later; a rejection must not count as unhandled until then.
    done.catch(() => {});
    this.#inFlight.push(done);
  }

  /** Waits for everything submitted. */
  async drain(): Promise<void> {
    while (this.#inFlight.length > 0) await this.#oldest();
  }

  async #oldest(): Promise<void> {
    await this.#inFlight.shift();
  }

  #note(what: string, time: number): void {
    if (!this.#begun.has(what)) {
      this.#begun.add(what);
      return;
    }
    const before = this.#times.get(what);
    this.#times.set(what, before === undefined ? time : before + NEWEST * (time - before));
  }
}
