import { chunks } from "../data/batches.ts";
import { MAX_STEPS } from "./feed.ts";
import type { Pace } from "./pace.ts";
import type { Race, Run } from "./race.ts";

/** The places of all `count` images of a set. */
export const allImages = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

/**
 * Submits a test of one run on these images of the test set; `race.readEvaluation` has its totals once
 * the pace is drained.
 * @param around `before` each submit, and `after` it with how many images are done.
 */
export async function submitTest(
  race: Race,
  run: Run,
  images: Uint32Array,
  pace: Pace,
  around: { readonly before?: () => Promise<void>; readonly after: (done: number) => void },
): Promise<void> {
  const { batch } = race.config;
  const parts = chunks(images.length, batch).map(({ start, count }) => images.subarray(start, start + count));
  for (let at = 0; at < parts.length; ) {
    await around.before?.();
    const part = parts.slice(at, at + Math.min(pace.count("test"), MAX_STEPS));
    await pace.submit(`test ${run.name}`, part.length, () =>
      race.submitEvaluation(run, "test", part, at === 0),
    );
    at += part.length;
    around.after(Math.min(images.length, at * batch));
  }
}
