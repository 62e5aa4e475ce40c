import { useMemo } from "react";
import type { Curves } from "../curves.ts";
import { useRace } from "../storeContext.ts";
import { LOSS, RUN_WORDS } from "../strings/race.ts";
import type { ChartProps } from "./AccuracyChart.tsx";
import { type Axis, lossAxis } from "./axes.ts";
import { ChartHead } from "./ChartHead.tsx";
import { lossesCsv } from "./csv.ts";
import { Plot } from "./Plot.tsx";
import { plotSeries } from "./plotData.ts";
import { Reading } from "./Reading.tsx";
import { TableDialog } from "./TableDialog.tsx";

export function LossChart({ x, pointed, onPoint }: ChartProps) {
  const curves = useRace((state) => state.curves);
  const version = useRace((state) => state.lossVersion);
  const stop = useRace((state) => state.stop);
  const drawn = useMemo(() => draw(curves, x, version), [curves, x, version]);
  const summary = drawn.ends.map(({ word, value }) => `${word} ${value}`).join(", ");
  return (
    <section className="loss">
      <ChartHead
        title={LOSS.title}
        caption={LOSS.caption(drawn.window)}
        help={LOSS.help}
        formula={LOSS.formula}
        where={LOSS.where}
        fromPaper={false}
      >
        <TableDialog
          title={LOSS.title}
          curves={curves.losses}
          format={lossText}
          fileName="loss.csv"
          csv={() => lossesCsv(curves.losses)}
        />
      </ChartHead>
      <Plot
        label={LOSS.describe(summary)}
        data={drawn.data}
        ends={drawn.ends}
        bracket={null}
        stop={stop === null ? null : { x: stop.epoch, text: "" }}
        pointer={
          pointed === null
            ? null
            : { x: pointed, read: <Reading curves={curves.losses} epoch={pointed} format={lossText} /> }
        }
        onPoint={onPoint}
      />
    </section>
  );
}

function draw(curves: Curves, x: Axis, _version: number) {
  const series = plotSeries(curves.losses, Math.log10);
  const heights = series.flatMap(({ raw }) => raw.map((point) => point.y));
  const y = lossAxis(Math.min(...heights), Math.max(...heights));
  const ends = [...curves.losses].flatMap(([run, losses]) => {
    const mean = losses.last("mean");
    if (!Number.isFinite(mean) || mean <= 0) return [];
    return [
      {
        run,
        x: losses.last("epoch"),
        y: Math.log10(mean),
        word: RUN_WORDS[run].label,
        value: lossText(mean),
      },
    ];
  });
  const [first] = curves.losses.values();
  return { data: { x, y, series, band: [], targets: [] }, ends, window: first?.window ?? 1 };
}

/** Two significant digits below 1, as on the axis. */
export function lossText(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 10 || value === 0) return value.toFixed(1);
  return value < 0.001 ? value.toExponential(1) : value.toFixed(value < 0.1 ? 4 : 3);
}
