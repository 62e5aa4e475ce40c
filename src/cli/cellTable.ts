import type { Cell } from "./cells.ts";
import type { RunFolder } from "./runFolder.ts";
import type { RunSummary } from "./session.ts";

/** A finished cell and what it reached on the whole test set. */
export interface MeasuredCell {
  readonly cell: Cell;
  readonly folder: string;
  /** Percent. */
  readonly accuracy: number;
  readonly images: number;
  readonly device: string;
  readonly date: string;
}

/** What a cell's folder holds; null while it is not finished. */
export function measuredCell(cell: Cell, folder: RunFolder): MeasuredCell | null {
  const summary = folder.summary() as RunSummary | null;
  const lane = summary?.lanes.find(({ run }) => run === cell.run);
  if (!summary || lane?.accuracy == null) return null;
  const { device, ended } = summary;
  const accuracy = 100 * lane.accuracy;
  return { cell, folder: folder.path, accuracy, images: lane.images, device, date: ended.slice(0, 10) };
}

/** A line of `reproduce --json`. */
export function cellJson({ cell, accuracy, ...rest }: MeasuredCell): string {
  const { name, key, net, data, run, epochs, seed, parent, printed } = cell;
  return JSON.stringify({
    type: "cell",
    cell: name,
    key,
    net,
    data,
    run,
    epochs,
    ...(parent ? { parentEpochs: parent.epochs } : {}),
    seed,
    percent: Number(accuracy.toFixed(4)),
    printed: printed?.percent ?? null,
    printedEpochs: printed?.epochs ?? null,
    ...rest,
  });
}

const COLUMNS = [28, 8, 7, 10, 8, 8, 11] as const;

const row = (texts: readonly string[]) =>
  texts
    .map((text, i) => (i === 0 ? text.padEnd(COLUMNS[0]) : text.padStart(COLUMNS[i] ?? 0)))
    .join(" ")
    .trimEnd();

/** Measured beside printed, percent; the seeds of a cell in one row, their mean and range. */
export function cellTable(measured: readonly MeasuredCell[]): string[] {
  if (measured.length === 0) return ["No cell is finished."];
  const groups = new Map<string, MeasuredCell[]>();
  for (const one of measured) {
    const { name, epochs, parent } = one.cell;
    const group = `${name} ${epochs} ${parent?.epochs}`;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return [
    row(["cell", "epochs", "seeds", "measured", "+-", "printed", "difference"]),
    ...[...groups.values()].map(groupRow),
  ];
}

function groupRow(group: readonly MeasuredCell[]): string {
  const { cell } = group[0] as MeasuredCell;
  const values = group.map(({ accuracy }) => accuracy);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const half = (Math.max(...values) - Math.min(...values)) / 2;
  const { name, epochs, parent, printed } = cell;
  return row([
    name,
    parent ? `${parent.epochs}+${epochs}` : String(epochs),
    String(group.length),
    mean.toFixed(2),
    group.length > 1 ? half.toFixed(2) : "",
    printed ? printed.percent.toFixed(2) : "",
    printed ? (mean - printed.percent).toFixed(2) : "",
  ]);
}

/** The cells and how far they are, for `--list`. */
export function listText(
  cells: readonly Cell[],
  folderOf: (cell: Cell) => RunFolder,
  json: boolean,
): readonly string[] {
  const state = (cell: Cell) => {
    const folder = folderOf(cell);
    return folder.summary() ? "finished" : folder.begun ? "begun" : "open";
  };
  if (json)
    return cells.map((cell) => {
      const { name, key, epochs, seed, parent, printed } = cell;
      const from = parent ? { parent: parent.key } : {};
      return JSON.stringify({
        type: "cell",
        cell: name,
        key,
        epochs,
        seed,
        ...from,
        printed: printed?.percent ?? null,
        state: state(cell),
      });
    });
  return cells.map(
    (cell) => `${state(cell).padEnd(9)} ${cell.key}${cell.parent ? ` (from ${cell.parent.key})` : ""}`,
  );
}
