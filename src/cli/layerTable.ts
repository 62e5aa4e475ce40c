import type { TrainEvent } from "../train/events.ts";

/** The readings of one run's layers at one step. */
export type RunLayers = Extract<TrainEvent, { type: "layers" }>;

const HEADS = [
  "run",
  "layer",
  "rho",
  "signed",
  "A",
  "B",
  "L",
  "mu_x",
  "mu_w",
  "x clip",
  "w clip",
  "x sel",
  "cosine",
];

const number = (value: number | null, digits = 3) => (value === null ? "-" : value.toFixed(digits));
const percent = (share: number | null) => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);

/** The newest readings, a layer in a row, and what readings cost; nothing where there are none. */
export function layerTable(runs: readonly RunLayers[]): string[] {
  const newest = runs.reduce<RunLayers | null>((a, b) => (a && a.step >= b.step ? a : b), null);
  if (newest === null) return [];
  const rows = runs.flatMap(({ run, layers }) =>
    layers.map((one) => [
      run,
      one.layer,
      ...[one.correlation, one.signed, one.factor, one.offset, one.relativeError].map((value) =>
        number(value),
      ),
      ...[one.meanX, one.meanW.mean].map((mean) => number(mean, 4)),
      ...[one.clippedX, one.clippedW, one.selectedX].map(percent),
      number(one.honesty),
    ]),
  );
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((text, i) => (i < 2 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join("  ");
  const milliseconds = runs.reduce((sum, run) => sum + run.milliseconds, 0);
  return [
    `layers at step ${newest.step}; a reading takes ${milliseconds.toFixed(1)} ms, all took ${percent(newest.share)} of the training's time`,
    ...[HEADS, ...rows].map(line),
  ];
}
