import { chunks, testSubset } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Tensor } from "../gpu/tensor.ts";
import { maxAbs } from "../math/stats.ts";
import { IntegerNetwork } from "../nn/integerNetwork.ts";
import { type IntegerLayer, multiplies, operations, quantise } from "../nn/quantise.ts";
import type { RunName } from "../train/events.ts";
import { normalised } from "./images.ts";
import type { LaneSettings, Pair } from "./pair.ts";
import type { Shown } from "./testPass.ts";

/** Training images that say how large the input of a layer gets that multiplies. */
export const CALIBRATION = 1000;

/** What a network in 8 bits does for one image. */
export interface IntegerOperations extends ReturnType<typeof operations> {
  readonly run: RunName;
}

export interface CalibrationOptions {
  /** Told after every batch how many training images are done. */
  readonly onProgress?: (done: number) => void;
  /** Asked between batches: then what was seen by then has to do. */
  readonly stopped?: () => boolean;
  /** Waits for all submitted work, expected to take so long, in milliseconds. */
  readonly settle?: (expected: number) => Promise<void>;
}

interface Lane {
  readonly run: RunName;
  readonly layers: readonly IntegerLayer[];
  readonly network: IntegerNetwork;
}

/** The networks of a pair in 8 bits, for as many images at a time. */
export class IntegerPair implements Shown {
  /** Training images that set the steps. */
  readonly calibration: number;
  readonly #lanes: readonly Lane[];

  private constructor(lanes: readonly Lane[], calibration: number) {
    this.#lanes = lanes;
    this.calibration = calibration;
  }

  /**
   * Takes over a pair's weights, with steps from what it makes of a fixed part of the training images.
   * @param lanes those of the pair.
   * @throws PlanError where a network has no such form; GpuError.
   */
  static async build(
    gpu: Gpu,
    pair: Pair,
    lanes: readonly LaneSettings[],
    data: Dataset,
    options: CalibrationOptions = {},
  ): Promise<IntegerPair> {
    const weights = await Promise.all(lanes.map(({ name }) => pair.network(name).readWeights()));
    const quantised = (largest: (lane: number) => readonly number[]) =>
      lanes.map(({ settings }, i) => quantise(pair.plans, weights[i] ?? [], settings, largest(i)));
    quantised(() => []); // refuses what has no such form before it takes any time
    const largest = await calibrate(pair, lanes, data, options);
    const made = quantised((lane) => largest[lane] ?? []);
    const [{ batch }] = pair.logits as [Tensor];
    const built: Lane[] = [];
    try {
      for (const [i, layers] of made.entries()) {
        const run = (lanes[i] as LaneSettings).name;
        built.push({ run, layers, network: await IntegerNetwork.build(gpu, layers, batch) });
      }
    } catch (error) {
      for (const { network } of built) network.destroy();
      throw error;
    }
    return new IntegerPair(built, Math.min(CALIBRATION, data.train.count));
  }

  get runs(): readonly RunName[] {
    return this.#lanes.map(({ run }) => run);
  }

  get logits(): readonly Tensor[] {
    return this.#lanes.map(({ network }) => network.logits);
  }

  get operations(): readonly IntegerOperations[] {
    return this.#lanes.map(({ run, layers }) => ({ run, ...operations(layers) }));
  }

  show(images: ArrayLike<number>): void {
    for (const { network } of this.#lanes) network.submit(images);
  }

  destroy(): void {
    for (const { network } of this.#lanes) network.destroy();
  }
}

/** The largest |x| that enters each layer which multiplies, of every lane. */
async function calibrate(
  pair: Pair,
  lanes: readonly LaneSettings[],
  { train, info }: Dataset,
  { onProgress = () => {}, stopped = () => false, settle = async () => {} }: CalibrationOptions,
): Promise<number[][]> {
  const images = testSubset(train.count, CALIBRATION);
  const [{ batch }] = pair.logits as [Tensor];
  const largest = lanes.map(() => pair.plans.map(() => 0));
  const size = info.height * info.width * info.channels;
  let expected = 0;
  for (const { start, count } of chunks(images.length, batch)) {
    if (stopped()) break;
    const pixels = new Float32Array(batch * size);
    // The last chunk goes back far enough to be whole; where there is less than one, an image stands several times.
    for (let k = 0; k < batch; k++) {
      const index = images[Math.max(0, start + count - batch) + (k % images.length)] as number;
      pixels.set(normalised(train.images.subarray(index * size, (index + 1) * size), info), k * size);
    }
    const submitted = performance.now();
    pair.show(pixels);
    await settle(expected);
    for (const [lane, { name, settings }] of lanes.entries()) {
      const own = largest[lane] as number[];
      for (const [i, plan] of pair.plans.entries()) {
        if (!multiplies(plan, settings)) continue;
        own[i] = Math.max(own[i] as number, maxAbs(await pair.network(name).read(i)));
      }
    }
    expected = performance.now() - submitted;
    onProgress(start + count);
  }
  return largest;
}
