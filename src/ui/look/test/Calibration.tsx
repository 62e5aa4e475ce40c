import { useMemo, useState } from "react";
import { calibration } from "../../../math/classification.ts";
import { type Axis, ratio } from "../../charts/axes.ts";
import { CellsDialog } from "../../charts/CellsDialog.tsx";
import { ChartHead } from "../../charts/ChartHead.tsx";
import { Plot } from "../../charts/Plot.tsx";
import { fileName } from "../../files/names.ts";
import { CALIBRATION, columnOf, MARGINS } from "../../strings/lookTest.ts";
import { RUN_WORDS } from "../../strings/race.ts";
import { BinReading } from "./BinReading.tsx";
import type { Comparison } from "./useTest.ts";

const BINS = 10;
const startOf = (bin: number) => bin / BINS;

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];
const X: Axis = {
  from: 0,
  to: 1,
  ticks: QUARTERS.map((at) => ({ at, text: at === 1 ? CALIBRATION.axis("1") : String(at) })),
};
const Y: Axis = {
  from: 0,
  to: 1,
  ticks: QUARTERS.map((at) => ({ at, text: at === 1 ? "100 %" : String(100 * at) })),
};

/** Whether each network is right as often as it is sure: a reliability diagram. */
export function Calibration({ comparison: { config, labels, first, second } }: { comparison: Comparison }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const lanes = useMemo(
    () => [first, second].map((lane) => ({ run: lane.run, ...calibration(labels, lane, BINS) })),
    [labels, first, second],
  );
  const data = useMemo(() => {
    const series = lanes.map(({ run, bins }) => ({
      run,
      raw: [],
      mean: bins
        .filter(({ count }) => count > 0)
        .map(({ accuracy, confidence }) => ({ x: confidence, y: accuracy })),
    }));
    return { x: X, y: Y, series, band: [], targets: [] };
  }, [lanes]);
  const bin = pointed === null ? null : Math.min(BINS - 1, Math.floor(pointed * BINS));
  return (
    <section aria-label={CALIBRATION.title}>
      <ChartHead
        title={CALIBRATION.title}
        caption={CALIBRATION.caption}
        help={CALIBRATION.help}
        formula={CALIBRATION.formula}
        where={CALIBRATION.where}
        fromPaper={false}
      >
        <CellsDialog
          title={CALIBRATION.title}
          fileName={fileName(config, "confidence", "csv", new Date())}
          header={[
            CALIBRATION.columns.from,
            CALIBRATION.columns.to,
            ...lanes.flatMap(({ run }) =>
              [CALIBRATION.columns.images, CALIBRATION.columns.accuracy, CALIBRATION.columns.confidence].map(
                (what) => columnOf(run, what),
              ),
            ),
          ]}
          rows={Array.from({ length: BINS }, (_, i) => [
            startOf(i),
            startOf(i + 1),
            ...lanes.flatMap(({ bins }) => {
              const { count = 0, accuracy = Number.NaN, confidence = Number.NaN } = bins[i] ?? {};
              return [count, accuracy, confidence];
            }),
          ])}
        />
      </ChartHead>
      <Plot
        label={CALIBRATION.describe(
          lanes.map(({ run, error }) => `${RUN_WORDS[run].label} ${CALIBRATION.error(error)}`).join(", "),
        )}
        data={data}
        ends={lanes.flatMap(({ run, error }, i) => {
          const last = data.series[i]?.mean.at(-1);
          return last ? [{ run, ...last, word: RUN_WORDS[run].label, value: CALIBRATION.error(error) }] : [];
        })}
        bracket={null}
        stop={null}
        pointer={
          bin === null
            ? null
            : {
                x: startOf(bin) + 0.5 / BINS,
                read: (
                  <BinReading
                    head={MARGINS.bin(String(startOf(bin)), String(startOf(bin + 1)))}
                    values={lanes.map(({ run, bins }) => {
                      const { count = 0, accuracy = 0 } = bins[bin] ?? {};
                      return [run, CALIBRATION.reading(accuracy, count)] as const;
                    })}
                  />
                ),
              }
        }
        behind={(x, y) => <Trusted x={x} y={y} />}
        onPoint={setPointed}
      />
    </section>
  );
}

/** The line of networks whose confidence is right. */
function Trusted({ x, y }: { x: Axis; y: Axis }) {
  const [right, top] = [100 * ratio(x, 1), 100 * (1 - ratio(y, 1))];
  return (
    <svg className="trusted" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M${100 * ratio(x, 0)} ${100 * (1 - ratio(y, 0))}L${right} ${top}`} />
    </svg>
  );
}
