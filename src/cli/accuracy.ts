import type { Dataset } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import type { Gpu } from "../gpu/device.ts";
import { type IntegerOperations, IntegerPair } from "../inspect/integerPair.ts";
import { type LaneSettings, Pair } from "../inspect/pair.ts";
import { testPass } from "../inspect/testPass.ts";
import type { Convolution } from "../math/products.ts";
import type { TrainConfig } from "../train/config.ts";
import { allImages, submitTest } from "../train/evaluation.ts";
import { defaultConfig } from "../train/link.ts";
import { Pace } from "../train/pace.ts";
import { planRace, Race, type Run } from "../train/race.ts";
import { type SavedWeights, weightsFor } from "../train/weights.ts";
import { settler } from "./dawn.ts";
import { note } from "./output.ts";

/** The device's own pace suits batches of this size; the accuracy does not depend on it. */
const BATCH = 100;

/** Milliseconds that a submit should take. */
const SLICE = 500;

export interface Accuracy {
  /** A fraction of `images`. */
  readonly accuracy: number;
  readonly loss: number;
  readonly images: number;
}

/**
 * Accuracy of saved weights on the whole test set of `data`, with the clip factor and the normalisation of
 * their file. With another product than theirs, running means are first set by a pass over training
 * images, as at a transfer.
 */
export async function accuracyOf(
  gpu: Gpu,
  data: Dataset,
  saved: SavedWeights,
  product: Convolution = saved.metadata.product,
  expression = saved.metadata.expression,
): Promise<Accuracy> {
  const config = configOf(saved, data.info.id as DatasetName, product, expression);
  const weights = weightsFor(planRace(config, data), saved);
  const race = await Race.build(gpu, asTrained(data, saved), config, [
    { name: product, convolution: product, startsAfter: 0, weights },
  ]);
  try {
    const run = race.runs[0] as Run;
    const known = weights.some(({ statistics }) => statistics?.running_mean_abs_x);
    const same = product === saved.metadata.product && expression === saved.metadata.expression;
    if (product !== "exact" && !(known && same)) race.measure(run);
    return await test(race, run);
  } finally {
    race.destroy();
  }
}

/** What a network in 8 bits reaches, and what it does for one image. */
export interface IntegerAccuracy extends IntegerOperations {
  /** A fraction of `images`. */
  readonly accuracy: number;
  readonly images: number;
  /** Training images that set the steps. */
  readonly calibration: number;
}

/**
 * The same of these weights in 8 bits, with what that takes for an image.
 * @throws PlanError where their network or their product has no such form.
 */
export async function integerAccuracyOf(
  gpu: Gpu,
  data: Dataset,
  saved: SavedWeights,
): Promise<IntegerAccuracy> {
  const { product, expression = "", clip, gamma, scaling } = saved.metadata;
  const own = asTrained(data, saved);
  const plans = planRace(configOf(saved, data.info.id as DatasetName, product, expression), data);
  const settings = { convolution: product, expression, clip, gamma, scaling, dropout: 0 };
  const lanes: readonly LaneSettings[] = [{ name: product, settings }];
  const settle = settler(gpu.device);
  const pair = await Pair.build(gpu, plans, lanes, BATCH);
  pair.write(product, weightsFor(plans, saved));
  const integer = await IntegerPair.build(gpu, pair, lanes, own, { settle }).finally(() => pair.destroy());
  const { test, info } = own;
  const hooks = { aim: () => SLICE, onProgress: progressNotes(test.count), stopped: () => false, settle };
  const answers = await testPass(gpu, integer, test, info, hooks).finally(() => integer.destroy());
  const right = answers[0]?.answers.filter((answer, i) => answer === test.labels[i]).length ?? 0;
  const [counts] = integer.operations as [IntegerOperations];
  const { calibration } = integer;
  return { ...counts, accuracy: right / test.count, images: test.count, calibration };
}

/** The data with the normalisation of the file. */
function asTrained(data: Dataset, { metadata }: SavedWeights): Dataset {
  const { mean, std } = metadata.normalisation;
  return { ...data, info: { ...data.info, mean, std } };
}

/** A note at every tenth of the images. */
function progressNotes(total: number): (done: number) => void {
  let told = 0;
  return (done) => {
    if (done - told < total / 10) return;
    told = done;
    note(`${done} of ${total} images`);
  };
}

function configOf(
  { metadata }: SavedWeights,
  data: DatasetName,
  product: Convolution,
  expression: string | undefined,
): TrainConfig {
  const { layers, clip, gamma, scaling, seed } = metadata;
  const own = expression === undefined ? {} : { expression };
  const tested = product === "exact" ? {} : { product, ...own };
  const settings = { layers, clip, gamma, scaling, seed, ...tested };
  return { ...defaultConfig(), data, net: "custom", batch: BATCH, ...settings };
}

async function test(race: Race, run: Run): Promise<Accuracy> {
  const pace = new Pace(settler(race.gpu.device));
  const images = allImages(race.data.test.count);
  const tell = progressNotes(images.length);
  await submitTest(race, run, images, pace, { after: tell });
  await pace.drain();
  const [result] = await race.readEvaluation();
  if (!result) throw new Error("The device gave no result.");
  const { accuracy, loss } = result;
  return { accuracy, loss, images: result.images };
}
