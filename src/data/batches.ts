import { permutation, randomBits, STREAM } from "../math/random.ts";

/**
 * Which images a step trains on. Minibatches run on through one seeded permutation of the train set
 * after another, so every batch is full and every image is seen once per permutation.
 */
export type BatchOrder = (step: number) => Uint32Array<ArrayBuffer>;

/**
 * The order of one run, a pure function of the seed: gives, for the step with `step` steps before it
 * (the first is 0), its images as places in the train set. Consecutive steps cost O(batch) on average.
 */
export function batchOrder(seed: number, trainSize: number, batch: number): BatchOrder {
  const recent = new Map<number, Uint32Array>();
  const orderOf = (round: number): Uint32Array => {
    let order = recent.get(round);
    if (order === undefined) {
      order = roundOrder(seed, trainSize, round);
      // A batch lies in two rounds at most, unless it is larger than the train set.
      if (recent.size > 1) recent.delete(Math.min(...recent.keys()));
      recent.set(round, order);
    }
    return order;
  };
  return (step) => {
    const result = new Uint32Array(batch);
    for (let filled = 0; filled < batch; ) {
      const place = step * batch + filled;
      const start = place % trainSize;
      const part = orderOf(Math.floor(place / trainSize)).subarray(start, start + batch - filled);
      result.set(part, filled);
      filled += part.length;
    }
    return result;
  };
}

/** The permutation of the train set in pass `round` (from 0), each from a seed of its own. */
export function roundOrder(seed: number, trainSize: number, round: number): Uint32Array {
  return permutation(randomBits(seed, STREAM.shuffle, round), STREAM.shuffle, trainSize);
}

/** Steps of one epoch: ceil(n / batch). */
export function stepsPerEpoch(trainSize: number, batch: number): number {
  return Math.ceil(trainSize / batch);
}

/** Epochs after a number of steps, as a real number: images seen / images in the train set. */
export function epochAfter(steps: number, trainSize: number, batch: number): number {
  return (steps * batch) / trainSize;
}

/**
 * A part of the test set, in ascending order: the same for every run and seed, so that curves can be
 * compared. All of it where it has no more than `count` images.
 */
export function testSubset(testSize: number, count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(permutation(0, STREAM.testSubset, testSize).subarray(0, count)).sort();
}

/** A run of consecutive images of an evaluation. */
export interface Chunk {
  readonly start: number;
  readonly count: number;
}

/** Splits `total` images into chunks of `size`, the last one smaller where it does not divide. */
export function chunks(total: number, size: number): readonly Chunk[] {
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => ({
    start: i * size,
    count: Math.min(size, total - i * size),
  }));
}
