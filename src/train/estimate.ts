import type { RunName } from "./events.ts";
import type { Pace } from "./pace.ts";
import type { Race } from "./race.ts";

/** Images a second in training, of every run that took a step. */
export function imagesPerSecond(race: Race, pace: Pace): Partial<Record<RunName, number>> {
  return Object.fromEntries(
    race.runs.flatMap(({ name }) => {
      const milliseconds = pace.milliseconds(`step ${name}`);
      return milliseconds ? [[name, (1000 * race.config.batch) / milliseconds]] : [];
    }),
  );
}

/**
 * Seconds until the last step, of the steps and of the tests that go with them; null before the first step. A
 * lane yet to start is taken to be as fast as the slowest.
 */
export function secondsLeft(race: Race, pace: Pace, totalSteps: number): number | null {
  const { batch, testEvery, testImages } = race.config;
  const slowest = (what: string) =>
    Math.max(...race.runs.map(({ name }) => pace.milliseconds(`${what} ${name}`) ?? 0));
  const steps = slowest("step");
  if (steps === 0) return null;
  let milliseconds = 0;
  for (const { name, startsAt } of race.runs) {
    const left = Math.max(0, totalSteps - Math.max(race.step, startsAt));
    const whole = Math.ceil(left / race.stepsPerEpoch) * Math.ceil(race.data.test.count / batch);
    const subsets = Math.floor(left / testEvery) * Math.ceil(testImages / batch);
    milliseconds += left * (pace.milliseconds(`step ${name}`) ?? steps);
    milliseconds += (whole + subsets) * (pace.milliseconds(`test ${name}`) ?? slowest("test"));
  }
  return milliseconds / 1000;
}
