import { useMemo, useState } from "react";
import type { Curves } from "../curves.ts";
import { type Delay, delayOf, gapOf, standingOf } from "../race/gap.ts";
import { targetsOf } from "../race/targets.ts";
import type { CurvePoint } from "../series.ts";
import type { Race } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { ACCURACY, CHART, percent, RUN_WORDS } from "../strings/race.ts";
import { type Axis, accuracyAxis, errorAxis, logError } from "./axes.ts";
import { ChartHead } from "./ChartHead.tsx";
import { testsCsv } from "./csv.ts";
import { Plot } from "./Plot.tsx";
import { bandBetween, plotSeries } from "./plotData.ts";
import { Reading } from "./Reading.tsx";
import { TableDialog } from "./TableDialog.tsx";

type Scale = "linear" | "log";

export interface ChartProps {
  readonly race: Race;
  readonly x: Axis;
  readonly pointed: number | null;
  readonly onPoint: (epoch: number | null) => void;
}

export function AccuracyChart({ race, x, pointed, onPoint }: ChartProps) {
  const [scale, setScale] = useState<Scale>("linear");
  const curves = useRace((state) => state.curves);
  const version = useRace((state) => state.testVersion);
  const stop = useRace((state) => state.stop);
  const { testImages, testEvery } = race.config;
  const drawn = useMemo(() => draw(curves, race, scale, x, version), [curves, race, scale, x, version]);
  const summary = drawn.ends.map(({ word, value }) => `${word} ${value} percent`).join(", ");
  const near = pointed === null ? null : nearestTest(curves, pointed);
  return (
    <section className="accuracy">
      <ChartHead
        title={ACCURACY.title}
        caption={`${scale === "log" ? ACCURACY.errorCaption : ""}${ACCURACY.caption(testImages, testEvery, drawn.window)}`}
        help={ACCURACY.help}
        formula={ACCURACY.formula}
        where={ACCURACY.where}
        fromPaper
      >
        <fieldset className="switch" aria-label={ACCURACY.scale}>
          {(["linear", "log"] as const).map((name) => (
            <button key={name} type="button" aria-pressed={scale === name} onClick={() => setScale(name)}>
              {ACCURACY[name]}
            </button>
          ))}
        </fieldset>
        <TableDialog
          title={ACCURACY.title}
          curves={curves.tests}
          format={percent}
          fileName="accuracy.csv"
          csv={() => testsCsv(curves.tests)}
        />
      </ChartHead>
      <Plot
        label={ACCURACY.describe(x.to, summary)}
        data={drawn.data}
        ends={drawn.ends}
        bracket={drawn.bracket}
        stop={stop === null ? null : { x: stop.epoch, text: CHART.stopped(stop.step, stop.epoch) }}
        pointer={
          near === null
            ? null
            : { x: near.epoch, read: <Reading curves={curves.tests} epoch={near.epoch} format={percent} /> }
        }
        onPoint={onPoint}
      />
    </section>
  );
}

/** Everything the plot shows, from the curves as they stand (`version` says that they moved). */
function draw(curves: Curves, race: Race, scale: Scale, x: Axis, _version: number) {
  const [first, second] = [...curves.tests.values()];
  const resolution = 0.5 / race.data.testSize;
  const height =
    scale === "linear" ? (value: number) => 100 * value : (value: number) => logError(value, resolution);
  const series = [...curves.tests.values()];
  const best = series.map((tests) => highest(tests));
  const y =
    scale === "linear"
      ? accuracyAxis(100 * Math.min(...best))
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
  const delay = delayBetween(curves);
  return {
    data: {
      x,
      y,
      series: plotSeries(curves.tests, height).map((line, i) => ({
        ...line,
        mean: endingAt(line.mean, ends[i]),
      })),
      band: bandBetween(first, second, height),
      targets: targetsOf(race.config).map((target) => ({
        run: target.run,
        at: height(target.percent / 100),
        text: ACCURACY.paper(target.percent),
      })),
    },
    ends,
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

function highest(tests: { length: number; at(name: string, index: number): number }): number {
  let best = 0;
  for (let i = 0; i < tests.length; i++) best = Math.max(best, tests.at("mean", i));
  return best;
}

function nearestTest(curves: Curves, epoch: number): { epoch: number } | null {
  const tests = curves.tests.values().next().value;
  if (tests === undefined || tests.length === 0) return null;
  return { epoch: tests.at("epoch", tests.nearest(epoch)) };
}
