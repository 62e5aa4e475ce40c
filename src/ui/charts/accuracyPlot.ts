import type { Curves } from "../curves.ts";
import { type Delay, delayOf, gapOf, standingOf, startOf } from "../race/gap.ts";
import { targetsOf } from "../race/targets.ts";
import type { CurvePoint, Series } from "../series.ts";
import type { Race } from "../state.ts";
import { ACCURACY, percent, RUN_WORDS } from "../strings/race.ts";
import { type Axis, accuracyAxis, errorAxis, logError } from "./axes.ts";
import { bandBetween, plotSeries } from "./plotData.ts";

/** Accuracy as it is, or the error that remains on a logarithmic scale. */
export type Scale = "linear" | "log";

/** Everything the plot of accuracy shows, from the curves as they stand (`version` says that they moved). */
export function accuracyPlot(curves: Curves, race: Race, scale: Scale, x: Axis, _version = 0) {
  const [first, second] = [...curves.tests.values()];
  const begun = [...curves.tests.values()].filter((tests) => tests.length > 0);
  const resolution = 0.5 / race.data.testSize;
  const height =
    scale === "linear" ? (value: number) => 100 * value : (value: number) => logError(value, resolution);
  const best = begun.map((tests) => highest(tests));
  const y =
    scale === "linear"
      ? accuracyAxis(best.length > 0 ? 100 * Math.min(...best) : 0)
      : errorAxis(Math.max(0.6, ...best), resolution);
  const standings = [...curves.tests].map(([run, tests]) => ({ run, standing: standingOf(tests) }));
  const ends = standings.flatMap(({ run, standing }) =>
    standing === null
      ? []
      : [
          {
            run,
            x: standing.epoch,
            y: height(standing.accuracy),
            word: RUN_WORDS[run].label,
            value: percent(standing.accuracy),
          },
        ],
  );
  const start = startOf(curves.tests.get("transfer"));
  const delay = delayBetween(curves);
  return {
    transform: height,
    data: {
      x,
      y,
      series: plotSeries(curves.tests, height).map((line) => ({
        ...line,
        mean: endingAt(
          line.mean,
          ends.find(({ run }) => run === line.run),
        ),
      })),
      band: bandBetween(first, second, height),
      targets: targetsOf(race.config).map((target) => ({
        run: target.run,
        at: height(target.percent / 100),
        text: ACCURACY.paper(target.percent),
      })),
    },
    ends,
    starts:
      start === null
        ? []
        : [
            {
              run: "transfer" as const,
              x: start.epoch,
              y: height(start.accuracy),
              text: ACCURACY.start(percent(start.accuracy)),
            },
          ],
    bracket:
      delay === null || delay.from > x.to
        ? null
        : {
            from: delay.from,
            to: delay.to,
            at: height(delay.accuracy),
            text: ACCURACY.later(delay.to - delay.from),
          },
    window: first?.window ?? 1,
  };
}

/** The thick line ends at the number it is labelled with, also where that is the whole test set's. */
function endingAt(mean: readonly CurvePoint[], end: CurvePoint | undefined): readonly CurvePoint[] {
  return end === undefined ? mean : [...mean.slice(0, -1), { x: end.x, y: end.y }];
}

/** The delay of whichever of the two runs trails, with the accuracy it is measured at. */
export function delayBetween(curves: Curves): (Delay & { readonly accuracy: number }) | null {
  const [first, second] = [...curves.tests.values()];
  const [a, b] = [first, second].map((tests) => (tests === undefined ? null : standingOf(tests)));
  if (first === undefined || second === undefined || a == null || b == null) return null;
  const { verb } = gapOf(a.accuracy, b.accuracy);
  if (verb === "level") return null;
  const [leader, behind] = verb === "leads" ? [first, b] : [second, a];
  const delay = delayOf(leader, behind);
  return delay === null ? null : { ...delay, accuracy: behind.accuracy };
}

function highest(tests: Series): number {
  let best = 0;
  for (let i = 0; i < tests.length; i++) best = Math.max(best, tests.at("mean", i));
  return best;
}
