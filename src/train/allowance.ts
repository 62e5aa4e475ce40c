/**
 * How often something may be done beside training: at most every so many milliseconds, and only once
 * training has taken so much of the device's time since the last time that this was within its share.
 */
export class Allowance {
  /** Milliseconds between two times, at least. */
  every: number;
  readonly #share: number;
  #last = Number.NEGATIVE_INFINITY;
  #times = 0;
  /** Milliseconds on the device: the last time, and of training since. */
  #cost = 0;
  #trained = 0;
  readonly #total = { cost: 0, trained: 0 };

  constructor(every: number, share: number) {
    this.every = every;
    this.#share = share;
  }

  get due(): boolean {
    return performance.now() - this.#last >= this.every && this.#cost <= this.#share * this.#trained;
  }

  /** Share of training's time that all times took so far. */
  get taken(): number {
    const { cost, trained } = this.#total;
    return trained > 0 ? cost / trained : 0;
  }

  /** Milliseconds that training took on the device so far. */
  get trainedInAll(): number {
    return this.#total.trained;
  }

  /** Training took so long on the device. */
  trained(milliseconds: number): void {
    this.#trained += milliseconds;
    this.#total.trained += milliseconds;
  }

  /** It is done now. */
  begin(): void {
    this.#last = performance.now();
    this.#trained = 0;
  }

  /** What it took on the device. The first time pays for its kernels and says nothing of the next. */
  spent(milliseconds: number): void {
    if (this.#times++ > 0) this.#cost = milliseconds;
    this.#total.cost += milliseconds;
  }
}
