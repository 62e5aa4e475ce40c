import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { DATASETS } from "../data/index.ts";
import type { Gpu } from "../gpu/device.ts";
import { modelOf } from "../models/index.ts";
import { planNetwork } from "../nn/plan.ts";
import type { KnobName } from "../train/config.ts";
import { CELL_KNOBS, type Cell, type CellRequest, cellsOf, jobOf, shareOf } from "./cells.ts";
import { cellJson, cellTable, listText, measuredCell } from "./cellTable.ts";
import { openDawn } from "./dawn.ts";
import { loadDataset } from "./files.ts";
import { countFlag, FlagError, type Flags, parseFlags, switches, valued } from "./flags.ts";
import { REPRODUCE_FLAGS } from "./help.ts";
import { INTERRUPTED } from "./interrupt.ts";
import { deviceName, resumable, runJob } from "./job.ts";
import { note, print } from "./output.ts";
import { writePretrained } from "./pretrained.ts";
import { collect } from "./queue/collect.ts";
import { recordedRun, writeRecordedRun } from "./record.ts";
import { RunFolder } from "./runFolder.ts";
import type { Outcome } from "./session.ts";
import { savingOptions } from "./train.ts";

/** Tests on the subset only draw the curve; a cell's accuracy is over the whole test set each epoch. */
const TEST_EVERY = 250;

/**
 * `reproduce [--cells lenet-mnist-*] [--epochs N] [--seeds 42,43] [--share 1/3] [--out runs]`: the cells of
 * Table 5 and Figures 4 to 6, each a run in a folder of its own. A finished cell is skipped, a begun one
 * goes on, a transfer cell trains its exact network first. With `--queue` workers do it, on as many
 * machines as there are. Prints measured beside printed.
 */
export async function reproduce(argv: readonly string[]): Promise<number> {
  const flags = parseFlags(argv, valued(REPRODUCE_FLAGS), switches(REPRODUCE_FLAGS));
  const { others } = flags;
  const out = others.get("out") ?? "runs";
  const request = requestOf(flags);
  const cells = shareOf(cellsOf(request), others.get("share"));
  const json = others.has("json");
  const folderOf = ({ key }: Cell) => new RunFolder(join(out, key));
  if (others.has("list")) {
    for (const line of listText(cells, folderOf, json)) print(line);
    return 0;
  }
  const queue = others.get("queue");
  const bench = new Bench(flags);
  const outcome = queue ? "done" : await runAll(cells, folderOf, bench);
  const measured = queue
    ? await collect(queue, cells, (cell) => ["--cells", cell.key, ...argumentsOf(cell, flags)])
    : cells.flatMap((cell) => measuredCell(cell, folderOf(cell)) ?? []);
  const record = others.get("record");
  for (const { cell } of record ? measured : []) {
    const run = recordedRun(cell, folderOf(cell), commandOf(cell, flags));
    if (run) await writeRecordedRun(record ?? "", cell.key, run);
  }
  const pretrained = others.get("pretrained");
  for (const { cell } of pretrained ? measured : [])
    await writePretrained(pretrained ?? "", cell, folderOf(cell), {
      gpu: await bench.gpu(),
      data: await bench.data(cell),
      command: commandOf(cell, flags),
    });
  for (const line of json ? measured.map(cellJson) : cellTable(measured)) print(line);
  return outcome === "interrupted" ? INTERRUPTED : measured.length < cells.length ? 1 : 0;
}

function requestOf({ config, given, others }: Flags): CellRequest {
  for (const name of given)
    if (CELL_KNOBS.has(name) && name !== "epochs")
      throw new FlagError(`--${name} is what makes a cell: choose with --cells and --seeds.`);
  const settings = Object.fromEntries([...given].map((name) => [name, config[name]]));
  const seeds = (others.get("seeds") ?? "42").split(",").map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff))
    throw new FlagError(`--seeds ${others.get("seeds")}: whole numbers with commas between them.`);
  return {
    patterns: others.get("cells")?.split(",") ?? null,
    epochs: given.has("epochs") ? config.epochs : null,
    parentEpochs: countFlag(others, "parent-epochs") ?? null,
    seeds,
    rehearse: others.has("rehearse"),
    settings: { testEvery: TEST_EVERY, ...settings },
  };
}

