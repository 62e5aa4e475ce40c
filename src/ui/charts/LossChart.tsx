import { useMemo } from "react";
import { fileName } from "../files/names.ts";
import { GhostLines } from "../runs/GhostLines.tsx";
import { useRace } from "../storeContext.ts";
import { LOSS } from "../strings/race.ts";
import type { ChartProps } from "./AccuracyChart.tsx";
import { ChartHead } from "./ChartHead.tsx";
import { lossesCsv } from "./csv.ts";
import { lossPlot, lossText } from "./lossPlot.ts";
import { Plot } from "./Plot.tsx";
import { Reading } from "./Reading.tsx";
import { TableDialog } from "./TableDialog.tsx";

export function LossChart({ race, x, pointed, onPoint }: ChartProps) {
  const curves = useRace((state) => state.curves);
  const version = useRace((state) => state.lossVersion);
  const stop = useRace((state) => state.stop);
  const drawn = useMemo(() => lossPlot(curves, x, version), [curves, x, version]);
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
          fileName={fileName(race.config, "loss", "csv", new Date())}
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
        behind={(epochs, y, height) => (
          <GhostLines what="losses" x={epochs} y={y} height={height} transform={Math.log10} />
        )}
        onPoint={onPoint}
      />
    </section>
  );
}
