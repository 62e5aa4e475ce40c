/** One measured value: where it was taken, and what it was. Further columns are kept for tables. */
export interface Sample {
  readonly step: number;
  readonly epoch: number;
  readonly value: number;
  readonly [column: string]: number;
}

/** A point of a curve: x in epochs. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** About 140 epochs of MNIST in batches of 64; beyond it the oldest samples give way. */
const CAPACITY = 131072;

/**
 * A curve as measured: a ring of samples with a trailing mean beside each. The mean is taken when a
 * sample arrives, over a window that grows with the run (a quarter of the samples so far, at most
 * `maxWindow`), so early learning is not smeared and what was drawn once never changes.
 */
export class Series {
  readonly #columns = new Map<string, Float64Array>();
  readonly #maxWindow: number;
  readonly #capacity: number;
  #pushed = 0;

  constructor(maxWindow: number, capacity = CAPACITY) {
    this.#maxWindow = maxWindow;
    this.#capacity = capacity;
  }

  /** Samples held, at most the capacity. */
  get length(): number {
    return Math.min(this.#pushed, this.#capacity);
  }

  /** The number of samples the newest mean is taken over. */
  get window(): number {
    return Math.max(1, Math.min(this.#maxWindow, this.length, Math.floor(this.#pushed / 4)));
  }

  push(sample: Sample): void {
    const slot = this.#pushed % this.#capacity;
    for (const [name, value] of Object.entries(sample)) this.#write(name, slot, value);
    this.#pushed++;
    this.#write("mean", slot, this.#meanUpTo(slot));
  }

  /** Column `name` of the sample at `index`, oldest first; NaN where there is none. */
  at(name: string, index: number): number {
    const start = this.#pushed > this.#capacity ? this.#pushed % this.#capacity : 0;
    return this.#columns.get(name)?.[(start + index) % this.#capacity] ?? Number.NaN;
  }

  /** Column `name` of the newest sample; NaN where there is none. */
  last(name: string): number {
    return this.length === 0 ? Number.NaN : this.at(name, this.length - 1);
  }

  /** Index of the sample nearest to an epoch, or -1. Epochs never fall. */
  nearest(epoch: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at("epoch", middle) < epoch) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && epoch - this.at("epoch", low - 1) < this.at("epoch", low) - epoch) low--;
    return this.length === 0 ? -1 : low;
  }

  /**
   * The curve of a column in at most `maxPoints` of its own points (see `decimate`). Values that are
   * not finite are left out.
   */
  curve(
    name: string,
    maxPoints: number,
    transform: (value: number) => number = (value) => value,
  ): CurvePoint[] {
    const height = (index: number) => transform(this.at(name, index));
    return decimate(this.length, height, maxPoints).map((index) => ({
      x: this.at("epoch", index),
      y: height(index),
    }));
  }

  #meanUpTo(slot: number): number {
    const values = this.#columns.get("value");
    const window = this.window;
    let sum = 0;
    for (let back = 0; back < window; back++) {
      sum += values?.[(slot - back + this.#capacity) % this.#capacity] ?? Number.NaN;
    }
    return sum / window;
  }

  #write(name: string, slot: number, value: number): void {
    let column = this.#columns.get(name);
    if (column === undefined || column.length <= slot) column = this.#grow(name, column, slot);
    column[slot] = value;
  }

  #grow(name: string, old: Float64Array | undefined, slot: number): Float64Array {
    const column = new Float64Array(Math.min(this.#capacity, Math.max(256, 2 * slot))).fill(Number.NaN);
    if (old !== undefined) column.set(old);
    this.#columns.set(name, column);
    return column;
  }
}

/**
 * Thins a curve of `count` points to at most `maxPoints` of them, given as indices: the lowest and the
 * highest of equally full buckets, in order, and both ends. Spikes stay; heights that are not finite go.
 */
export function decimate(count: number, height: (index: number) => number, maxPoints: number): number[] {
  const kept: number[] = [];
  const keep = (index: number) => {
    if (index > (kept.at(-1) ?? -1) && Number.isFinite(height(index))) kept.push(index);
  };
  const buckets = count <= maxPoints ? 0 : Math.floor((maxPoints - 2) / 2);
  if (buckets === 0) for (let i = 0; i < count; i++) keep(i);
  if (count > 0) keep(0);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * (count - 2)) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * (count - 2)) / buckets);
    const [low, high] = extremes(from, to, height);
    keep(Math.min(low, high));
    keep(Math.max(low, high));
  }
  if (count > 0) keep(count - 1);
  return kept;
}

/** Indices of the lowest and the highest finite height in [from, to); -1 where none is finite. */
function extremes(from: number, to: number, height: (index: number) => number): [low: number, high: number] {
  let low = -1;
  let high = -1;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const y = height(i);
    if (!Number.isFinite(y)) continue;
    if (y < lowest) {
      lowest = y;
      low = i;
    }
    if (y > highest) {
      highest = y;
      high = i;
    }
  }
  return [low, high];
}
