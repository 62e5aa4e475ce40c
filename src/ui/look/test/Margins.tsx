import { useMemo, useState } from "react";
import { margin, marginCounts } from "../../../math/classification.ts";
import type { Axis } from "../../charts/axes.ts";
import { CellsDialog } from "../../charts/CellsDialog.tsx";
import { ChartHead } from "../../charts/ChartHead.tsx";
import { Plot } from "../../charts/Plot.tsx";
import { fileName } from "../../files/names.ts";
import { columnOf, DIFFER, MARGINS } from "../../strings/lookTest.ts";
import { RUN_WORDS, signed } from "../../strings/race.ts";
import { BinReading } from "./BinReading.tsx";
import type { Comparison } from "./useTest.ts";

/** Parts of [-1, 1]. */
const BINS = 20;
const WIDTH = 2 / BINS;
const startOf = (bin: number) => -1 + bin * WIDTH;
const middleOf = (bin: number) => startOf(bin) + WIDTH / 2;

/** Height of so many images: decades, and below one image the bottom. */
const height = (count: number) => (count === 0 ? -0.3 : Math.log10(count));

const X: Axis = {
  from: -1,
  to: 1,
  ticks: [-1, -0.5, 0, 0.5, 1].map((at) => ({
    at,
    text: at === 1 ? MARGINS.axis("1") : signed(at, Number.isInteger(at) ? 0 : 1),
  })),
};

/** How far each network's right answers are ahead of its best wrong ones. */
export function Margins({ comparison: { config, labels, first, second } }: { comparison: Comparison }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const lanes = useMemo(
    () =>
      [first, second].map((lane) => {
        const mean = labels.reduce((sum, _, i) => sum + margin(lane, i), 0) / labels.length;
        return { run: lane.run, counts: marginCounts(lane, BINS), mean };
      }),
    [labels, first, second],
  );
  const data = useMemo(() => {
    const series = lanes.map(({ run, counts }) => ({
      run,
      raw: [],
      mean: [...counts].map((count, bin) => ({ x: middleOf(bin), y: height(count) })),
    }));
    return { x: X, y: axisTo(labels.length), series, band: [], targets: [] };
  }, [lanes, labels]);
  const bin = pointed === null ? null : Math.min(BINS - 1, Math.floor((pointed + 1) / WIDTH));
  return (
    <section aria-label={MARGINS.title}>
      <ChartHead
        title={MARGINS.title}
        caption={MARGINS.caption}
        help={MARGINS.help}
        formula={MARGINS.formula}
        where={MARGINS.where}
        fromPaper={false}
      >
        <CellsDialog
          title={MARGINS.title}
          fileName={fileName(config, "margins", "csv", new Date())}
          header={[MARGINS.columns.from, MARGINS.columns.to, ...lanes.map(({ run }) => columnOf(run))]}
          rows={Array.from({ length: BINS }, (_, i) => [
            Number(startOf(i).toFixed(1)),
            Number(startOf(i + 1).toFixed(1)),
            ...lanes.map(({ counts }) => counts[i] ?? 0),
          ])}
        />
      </ChartHead>
      <Plot
        label={MARGINS.describe(
          lanes.map(({ run, mean }) => `${RUN_WORDS[run].label} ${MARGINS.mean(mean)}`).join(", "),
        )}
        data={data}
        ends={lanes.map(({ run, counts, mean }) => ({
          run,
          x: middleOf(BINS - 1),
          y: height(counts[BINS - 1] ?? 0),
          word: RUN_WORDS[run].label,
          value: MARGINS.mean(mean),
        }))}
        bracket={null}
        stop={null}
        pointer={
          bin === null
            ? null
            : {
                x: middleOf(bin),
                read: (
                  <BinReading
                    head={MARGINS.bin(signed(startOf(bin), 1), signed(startOf(bin + 1), 1))}
                    values={lanes.map(({ run, counts }) => [run, DIFFER.number(counts[bin] ?? 0)] as const)}
                  />
                ),
              }
        }
        onPoint={setPointed}
      />
    </section>
  );
}

/** Decades from one image to all of them. */
function axisTo(images: number): Axis {
  const to = Math.log10(Math.max(10, images));
  const decades = Array.from({ length: Math.floor(to) + 1 }, (_, power) => power);
  return {
    from: -0.3,
    to: to + 0.1,
    ticks: decades.map((at) => ({ at, text: DIFFER.number(10 ** at) })),
  };
}
