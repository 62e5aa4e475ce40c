import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readRecordedRun, readRunIndex } from "../train/recordedRun.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { recordedRun, writeRecordedRun } from "./record.ts";
import { RunFolder } from "./runFolder.ts";

const folder = mkdtempSync(join(tmpdir(), "record-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => JSON.parse(readFileSync(join(folder, "site", name), "utf8"));

/** A finished run of a cell, as `train --out` leaves it. */
function finished(cell: Cell, accuracy: number): RunFolder {
  const run = new RunFolder(join(folder, cell.key));
  const header = {
    config: cell.config,
    runs: [cell.run],
    from: null,
    app: "test",
    device: "card",
    command: "",
  };
  run.begin({ type: "run", ...header, date: "2026-11-25T00:00:00Z" });
  const line = (type: "check" | "test", step: number, images: number) =>
    run.append({ type, run: cell.run, step, epoch: step / 938, accuracy, images });
  line("test", 0, 10000);
  for (let step = 1; step <= 1000; step++) line("check", step, 1000);
  run.append({ type: "step", run: cell.run, step: 1000, loss: 1 });
  line("test", 938, 10000);
  const lane = {
    run: cell.run,
    steps: 938,
    epochs: 1,
    accuracy,
    images: 10000,
    imagesPerSecond: 1,
    weights: "",
  };
  run.saveSummary({ ...header, date: "", ended: "2026-11-26T01:02:03Z", step: 938, lanes: [lane] });
  return run;
}

it("a finished cell becomes a run the page can read, named once in the index", async () => {
  const request = { patterns: ["lenet-cifar10-*"], epochs: 1, parentEpochs: 2, seeds: [42], rehearse: false };
  const cells = cellsOf({ ...request, settings: {} });
  for (const cell of [...cells, ...cells]) {
    const made = new RunFolder(join(folder, cell.key));
    const run = recordedRun(cell, made.begun ? made : finished(cell, 0.5), "npm run reproduce -- --cells x");
    if (run) await writeRecordedRun(join(folder, "site"), cell.key, run);
  }
  const { runs } = readRunIndex(read("index.json"));
  expect(runs.map(({ cell }) => cell)).toEqual([
    "lenet-cifar10-exact",
    "lenet-cifar10-smin-512",
    "lenet-cifar10-transfer-512",
  ]);
  const transfer = readRecordedRun(read(runs[2]?.file ?? ""));
  expect(transfer).toMatchObject({ parentEpochs: 2, epochs: 1, date: "2026-11-26", device: "card" });
  expect(transfer?.tests.step.length).toBeLessThanOrEqual(403);
  expect(transfer?.tests.images.filter((images) => images === 10000)).toHaveLength(2);
  expect(transfer?.tests.step[0]).toBe(0);
});
