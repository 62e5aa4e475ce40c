import { DATASETS } from "../data/index.ts";
import { PRODUCTS } from "../math/products.ts";
import { Driver } from "../train/driver.ts";
import type { Problem, RunName, TrainEvent } from "../train/events.ts";
import { Race } from "../train/race.ts";
import { openDawn, settler } from "./dawn.ts";
import { loadDataset } from "./files.ts";
import { countFlag, FlagError, parseFlags } from "./flags.ts";
import { note, print } from "./output.ts";

/** The runs of `--products exact,smin`. */
function runNames(text: string): RunName[] {
  const names = text.split(",").filter((name) => name !== "");
  const known = ["exact", ...Object.keys(PRODUCTS)];
  for (const name of names)
    if (!known.includes(name))
      throw new FlagError(`--products ${text}: "${name}" is none of ${known.join(", ")}.`);
  if (names.length === 0 || new Set(names).size < names.length)
    throw new FlagError(`--products ${text}: name each run once.`);
  return names as RunName[];
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(2)} %`;

/** What a run has to say, as JSON lines or for people. */
class Report {
  readonly #json: boolean;
  readonly #every: number;
  readonly #latest = new Map<RunName, string>();
  #speeds: Readonly<Partial<Record<RunName, number>>> = {};
  problem: Problem | null = null;

  constructor(json: boolean, every: number) {
    this.#json = json;
    this.#every = every;
  }

  readonly take = (event: TrainEvent): void => {
    switch (event.type) {
      case "steps":
        for (const { step, epoch, loss } of event.records)
          if (this.#json && step % this.#every === 0)
            print(JSON.stringify({ type: "step", run: event.run, step, epoch, loss }));
        this.#latest.set(event.run, `${event.run} loss ${event.records.at(-1)?.loss.toFixed(4)}`);
        break;
      case "test":
        this.#test(event);
        break;
      case "progress":
        this.#speeds = event.imagesPerSecond;
        this.#progress(event);
        break;
      case "failed":
        this.problem = event.problem;
        break;
      case "done":
        break;
      default:
        event satisfies never;
    }
  };

  #test({ run, step, epoch, accuracy, images, loss, whole }: Extract<TrainEvent, { type: "test" }>): void {
    if (this.#json && whole) print(JSON.stringify({ type: "test", run, step, epoch, accuracy, images }));
    const line = `epoch ${epoch.toFixed(2)}  ${run.padEnd(6)} test accuracy ${percent(accuracy)} of ${images}, loss ${loss.toFixed(4)}`;
    if (this.#json) note(line);
    else print(line);
  }

  #progress({ step, totalSteps, secondsLeft }: Extract<TrainEvent, { type: "progress" }>): void {
    const left = secondsLeft === null ? "" : `, ${Math.round(secondsLeft)} s left`;
    note(`step ${step} of ${totalSteps}${left}  ${[...this.#latest.values()].join("  ")}`);
  }

  done(run: RunName, steps: number): void {
    const imagesPerSecond = this.#speeds[run] ?? null;
    if (this.#json) print(JSON.stringify({ type: "done", run, steps, imagesPerSecond }));
    else print(`${run}: ${steps} steps, ${imagesPerSecond?.toFixed(0) ?? "?"} images/s in training`);
  }
}

/**
 * `train --data mnist --data-dir DIR --net lenet --products exact,smin --steps 300 --batch 64 --seed 1`:
 * the race without a page. Every setting of train/config.ts is a flag.
 */
export async function train(argv: readonly string[]): Promise<number> {
  const { config, others } = parseFlags(argv, ["data-dir", "products", "steps", "every"], ["json"]);
  const names = runNames(others.get("products") ?? `exact,${config.product}`);
  const maxSteps = countFlag(others, "steps");
  const directory = others.get("data-dir") ?? process.env.MINCONV_DATA;
  const data = await loadDataset(config.data, directory);
  const gpu = await openDawn();
  note(
    `device: ${gpu.info.description || gpu.info.vendor} (tile ${gpu.info.tile}); data: ${DATASETS[config.data].name}`,
  );
  const race = await Race.build(gpu, data, config, names);
  const report = new Report(others.has("json"), countFlag(others, "every") ?? 1);
  const driver = new Driver(race, {
    emit: report.take,
    tick: 2000,
    settle: settler(gpu.device),
    ...(maxSteps ? { maxSteps } : {}),
  });
  await driver.run();
  for (const name of names) report.done(name, race.step);
  const stray = gpu.strayError();
  if (stray) note(`${stray.message} ${stray.details}`);
  if (report.problem) note(`${report.problem.message} ${report.problem.remedy}`);
  return stray || report.problem ? 1 : 0;
}
