import { useMemo, useState } from "react";
import type { AccuracyFigure as Figure } from "../../theory/paper.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { testsCsv } from "../charts/csv.ts";
import { Plot } from "../charts/Plot.tsx";
import { Reading } from "../charts/Reading.tsx";
import { TableDialog } from "../charts/TableDialog.tsx";
import { DATA_NAMES, FIGURES, NET_NAMES } from "../strings/paper.ts";
import { percent } from "../strings/race.ts";
import { curvesUpTo, figurePlot, lastEpoch, slowness } from "./figure.ts";

export interface AccuracyFigureProps {
  readonly figure: Figure;
  readonly runs: readonly RecordedRun[];
  /** How much of the runs is shown, 0 to 1. */
  readonly fraction: number;
}

/** One of Figures 4 to 6: recorded curves, the printed end values, and how much slower min-selector is. */
export function AccuracyFigure({ figure, runs, fraction }: AccuracyFigureProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const end = lastEpoch(runs);
  const curves = useMemo(() => curvesUpTo(runs, end * fraction), [runs, end, fraction]);
  const { data, ends } = useMemo(() => figurePlot(figure, runs, curves), [figure, runs, curves]);
  const delay = slowness(curves);
  const name = `${NET_NAMES[figure.net]}, ${DATA_NAMES[figure.data]}`;
  const trained = Math.max(...runs.map(({ epochs }) => epochs));
  return (
    <figure>
      <figcaption>
        <b>{name}</b>
        <span>{FIGURES.trained(String(trained), figure.epochs)}</span>
        <span className="grow" />
        <TableDialog
          title={`${FIGURES.figure(figure.figure)}: ${name}`}
          curves={curves}
          format={percent}
          fileName={`figure-${figure.figure}.csv`}
          csv={() => testsCsv(curves)}
        />
      </figcaption>
      <Plot
        label={FIGURES.describe(name, ends.map(({ word, value }) => FIGURES.end(word, value)).join(", "))}
        data={data}
        ends={ends}
        bracket={
          delay === null
            ? null
            : {
                from: delay.from,
                to: delay.to,
                at: 100 * delay.accuracy,
                text: FIGURES.later(behindText(delay.to - delay.from)),
              }
        }
        stop={null}
        pointer={
          pointed === null
            ? null
            : { x: pointed, read: <Reading curves={curves} epoch={pointed} format={percent} /> }
        }
        onPoint={setPointed}
      />
      {delay !== null && (
        <p className="slower">{FIGURES.slower(behindText(delay.to - delay.from), percent(delay.accuracy))}</p>
      )}
    </figure>
  );
}

function behindText(epochs: number): string {
  return epochs.toFixed(epochs < 0.95 ? 2 : 1);
}
