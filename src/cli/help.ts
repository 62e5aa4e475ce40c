import { KNOBS, type Knob } from "../train/config.ts";

/** A command's own flags: the value in words (empty: a switch) and what it does. */
export type FlagTable = Readonly<Record<string, readonly [value: string, help: string]>>;

const JSON_FLAG = { json: ["", "JSON lines on standard output; progress on standard error"] } as const;
const DATA_FLAG = {
  "data-dir": [
    "DIR",
    "the folder that holds mnist/ and cifar10/, or the files themselves; else MINCONV_DATA",
  ],
} as const;
const DEVICE_FLAG = { adapter: ["NAME", "the graphics device whose name holds NAME"] } as const;
const SAVING_FLAGS = {
  every: ["N", "tell every Nth step (1)"],
  "checkpoint-every": ["SECONDS", "at most so long between two checkpoints (120)"],
  half: ["", "weights in half precision"],
} as const;

export const TRAIN_FLAGS = {
  ...DATA_FLAG,
  products: ["LIST", "the runs: exact, smin, mul, add, max, own, transfer; with commas (exact,smin)"],
  from: ["FILE", "transfer from these weights"],
  readings: ["", "read what the product makes of every convolution's terms, at most twice a second"],
  steps: ["N", "stop after N steps instead of --epochs"],
  out: ["DIR", "keep metrics.jsonl, checkpoints, weights and a summary there"],
  resume: ["DIR", "go on with the run kept there; --epochs and --steps may be raised"],
  ...SAVING_FLAGS,
  ...DEVICE_FLAG,
  ...JSON_FLAG,
} as const satisfies FlagTable;

export const REPRODUCE_FLAGS = {
  ...DATA_FLAG,
  cells: ["LIST", "names or patterns with commas: lenet-mnist-smin, lenet-*; else all of Table 5"],
  "parent-epochs": ["N", "of the exact network before a transfer (as --epochs, else as printed)"],
  seeds: ["LIST", "one run of every cell for each (42)"],
  share: ["I/N", "every Nth cell, beginning with the Ith: one machine's share"],
  out: ["DIR", "the folder of the cells' folders (runs)"],
  record: ["DIR", "write finished cells as the page reads them (public/runs)"],
  pretrained: ["DIR", "write the weights of finished cells as the page offers them (public/weights)"],
  queue: ["ADDRESS", "let workers do it: redis://host:6379; waits and collects"],
  rehearse: ["", "small cells on drawn digits instead of the paper's, to try it with"],
  list: ["", "say which cells there are and how far they are"],
  ...SAVING_FLAGS,
  ...DEVICE_FLAG,
  ...JSON_FLAG,
} as const satisfies FlagTable;

export const WORKER_FLAGS = {
  queue: ["ADDRESS", "the queue's Redis or Valkey server: redis://host:6379"],
  out: [
    "DIR",
    "the folder of the cells' folders (runs); one that all workers share, so that cells change hands",
  ],
  ...DATA_FLAG,
  "checkpoint-every": SAVING_FLAGS["checkpoint-every"],
  lock: ["SECONDS", "a worker silent for so long counts as dead (60)"],
  ...DEVICE_FLAG,
} as const satisfies FlagTable;

interface CommandHelp {
  readonly does: string;
  readonly usage: string;
  readonly flags: FlagTable;
  /** Every setting of train/config.ts is a flag too. */
  readonly settings: boolean;
}

const COMMANDS = {
  train: {
    does: "train the networks of a race, without a page",
    usage: "--data mnist --data-dir DIR --products exact,smin,transfer --epochs 3 --out runs/first",
    flags: TRAIN_FLAGS,
    settings: true,
  },
  reproduce: {
    does: "measure the cells of the paper's Table 5 and Figures 4 to 6",
    usage: "--cells lenet-mnist-* --epochs 3 --data-dir DIR",
    flags: REPRODUCE_FLAGS,
    settings: true,
  },
  worker: {
    does: "train cells that reproduce put into a queue, until it is stopped",
    usage: "--queue redis://host:6379 --out DIR --data-dir DIR",
    flags: WORKER_FLAGS,
    settings: false,
  },
  evaluate: {
    does: "accuracy of saved weights on the whole test set",
    usage: "--weights runs/first/smin.safetensors --data-dir DIR",
    flags: {
      weights: ["FILE", "weights as train keeps them (docs/formats.md)"],
      data: ["NAME", "instead of the data they were trained on"],
      product: ["NAME", "instead of the product they were trained with: exact, smin, mul, add, max, own"],
      expression: ["TEXT", "of the product own, instead of the file's"],
      bits: ["8", "also in whole numbers: 8-bit weights and activations, with the file's product"],
      ...DATA_FLAG,
      ...DEVICE_FLAG,
      ...JSON_FLAG,
    },
    settings: false,
  },
  data: {
    does: "put the original files of a data set where the site is built from",
    usage: "--from FOLDER|ADDRESS",
    flags: { from: ["WHERE", "a folder or an address"], to: ["DIR", "instead of public/data"], ...JSON_FLAG },
    settings: false,
  },
  golden: {
    does: "compare every kernel and its float64 twin with a folder of golden values",
    usage: "DIR",
    flags: { by: ["WHO", "gpu, reference or both (gpu,reference)"], ...JSON_FLAG },
    settings: false,
  },
  theory: {
    does: "Table 1 and Figure 3 by quadrature, beside what the paper prints",
    usage: "--k 0,1 --sigma 0.5,1.57",
    flags: {
      k: ["LIST", "Figure 3 at these means, any numbers with commas; may be repeated"],
      sigma: ["LIST", "and at these standard deviations, above 0"],
      ...JSON_FLAG,
    },
    settings: false,
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

export type CommandName = keyof typeof COMMANDS;

/** The commands, one a line. */
export function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  npm run ${name.padEnd(10)} ${does}`);
  return [...lines, "", "npm run COMMAND -- --help says more."].join("\n");
}

/** What `COMMAND --help` prints. */
export function helpOf(name: CommandName): string {
  const { does, usage, flags, settings }: CommandHelp = COMMANDS[name];
  return [
    `npm run ${name} -- ${usage}`.trim(),
    `  ${does}`,
    "",
    ...Object.entries(flags).map(([flag, [value, help]]) => row(`--${flag} ${value}`, help)),
    ...(settings ? ["", "settings", ...Object.entries(KNOBS).map(knobRow)] : []),
  ].join("\n");
}

const row = (flag: string, help: string) => `  ${flag.trim().padEnd(26)} ${help}`;

function knobRow([name, knob]: readonly [string, Knob]): string {
  const value =
    knob.kind === "choice" ? Object.keys(knob.options).join("|") : knob.kind === "number" ? "N" : "TEXT";
  const text = `${knob.label} (${knob.default})`;
  return value.length > 12 ? row(`--${name}`, `${text}: ${value}`) : row(`--${name} ${value}`, text);
}
