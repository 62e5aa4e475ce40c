import { chunks, testSubset } from "../data/batches.ts";
import type { Dataset, Split } from "../data/dataset.ts";
import { type Gpu, guarded } from "../gpu/device.ts";
import { Kernels } from "../gpu/kernel.ts";
import { maxAbs } from "../math/stats.ts";
import { Inference } from "../nn/inference.ts";
import type { LayerWeights } from "../nn/init.ts";
import { IntegerNetwork } from "../nn/integerNetwork.ts";
import type { LayerPlan } from "../nn/plan.ts";
import { type IntegerLayer, multiplies, operations, quantise } from "../nn/quantise.ts";
import { normalised } from "./images.ts";
import type { LaneSettings } from "./pair.ts";

/** Training images that say how large the input of a layer gets that multiplies. */
export const CALIBRATION = 1000;

/** Images at a time, at most. */
const BATCH = 100;

/** A trained network with its running statistics. */
export interface Trained {
  readonly plans: readonly LayerPlan[];
  /** Of the layers that have any. */
  readonly weights: readonly LayerWeights[];
  readonly settings: LaneSettings["settings"];
}

/** What a network in 8 bits reaches, and what it does for one image. */
export interface IntegerResult extends ReturnType<typeof operations> {
  /** A fraction of `images`. */
  readonly accuracy: number;
  readonly images: number;
  /** Training images that set the steps. */
  readonly calibration: number;
}

export interface IntegerOptions {
  /** Told after every batch of test images. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Waits for all submitted work, expected to take so long, in milliseconds. */
  readonly settle?: (expected: number) => Promise<void>;
}

/**
 * A trained network in 8 bits: steps from a fixed part of the training images, accuracy on the whole test set.
 * @param data its mean and deviation those the network was trained with.
 * @throws PlanError where the network has no such form; GpuError.
 */
export async function evaluateInteger(
  gpu: Gpu,
  network: Trained,
  data: Dataset,
  { onProgress = () => {}, settle = async () => {} }: IntegerOptions = {},
): Promise<IntegerResult> {
  const { train, test } = data;
  const calibration = testSubset(train.count, CALIBRATION);
  const layers = await calibrated(gpu, network, data, calibration);
  const batch = Math.min(BATCH, test.count);
  const integer = await IntegerNetwork.build(gpu, layers, batch);
  try {
    let correct = 0;
    let expected = 0;
    for (const { start, count } of chunks(test.count, batch)) {
      const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
      const submitted = performance.now();
      integer.submit(pixelsOf(data, test, indices, batch));
      await settle(expected);
      const logits = await integer.logits();
      expected = performance.now() - submitted;
      const classes = logits.length / batch;
      for (let i = 0; i < count; i++)
        if (best(logits.subarray(i * classes, (i + 1) * classes)) === test.labels[start + i]) correct++;
      onProgress(start + count, test.count);
    }
    return {
      accuracy: correct / test.count,
      images: test.count,
      calibration: calibration.length,
      ...operations(layers),
    };
  } finally {
    integer.destroy();
  }
}

/** The network in 8 bits, its steps from what it makes of these training images as floats. */
async function calibrated(
  gpu: Gpu,
  { plans, weights, settings }: Trained,
  data: Dataset,
  images: Uint32Array,
): Promise<IntegerLayer[]> {
  const largest = plans.map(() => 0);
  const measured = plans.flatMap((plan, i) => (multiplies(plan, settings) ? [i] : []));
  if (measured.length > 0)
    await guarded(gpu.device, async () => {
      const batch = Math.min(BATCH, images.length);
      const kernels = new Kernels(gpu.device);
      const floats = await Inference.build(kernels, plans, batch, { ...settings, tile: gpu.info.tile });
      try {
        floats.writeWeights(weights);
        for (const { start, count } of chunks(images.length, batch)) {
          // The last chunk goes back far enough to be whole.
          const part = images.subarray(start + count - batch, start + count);
          floats.writeImages(pixelsOf(data, data.train, part, batch));
          const encoder = gpu.device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          if (start === 0) floats.encodePrepare(pass);
          floats.encode(pass);
          pass.end();
          gpu.device.queue.submit([encoder.finish()]);
          for (const i of measured) largest[i] = Math.max(largest[i] as number, maxAbs(await floats.read(i)));
        }
      } finally {
        floats.destroy();
      }
    });
  return quantise(plans, weights, settings, largest);
}

/** Images as the network takes them, NCHW, as many as a batch holds; zeros behind the last. */
function pixelsOf({ info }: Dataset, { images }: Split, indices: Uint32Array, batch: number): Float32Array {
  const size = info.height * info.width * info.channels;
  const pixels = new Float32Array(batch * size);
  indices.forEach((index, i) => {
    pixels.set(normalised(images.subarray(index * size, (index + 1) * size), info), i * size);
  });
  return pixels;
}

/** The class with the largest logit; of equal ones the first. */
function best(logits: Float32Array): number {
  return logits.indexOf(Math.max(...logits));
}
