import { BATCHES } from "./estimate.ts";

/** Samples of one batch that a workgroup sums up (shaders/monte_carlo.wgsl). */
export const ROUND = 2048;
/** Rounds a slice holds at most: what a fast card draws in a few milliseconds, 1.5 MB of sums. */
export const MAX_ROUNDS = 512;
/** Samples of a row at most. */
export const MAX_SAMPLES = 1e9;
/** Milliseconds below which a clock tells nothing. */
const CLOCK = 0.1;
/** Weight of the newest timing in the running mean. */
const NEWEST = 0.5;

export interface Plan {
  /** Samples of each batch. */
  readonly count: number;
  /** Rounds that each batch takes; the last may be cut short. */
  readonly rounds: number;
}

/** The plan of so many samples, rounded up to full batches. @throws RangeError outside 128..MAX_SAMPLES. */
export function planOf(samples: number): Plan {
  if (!(samples >= 2 * BATCHES && samples <= MAX_SAMPLES))
    throw new RangeError(`${samples} samples: must be ${2 * BATCHES} to ${MAX_SAMPLES}`);
  const count = Math.ceil(samples / BATCHES);
  return { count, rounds: Math.ceil(count / ROUND) };
}

/** Samples of a batch that its first `rounds` rounds hold. */
export const samplesOf = ({ count }: Plan, rounds: number) => Math.min(count, rounds * ROUND);

/** Cuts a row's rounds into slices sized by measured time on the device, each at most twice the one before. */
export class Slices {
  readonly #rounds: number;
  #done = 0;
  #latest = 0;
  /** Milliseconds of a round. The first slice pays for its kernel and is left out. */
  #time: number | null = null;

  constructor({ rounds }: Plan) {
    this.#rounds = rounds;
  }

  /** Rounds done. */
  get done(): number {
    return this.#done;
  }

  get finished(): boolean {
    return this.#done === this.#rounds;
  }

  /** Rounds the next slice should hold. @param aim milliseconds it should take. */
  next(aim: number): number {
    const wanted = this.#time === null ? 1 : Math.floor(aim / this.#time);
    return Math.max(1, Math.min(wanted, 2 * this.#latest, MAX_ROUNDS, this.#rounds - this.#done));
  }

  /** A slice is done. */
  note(rounds: number, milliseconds: number): void {
    if (this.#done > 0) {
      const time = Math.max(CLOCK, milliseconds) / rounds;
      this.#time = this.#time === null ? time : this.#time + NEWEST * (time - this.#time);
    }
    this.#done += rounds;
    this.#latest = rounds;
  }
}
