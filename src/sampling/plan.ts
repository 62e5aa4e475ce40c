import { BATCHES } from "./estimate.ts";

/** Samples of one batch that a workgroup sums up (shaders/monte_carlo.wgsl). */
export const ROUND = 2048;
/** Rounds a slice holds at most: what a fast card draws in a few milliseconds, 1.5 MB of sums. */
export const MAX_ROUNDS = 512;
/** Samples of a row at most. */
export const MAX_SAMPLES = 1e9;

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
