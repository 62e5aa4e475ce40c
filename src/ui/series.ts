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
    let sum = 0;
    const window = this.window;
    for (let back = 0; back < window; back++) sum += this.at("value", this.length - 1 - back);
    this.#write("mean", slot, sum / window);
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

  /** The curve of a column in at most `maxPoints` points (see `decimate`). Values that are not finite are left out. */
  curve(
    name: string,
    maxPoints: number,
    transform: (value: number) => number = (value) => value,
  ): CurvePoint[] {
    const points: CurvePoint[] = [];
    for (let i = 0; i < this.length; i++) {
      const y = transform(this.at(name, i));
      if (Number.isFinite(y)) points.push({ x: this.at("epoch", i), y });
    }
    return decimate(points, maxPoints);
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
 * Thins a curve to at most `maxPoints` of its own points: the lowest and the highest of each of
 * equally full buckets, in order, and both ends. Spikes stay.
 */
export function decimate(points: readonly CurvePoint[], maxPoints: number): CurvePoint[] {
  if (points.length <= maxPoints) return [...points];
  const buckets = Math.floor((maxPoints - 2) / 2);
  const inner = points.length - 2;
  const kept: CurvePoint[] = [points[0] as CurvePoint];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if ((points[i] as CurvePoint).y < (points[low] as CurvePoint).y) low = i;
      if ((points[i] as CurvePoint).y > (points[high] as CurvePoint).y) high = i;
    }
    kept.push(points[Math.min(low, high)] as CurvePoint);
    if (low !== high) kept.push(points[Math.max(low, high)] as CurvePoint);
  }
  kept.push(points.at(-1) as CurvePoint);
  return kept;
}
