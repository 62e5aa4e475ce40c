import { createHash } from "node:crypto";
import type { DatasetName } from "../data/index.ts";
import {
  ACCURACY_FIGURES,
  type PaperRun,
  TABLE_5,
  type Table5Cell,
  TRANSFER_AFTER_EPOCHS,
} from "../theory/paper.ts";
import type { KnobName, TrainConfig } from "../train/config.ts";
import { defaultConfig, toLink } from "../train/link.ts";
import { FlagError } from "./flags.ts";
import type { Job } from "./job.ts";

/** A network on a data set: what the cells of one column share. */
interface Column {
  readonly net: TrainConfig["net"];
  /** Of a net "custom". */
  readonly layers?: string;
  readonly data: DatasetName;
  /** Epochs where neither the paper nor the command line says how many. */
  readonly epochs: number;
}

/** Small cells that need no files and no graphics card, to try a sweep with. */
const REHEARSAL: readonly Column[] = [
  { net: "custom", layers: "pool4-conv4k3-leaky0.1-fc16-relu-drop-fc10", data: "digits", epochs: 1 },
];

/** What the paper does not measure: LeNet with a pool more, whose weights are small enough to be given away. */
const OWN: readonly Column[] = [{ net: "lenet-two-pools", data: "mnist", epochs: 10 }];

/** A cell of Table 5 and Figures 4 to 6 to be measured: one network, trained one way, from one seed. */
export interface Cell {
  /** `lenet-mnist-smin`. */
  readonly name: string;
  readonly net: TrainConfig["net"];
  readonly data: DatasetName;
  readonly run: PaperRun;
  readonly epochs: number;
  readonly seed: number;
  /** The cell whose exact weights a transfer cell starts from. */
  readonly parent: Cell | null;
  readonly config: TrainConfig;
  /** What tells it from every other: `lenet-mnist-smin-e3-s42-1a2b3c4d`; the name of its folder. */
  readonly key: string;
  /** The printed cell it stands beside; null where the paper prints none. */
  readonly printed: Table5Cell | null;
}

/** What a command line asks of the cells. */
export interface CellRequest {
  /** Names or patterns with `*`; null: every cell that the paper prints. */
  readonly patterns: readonly string[] | null;
  /** Instead of the printed number. */
  readonly epochs: number | null;
  /** Of the exact network before a transfer; null: as printed, or `epochs` where that is given. */
  readonly parentEpochs: number | null;
  readonly seeds: readonly number[];
  /** Small cells on drawn digits instead of the paper's. */
  readonly rehearse: boolean;
  /** Settings that are the same for all cells. */
  readonly settings: Partial<TrainConfig>;
}

/** The settings that make a cell what it is; they are not to be passed through. */
export const CELL_KNOBS: ReadonlySet<KnobName> = new Set<KnobName>([
  "data",
  "net",
  "layers",
  "seed",
  "product",
  "epochs",
  "transfer",
  "transferAfter",
]);

const RUNS: readonly PaperRun[] = ["exact", "smin", "transfer"];

/** The epochs of a column's cells, as printed; the column's own where the paper prints none. */
function printedEpochs({ net, data, epochs }: Column, run: PaperRun): number[] {
  const printed = TABLE_5.filter((cell) => cell.net === net && cell.data === data && cell.run === run);
  return printed.length > 0 ? printed.map((cell) => cell.epochs ?? epochs) : [epochs];
}

/** The printed cell beside a measurement of so many epochs: that of the next number printed. */
export function printedCell(net: string, data: string, run: string, epochs: number): Table5Cell | null {
  const cells = TABLE_5.filter((cell) => cell.net === net && cell.data === data && cell.run === run);
  return cells.find((cell) => (cell.epochs ?? epochs) >= epochs) ?? cells.at(-1) ?? null;
}

function cellOf(column: Column, run: PaperRun, epochs: number, seed: number, request: CellRequest): Cell {
  const { net, data } = column;
  const { settings } = request;
  const transfer = run === "transfer";
  const before = request.parentEpochs ?? request.epochs ?? Math.min(TRANSFER_AFTER_EPOCHS, column.epochs);
  const parent = transfer ? cellOf(column, "exact", before, seed, request) : null;
  const config: TrainConfig = {
    ...defaultConfig(),
    ...settings,
    net,
    ...(column.layers ? { layers: column.layers } : {}),
    data,
    seed,
    epochs,
    product: "smin",
    transfer: transfer ? "saved" : "off",
  };
  const name = `${net}-${data}-${run}`;
  const key = `${name}-e${epochs}-s${seed}-${fingerprint(config, run, parent)}`;
  const printed = printedCell(net, data, run, epochs);
  return { name, net, data, run, epochs, seed, parent, config, key, printed };
}

/** Of all that decides what is learnt; how often it is tested does not. */
function fingerprint(config: TrainConfig, run: PaperRun, parent: Cell | null): string {
  const { testEvery, testImages } = defaultConfig();
  const text = [toLink({ ...config, testEvery, testImages }), run, parent?.key ?? ""].join(" ");
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Whether a cell is meant: by its name, with its printed epochs or without, or by its key. */
function matches(pattern: string, { name, key, printed }: Cell): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const whole = new RegExp(`^${source}$`);
  return [name, key, printed?.id ?? name].some((text) => whole.test(text));
}

/**
 * The cells asked for, parents before those that start from them; one of each key.
 * @throws FlagError for a pattern that means no cell.
 */
export function cellsOf(request: CellRequest): readonly Cell[] {
  const columns: readonly Column[] = request.rehearse ? REHEARSAL : [...ACCURACY_FIGURES, ...OWN];
  const all = request.seeds.flatMap((seed) =>
    RUNS.flatMap((run) =>
      columns.flatMap((column) => {
        const epochs = request.epochs === null ? printedEpochs(column, run) : [request.epochs];
        return epochs.map((count) => cellOf(column, run, count, seed, request));
      }),
    ),
  );
  const { patterns } = request;
  if (patterns === null) return request.rehearse ? all : all.filter(({ printed }) => printed !== null);
  for (const pattern of patterns)
    if (!all.some((cell) => matches(pattern, cell)))
      throw new FlagError(`--cells ${pattern}: none is so named. There are: ${names(all)}.`);
  return all.filter((cell) => patterns.some((pattern) => matches(pattern, cell)));
}

const names = (cells: readonly Cell[]) => [...new Set(cells.map(({ name }) => name))].join(", ");

/** Every `of`-th cell, beginning with number `which` (from 1): one machine's share. */
export function shareOf<T>(cells: readonly T[], share: string | undefined): readonly T[] {
  if (share === undefined) return cells;
  const [, which, of] = (/^(\d+)\/(\d+)$/.exec(share) ?? []).map(Number);
  if (!which || !of || which > of) throw new FlagError(`--share ${share}: 1/3 is the first of three shares.`);
  return cells.filter((_, i) => i % of === which - 1);
}

/** What training a cell takes. @param weights of the parent, for a transfer cell. */
export function jobOf({ config, run, parent }: Cell, weights: string | null): Job {
  return { config, runs: [run], from: parent && weights };
}