/** The arguments that make one cell again, but for its name. */
function argumentsOf({ epochs, seed, parent }: Cell, { config, given, others }: Flags): string[] {
  const knobs: readonly KnobName[] = [...given].filter((knob) => !CELL_KNOBS.has(knob));
  return [
    ...["--epochs", String(epochs), "--seeds", String(seed)],
    ...(parent ? ["--parent-epochs", String(parent.epochs)] : []),
    ...(others.has("rehearse") ? ["--rehearse"] : []),
    ...knobs.flatMap((knob) => [`--${knob}`, String(config[knob])]),
  ];
}

/** The command that makes one cell again. */
function commandOf(cell: Cell, flags: Flags): string {
  return ["npm run reproduce -- --cells", cell.name, ...argumentsOf(cell, flags)].join(" ");
}

/** Multiply-accumulates of a cell's training, to tell how long it takes beside another. */
function workOf({ config, data, net, epochs }: Cell): number {
  const plans = planNetwork(modelOf(net, config.layers), DATASETS[data]);
  return epochs * DATASETS[data].trainSize * plans.reduce((sum, { macs }) => sum + macs, 0);
}

/** The cells in order, with the parents they need; goes on after one that failed. */
async function runAll(
  cells: readonly Cell[],
  folderOf: (cell: Cell) => RunFolder,
  bench: Bench,
): Promise<Outcome> {
  const open = cells
    .flatMap((cell) => (cell.parent ? [cell.parent, cell] : [cell]))
    .filter((cell, i, all) => all.findIndex(({ key }) => key === cell.key) === i)
    .filter((cell) => !folderOf(cell).summary());
  note(`${cells.length} cells, ${open.length} runs to train`);
  let worst: Outcome = "done";
  for (const [i, cell] of open.entries()) {
    const toCome = open.slice(i + 1).reduce((sum, other) => sum + workOf(other), 0) / workOf(cell);
    const prefix = `${i + 1} of ${open.length} ${cell.name}  `;
    const outcome = await runCell(cell, folderOf, bench, { prefix, toCome });
    if (outcome === "interrupted") return outcome;
    if (outcome === "failed") worst = outcome;
  }
  return worst;
}

/** The device and the data of a command, each opened when it is first needed. */
export class Bench {
  readonly flags: Flags;
  #gpu: Promise<Gpu> | null = null;
  /** One data set at a time: they are large. */
  #data: { readonly name: string; readonly loading: Promise<Dataset> } | null = null;

  constructor(flags: Flags) {
    this.flags = flags;
  }

  gpu(): Promise<Gpu> {
    this.#gpu ??= openDawn(this.flags.others.get("adapter")).then((gpu) => {
      note(`device: ${deviceName(gpu)} (tile ${gpu.info.tile})`);
      return gpu;
    });
    return this.#gpu;
  }

  data({ data: name }: Cell): Promise<Dataset> {
    if (this.#data?.name !== name) {
      const directory = this.flags.others.get("data-dir") ?? process.env.MINCONV_DATA;
      this.#data = { name, loading: loadDataset(name, directory) };
    }
    return this.#data.loading;
  }
}

/** Trains a cell to its end, from its checkpoint where there is one. Its parent must be finished. */
export async function runCell(
  cell: Cell,
  folderOf: (cell: Cell) => RunFolder,
  bench: Bench,
  progress: { readonly prefix: string; readonly toCome: number },
): Promise<Outcome> {
  const folder = folderOf(cell);
  const { others } = bench.flags;
  const parent = cell.parent && folderOf(cell.parent);
  if (parent && !parent.summary()) {
    note(`${cell.key} waits for its exact network, which was not trained.`);
    return "failed";
  }
  const begun = folder.begun ? await resumable(folder) : null;
  return runJob(begun?.job ?? jobOf(cell, parent?.file("exact.safetensors") ?? null), begun?.saved ?? null, {
    gpu: await bench.gpu(),
    data: await bench.data(cell),
    folder,
    report: { json: others.has("json"), every: countFlag(others, "every") ?? 1, ...progress },
    ...savingOptions(bench.flags),
    command: commandOf(cell, bench.flags),
  });
}
