import type { RunName, TrainEvent } from "../train/events.ts";
import { Readings } from "./layers/readings.ts";
import { Series } from "./series.ts";

/** Everything measured in one race. Kept outside React's state: it grows at every step. */
export interface Curves {
  /** Test accuracy (fractions) of each run. */
  readonly tests: ReadonlyMap<RunName, Series>;
  /** Training loss of each run. */
  readonly losses: ReadonlyMap<RunName, Series>;
  /** What was read inside each run's convolutions, while somebody looks. */
  readonly layers: ReadonlyMap<RunName, Readings>;
}

/** Windows of the means: tests are few and wide apart, minibatch losses many and noisy. */
const TEST_WINDOW = 19;
const LOSS_WINDOW = 101;

export function emptyCurves(runs: readonly RunName[]): Curves {
  return {
    tests: new Map(runs.map((run) => [run, new Series(TEST_WINDOW)])),
    losses: new Map(runs.map((run) => [run, new Series(LOSS_WINDOW)])),
    layers: new Map(runs.map((run) => [run, new Readings()])),
  };
}

/** Adds what a training event measured. */
export function record(curves: Curves, event: TrainEvent): void {
  if (event.type === "steps") {
    const series = curves.losses.get(event.run);
    for (const { step, epoch, loss, accuracy, gradientNorm } of event.records) {
      series?.push({ step, epoch, value: loss, accuracy, gradientNorm });
    }
  } else if (event.type === "test") {
    const { step, epoch, accuracy, loss, images } = event;
    curves.tests
      .get(event.run)
      ?.push({ step, epoch, value: accuracy, loss, images, whole: event.whole ? 1 : 0 });
  } else if (event.type === "layers") curves.layers.get(event.run)?.push(event);
}
