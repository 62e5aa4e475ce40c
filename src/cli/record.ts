import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toLink } from "../train/link.ts";
import { type RecordedRun, RUN_INDEX, type RunIndex, readRunIndex } from "../train/recordedRun.ts";
import type { Cell } from "./cells.ts";
import { type RunFolder, writeWhole } from "./runFolder.ts";
import type { RunSummary } from "./session.ts";

/** Test points a recorded run keeps at most: whole tests, then evenly spread ones of the subset. */
const MOST_POINTS = 400;

/**
 * A finished cell as the page reads it; null where the paper prints no such cell.
 * @param command one that makes it again, without this machine's folders.
 */
export function recordedRun(cell: Cell, folder: RunFolder, command: string): RecordedRun | null {
  const summary = folder.summary() as RunSummary | null;
  const [lane] = summary?.lanes ?? [];
  if (!summary || !lane || lane.accuracy === null || !cell.printed) return null;
  const tests = folder.metrics().filter(({ type }) => type === "test" || type === "check");
  const every = Math.max(1, Math.ceil(tests.length / MOST_POINTS));
  const kept = tests.filter(({ type }, i) => type === "test" || i % every === 0);
  const column = (key: string) => kept.map((line) => line[key] as number);
  return {
    cell: cell.printed.id,
    run: cell.run,
    link: toLink(cell.config),
    seed: cell.seed,
    epochs: cell.epochs,
    ...(cell.parent ? { parentEpochs: cell.parent.epochs } : {}),
    accuracy: lane.accuracy,
    images: lane.images,
    command,
    device: summary.device,
    date: summary.ended.slice(0, 10),
    app: summary.app,
    tests: {
      step: column("step"),
      epoch: column("epoch"),
      accuracy: column("accuracy"),
      images: column("images"),
    },
  };
}

/** Writes a recorded run into a folder the page reads, and names it in the folder's index. */
export async function writeRecordedRun(folder: string, key: string, run: RecordedRun): Promise<void> {
  const { tests, ...summary } = run;
  const file = `${key}.json`;
  const path = join(folder, RUN_INDEX);
  const known = readRunIndex(existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null);
  const others = known.runs.filter((entry) => entry.file !== file);
  const runs = [...others, { ...summary, file }].sort((a, b) => (a.file < b.file ? -1 : 1));
  const index: RunIndex = { runs };
  const text = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  mkdirSync(folder, { recursive: true });
  await writeWhole(join(folder, file), [text(run)]);
  await writeWhole(path, [new TextEncoder().encode(`${JSON.stringify(index, null, 1)}\n`)]);
}
