import type { Series } from "../series.ts";

/** The newest accuracy of a run, as a fraction; null before its first test. */
export interface Standing {
  readonly accuracy: number;
  readonly epoch: number;
  /** Test images it was measured on. */
  readonly images: number;
  /** All test images at once, not a mean over tests of the subset. */
  readonly whole: boolean;
}

/**
 * Where a run stands: the whole test set's result while it is the newest, else the mean of the
 * newest tests of the subset (one test of 1,000 images wavers by half a point).
 */
export function standingOf(tests: Series): Standing | null {
  if (tests.length === 0) return null;
  const whole = tests.last("whole") === 1;
  return {
    accuracy: tests.last(whole ? "value" : "mean"),
    epoch: tests.last("epoch"),
    images: tests.last("images"),
    whole,
  };
}

/** The accuracy of a transferred network before its first step, and when that was. */
export interface Start {
  readonly accuracy: number;
  readonly epoch: number;
}

/** Transfer step 0: the first test of a run that starts from weights of another; null before it. */
export function startOf(tests: Series | undefined): Start | null {
  if (tests === undefined || tests.length === 0) return null;
  return { accuracy: tests.at("value", 0), epoch: tests.at("epoch", 0) };
}

export interface Gap {
  /** Percentage points between the two, at least 0, as shown (two decimals). */
  readonly points: number;
  /** What the first run does. */
  readonly verb: "leads" | "trails" | "level";
}

/** The gap as one reads it from the two numbers on the page: from their rounded values. */
export function gapOf(first: number, second: number): Gap {
  const hundredths = Math.round(first * 10000) - Math.round(second * 10000);
  return {
    points: Math.abs(hundredths) / 100,
    verb: hundredths > 0 ? "leads" : hundredths < 0 ? "trails" : "level",
  };
}

export interface Delay {
  /** Epoch at which the leader first stood where the other stands now. */
  readonly from: number;
  readonly to: number;
}

/**
 * How far behind the trailing run is in training time: since when the leader's mean has passed the
 * other's present accuracy. Null while the leader was ahead from its first tests on (then nothing
 * can be said) or where less than two tests lie between.
 */
export function delayOf(leader: Series, behind: Standing): Delay | null {
  let reached = 0;
  while (reached < leader.length && leader.at("mean", reached) < behind.accuracy) reached++;
  if (reached === 0 || leader.length - 1 - reached < 2) return null;
  const from = leader.at("epoch", reached);
  return from < behind.epoch ? { from, to: behind.epoch } : null;
}
