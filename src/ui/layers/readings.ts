import type { LayerReading } from "../../math/layerReading.ts";

/** What was read of a run's layers in one step. */
export interface StepReading {
  readonly step: number;
  readonly epoch: number;
  readonly layers: readonly LayerReading[];
}

/** Readings kept of a run: beyond them every second older one gives way. */
const KEPT = 600;

/** A run's readings, oldest first: the newest dense, the oldest thinned out. */
export class Readings {
  #kept: StepReading[] = [];

  push(reading: StepReading): void {
    if (this.#kept.length >= KEPT) this.#kept = this.#kept.filter((_, i) => i >= KEPT / 2 || i % 2 === 0);
    this.#kept.push(reading);
  }

  get all(): readonly StepReading[] {
    return this.#kept;
  }

  get last(): StepReading | undefined {
    return this.#kept.at(-1);
  }
}
