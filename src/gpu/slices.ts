/** Milliseconds below which a clock tells nothing. */
const CLOCK = 0.1;
/** Weight of the newest timing in the running mean. */
const NEWEST = 0.5;

/** Cuts work of so many rounds into slices sized by measured time on the device, each at most twice the one before. */
export class Slices {
  readonly #rounds: number;
  readonly #most: number;
  #done = 0;
  #latest = 0;
  /** Milliseconds of a round. The first slice pays for its kernels and is left out. */
  #time: number | null = null;

  /** @param most rounds that a slice holds. */
  constructor(rounds: number, most: number) {
    this.#rounds = rounds;
    this.#most = most;
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
    return Math.max(1, Math.min(wanted, 2 * this.#latest, this.#most, this.#rounds - this.#done));
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
