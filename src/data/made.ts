import { bitsAt, STREAM, streamKey } from "../math/random.ts";
import type { Dataset, DatasetInfo, Split } from "./dataset.ts";

/** Told every thousand images. */
export type MadeProgress = (done: number, total: number) => void;

/** Draws image `place` (the test images follow those of the train set) of a class into zeroed bytes. */
export type Draw = (place: number, label: number, image: Uint8Array) => void;

/** A data set the project draws: classes equally often, the test images from draws of their own. */
export function makeDataset(info: DatasetInfo, draw: Draw, onProgress: MadeProgress = () => {}): Dataset {
  const total = info.trainSize + info.testSize;
  const pixels = info.height * info.width * info.channels;
  const split = (first: number, count: number): Split => {
    const images = new Uint8Array(count * pixels);
    const labels = Uint8Array.from({ length: count }, (_, i) => i % info.classes.length);
    for (let i = 0; i < count; i++) {
      draw(first + i, labels[i] as number, images.subarray(i * pixels, (i + 1) * pixels));
      if ((first + i + 1) % 1000 === 0) onProgress(first + i + 1, total);
    }
    return { count, images, labels };
  };
  return { info, train: split(0, info.trainSize), test: split(info.trainSize, info.testSize) };
}

/** Each image has this many places of the random stream to itself. */
const DRAWS_PER_IMAGE = 4096;

/** Random numbers of one image, in the order they are asked for. */
export class Draws {
  readonly #key: number;
  #place: number;

  constructor(seed: number, image: number) {
    this.#key = streamKey(seed, STREAM.synthetic);
    this.#place = image * DRAWS_PER_IMAGE;
  }

  /** 32 random bits. */
  bits(): number {
    return bitsAt(this.#key, this.#place++);
  }

  between(low: number, high: number): number {
    return low + (high - low) * (this.bits() / 4294967296);
  }

  /** Bell-shaped with mean 0 and the given standard deviation: a sum of four uniform numbers. */
  bell(deviation: number): number {
    const sum = this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1);
    // Each has variance 1/3.
    return sum * Math.sqrt(0.75) * deviation;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.between(0, choices.length))] as T;
  }

  /** A direction with |sine| up to about `turn` (1: all equally likely): a point of the disc moved to its rim. */
  direction(turn: number): readonly [number, number] {
    for (;;) {
      const x = turn < 1 ? this.between(0.7, 1) : this.between(-1, 1);
      const y = this.between(-turn, turn);
      const squared = x * x + y * y;
      if (squared > 1 || squared < 0.01) continue;
      const length = Math.sqrt(squared);
      return [x / length, y / length];
    }
  }
}
