import { useMemo, useState } from "react";
import type { Curves } from "../curves.ts";
import { fileName } from "../files/names.ts";
import { GhostLines } from "../runs/GhostLines.tsx";
import type { Race } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { ACCURACY, CHART, percent } from "../strings/race.ts";
import { accuracyPlot, type Scale } from "./accuracyPlot.ts";
import type { Axis } from "./axes.ts";
import { ChartHead } from "./ChartHead.tsx";
import { testsCsv } from "./csv.ts";
import { Plot } from "./Plot.tsx";
import { Reading } from "./Reading.tsx";
import { TableDialog } from "./TableDialog.tsx";

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
  const drawn = useMemo(
    () => accuracyPlot(curves, race, scale, x, version),
    [curves, race, scale, x, version],
  );
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
          fileName={fileName(race.config, "accuracy", "csv", new Date())}
          csv={() => testsCsv(curves.tests)}
        />
      </ChartHead>
      <Plot
        label={ACCURACY.describe(x.to, summary)}
        data={drawn.data}
        ends={drawn.ends}
        starts={drawn.starts}
        bracket={drawn.bracket}
        stop={stop === null ? null : { x: stop.epoch, text: CHART.stopped(stop.step, stop.epoch) }}
        pointer={
          near === null
            ? null
            : { x: near.epoch, read: <Reading curves={curves.tests} epoch={near.epoch} format={percent} /> }
        }
        behind={(epochs, y, height) => (
          <GhostLines what="tests" x={epochs} y={y} height={height} transform={drawn.transform} />
        )}
        onPoint={onPoint}
      />
    </section>
  );
}

function nearestTest(curves: Curves, epoch: number): { epoch: number } | null {
  const tests = curves.tests.values().next().value;
  if (tests === undefined || tests.length === 0) return null;
  return { epoch: tests.at("epoch", tests.nearest(epoch)) };
}
