import type { StepRecord } from "../train/events.ts";
import { defaultConfig } from "../train/link.ts";
import { RECORD_VERSION, type RunRecord } from "./record.ts";

/** A record as the page writes it, with some fields changed. */
export function aRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    version: RECORD_VERSION,
    id: "one",
    name: "LeNet on drawn digits, seed 42",
    created: 1000,
    updated: 2000,
    config: defaultConfig(),
    dataVersion: 1,
    lanes: [
      { run: "exact", whole: true, last: 0.9, best: 0.95 },
      { run: "smin", whole: false, last: null, best: null },
    ],
    app: "MinConv Playground 0.1.0",
    device: "a device",
    tile: "4x4",
    status: "running",
    step: 10,
    epoch: 0.5,
    pinned: false,
    deleted: null,
    checkpoint: null,
    weights: [],
    historyBytes: 0,
    ...changes,
  };
}

/** What steps `from` to `to` might have measured. */
export function stepRecords(from: number, to: number): StepRecord[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const step = from + i;
    return { step, epoch: step / 100, loss: 1 / step, accuracy: (step % 32) / 32, gradientNorm: 0.1 * step };
  });
}
