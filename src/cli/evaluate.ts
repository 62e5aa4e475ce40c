import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { type Convolution, PRODUCTS } from "../math/products.ts";
import type { TrainConfig } from "../train/config.ts";
import { allImages, submitTest } from "../train/evaluation.ts";
import { defaultConfig } from "../train/link.ts";
import { Pace } from "../train/pace.ts";
import { planRace, Race, type Run } from "../train/race.ts";
import { decodeWeights, type SavedWeights, weightsFor } from "../train/weights.ts";
import { openDawn, settler } from "./dawn.ts";
import { loadDataset } from "./files.ts";
import { FlagError } from "./flags.ts";
import { deviceName } from "./job.ts";
import { note, print } from "./output.ts";
import { percent } from "./report.ts";

const TEXT = { type: "string" } as const;

/** The device's own pace suits batches of this size; the accuracy does not depend on it. */
const BATCH = 100;

/**
 * `evaluate --weights FILE [--data mnist] [--data-dir DIR] [--product smin]`: accuracy of saved weights on
 * the whole test set, with the product, the clip factor and the normalisation of the file. With another
 * product, running means are first set by a pass over training images, as at a transfer.
 */
export async function evaluate(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      weights: TEXT,
      data: TEXT,
      "data-dir": TEXT,
      product: TEXT,
      adapter: TEXT,
      json: { type: "boolean", default: false },
    },
  });
  if (!values.weights) throw new FlagError("Which weights? npm run evaluate -- --weights FILE");
  const saved = decodeWeights(await readFile(values.weights));
  const name = dataName(values.data ?? saved.metadata.data.split("@")[0] ?? "");
  const product = productName(values.product ?? saved.metadata.product);
  const { mean, std } = saved.metadata.normalisation;
  const data = await loadDataset(name, values["data-dir"] ?? process.env.MINCONV_DATA);
  const gpu = await openDawn(values.adapter);
  note(`device: ${deviceName(gpu)} (tile ${gpu.info.tile}); data: ${data.info.name}`);

  const config = configOf(saved, name, product);
  const weights = weightsFor(planRace(config, data), saved);
  const race = await Race.build(gpu, { ...data, info: { ...data.info, mean, std } }, config, [
    { name: product, convolution: product, startsAfter: 0, weights },
  ]);
  const run = race.runs[0] as Run;
  const known = weights.some(({ statistics }) => statistics?.running_mean_abs_x);
  if (product !== "exact" && !(known && product === saved.metadata.product)) race.measure(run);
  const result = await test(race, run);
  race.destroy();
  const said = { weights: values.weights, data: name, product, ...result };
  if (values.json) print(JSON.stringify({ type: "evaluate", ...said }));
  else
    print(
      `${values.weights}: ${product} on ${data.info.name}, test accuracy ${percent(result.accuracy)} of ${result.images}, loss ${result.loss.toFixed(4)}`,
    );
  const stray = gpu.strayError();
  if (stray) note(`${stray.message} ${stray.details}`);
  return stray ? 1 : 0;
}

function dataName(name: string): DatasetName {
  if (Object.hasOwn(DATASETS, name)) return name as DatasetName;
  throw new FlagError(`--data ${name}: choose one of ${Object.keys(DATASETS).join(", ")}.`);
}

function productName(name: string): Convolution {
  if (name === "exact" || Object.hasOwn(PRODUCTS, name)) return name as Convolution;
  throw new FlagError(`--product ${name}: choose one of exact, ${Object.keys(PRODUCTS).join(", ")}.`);
}

function configOf({ metadata }: SavedWeights, data: DatasetName, product: Convolution): TrainConfig {
  const { layers, clip, gamma, seed } = metadata;
  const tested = product === "exact" ? {} : { product };
  return { ...defaultConfig(), data, net: "custom", layers, clip, gamma, seed, batch: BATCH, ...tested };
}

async function test(race: Race, run: Run): Promise<{ accuracy: number; loss: number; images: number }> {
  const pace = new Pace(settler(race.gpu.device));
  const images = allImages(race.data.test.count);
  let told = 0;
  await submitTest(race, run, images, pace, {
    after: (done) => {
      if (done - told < images.length / 10) return;
      told = done;
      note(`${done} of ${images.length} images`);
    },
  });
  await pace.drain();
  const [result] = await race.readEvaluation();
  if (!result) throw new Error("The device gave no result.");
  const { accuracy, loss } = result;
  return { accuracy, loss, images: result.images };
}
