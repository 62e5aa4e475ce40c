import { DATASETS } from "../data/index.ts";
import { PRODUCTS } from "../math/products.ts";
import type { SavedRace } from "../train/checkpoint.ts";
import type { TrainConfig } from "../train/config.ts";
import type { RunName } from "../train/events.ts";
import { lanesOf } from "../train/lanes.ts";
import { openDawn } from "./dawn.ts";
import { loadDataset } from "./files.ts";
import { countFlag, FlagError, type Flags, parseFlags, switches, valued } from "./flags.ts";
import { TRAIN_FLAGS } from "./help.ts";
import { INTERRUPTED } from "./interrupt.ts";
import { deviceName, type Job, resumable, runJob } from "./job.ts";
import { note } from "./output.ts";
import { RunFolder } from "./runFolder.ts";

/**
 * `train --data mnist --data-dir DIR --products exact,smin,transfer --epochs 3 --out DIR`: the race
 * without a page. Every setting of train/config.ts is a flag; `--resume DIR` goes on with a run that was
 * stopped or killed. Exit code 130 where a signal stopped it.
 */
export async function train(argv: readonly string[]): Promise<number> {
  const flags = parseFlags(argv, valued(TRAIN_FLAGS), switches(TRAIN_FLAGS));
  const { others } = flags;
  const { job, saved, folder } = others.has("resume") ? await resumed(flags) : fresh(flags);
  const data = await loadDataset(job.config.data, others.get("data-dir") ?? process.env.MINCONV_DATA);
  const gpu = await openDawn(others.get("adapter"));
  note(`device: ${deviceName(gpu)} (tile ${gpu.info.tile}); data: ${DATASETS[job.config.data].name}`);
  const outcome = await runJob(job, saved, {
    gpu,
    data,
    folder,
    report: { json: others.has("json"), every: countFlag(others, "every") ?? 1 },
    maxSteps: countFlag(others, "steps"),
    watchLayers: others.has("readings"),
    ...savingOptions(flags),
    command: ["npm run train --", ...argv].join(" "),
  });
  if (outcome === "interrupted" && folder) note(`To go on: npm run train -- --resume ${folder.path}`);
  return outcome === "interrupted" ? INTERRUPTED : outcome === "failed" ? 1 : 0;
}

/** How often checkpoints are written, and the kind of number weights are kept in. */
export function savingOptions({ others }: Flags) {
  return {
    checkpointEvery: 1000 * (countFlag(others, "checkpoint-every") ?? 120),
    dtype: others.has("half") ? ("F16" as const) : ("F32" as const),
  };
}

interface Start {
  readonly job: Job;
  readonly saved: SavedRace | null;
  readonly folder: RunFolder | null;
}

function fresh({ config: asked, others }: Flags): Start {
  const from = others.get("from") ?? null;
  const list = others.get("products");
  const transfer = from
    ? "saved"
    : list?.includes("transfer") && asked.transfer === "off"
      ? "exact"
      : asked.transfer;
  const config: TrainConfig = { ...asked, transfer };
  const runs = list ? runNames(list) : lanesOf(config).map(({ name }) => name);
  refuseLonelyTransfer(config, runs, from);
  const out = others.get("out");
  const folder = out === undefined ? null : new RunFolder(out);
  if (folder?.begun)
    throw new FlagError(`${out} holds a run. Go on with --resume ${out}, or choose another folder.`);
  return { job: { config, runs, from }, saved: null, folder };
}

/** The runs of `--products exact,smin`. */
function runNames(text: string): RunName[] {
  const names = text.split(",").filter((name) => name !== "");
  const known = ["exact", ...Object.keys(PRODUCTS), "transfer"];
  for (const name of names)
    if (!known.includes(name))
      throw new FlagError(`--products ${text}: "${name}" is none of ${known.join(", ")}.`);
  if (names.length === 0 || new Set(names).size < names.length)
    throw new FlagError(`--products ${text}: name each run once.`);
  return names as RunName[];
}

function refuseLonelyTransfer(
  { transfer }: TrainConfig,
  runs: readonly RunName[],
  from: string | null,
): void {
  const saved = transfer === "saved";
  if (from && !runs.includes("transfer"))
    throw new FlagError("--from FILE is for a transfer run: add transfer to --products.");
  if (!runs.includes("transfer")) return;
  if (saved && !from) throw new FlagError("Transfer from which weights? --from FILE");
  if (!saved && !runs.includes("exact"))
    throw new FlagError(
      "Transfer takes the exact run's weights: add exact to --products, or name --from FILE.",
    );
}

/** What may be said anew of a run that goes on. */
const MAY_CHANGE = new Set(["epochs"]);

/** A run from its folder; from its first step where it was killed before it saved. */
async function resumed({ config, given, others }: Flags): Promise<Start> {
  for (const name of ["out", "from", "products"])
    if (others.has(name)) throw new FlagError(`--${name} belongs to a new run; --resume goes on with one.`);
  for (const name of given)
    if (!MAY_CHANGE.has(name)) throw new FlagError(`--${name} cannot change while a run goes on.`);
  const folder = new RunFolder(others.get("resume") ?? "");
  const { job, saved } = await resumable(folder);
  const settings = given.has("epochs") ? { ...job.config, epochs: config.epochs } : job.config;
  return { job: { ...job, config: settings }, saved, folder };
}
