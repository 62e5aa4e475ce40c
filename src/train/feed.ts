import { AUGMENTATIONS, type Augmentation } from "../data/augment.ts";
import type { Dataset, Split, SplitName } from "../data/dataset.ts";
import { type Dispatch, groupsFor, type Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createTensor, createUniform, floatBits, type Halo, view } from "../gpu/tensor.ts";
import type { BatchBuffers } from "../nn/network.ts";
import { packStep, type StepValues, stepWords } from "../nn/step.ts";

/** Step records the host may hand over at a time: the most steps a submit can hold. */
export const MAX_STEPS = 64;

function upload(device: GPUDevice, label: string, bytes: Uint8Array<ArrayBuffer>): GPUBuffer {
  const size = Math.ceil(bytes.length / 4) * 4;
  const buffer = device.createBuffer({ label, size, usage: 0x80 | 0x08, mappedAtCreation: true }); // STORAGE | COPY_DST
  new Uint8Array(buffer.getMappedRange()).set(bytes);
  buffer.unmap();
  return buffer;
}

/** Consecutive images that lie in a buffer of their own. */
export interface Part {
  readonly start: number;
  readonly count: number;
}

/** Parts of `count` images of so many bytes, none larger than `limit`; all but the last are whole words. */
export function partsOf(count: number, imageBytes: number, limit: number): readonly Part[] {
  const most = Math.floor(limit / imageBytes / 4) * 4;
  return Array.from({ length: Math.ceil(count / most) }, (_, i) => ({
    start: i * most,
    count: Math.min(most, count - i * most),
  }));
}

export interface FeedOptions {
  readonly batch: number;
  /** Pixels of zeros the first layer needs around its images. */
  readonly halo: Halo;
  /** Of the train images. */
  readonly augmentation?: Augmentation;
  /** Bytes of images one buffer may hold. */
  readonly limit?: number;
}

/**
 * The data set on the device, as bytes, and the batch all runs of a race share. Which images a step
 * takes is written beforehand into a table of step records; encoding a step copies its record and
 * gathers and normalises its images (shaders/batch.wgsl).
 */
export class Feed {
  readonly batch: BatchBuffers;
  readonly #device: GPUDevice;
  readonly #schedule: GPUBuffer;
  readonly #gather: Readonly<Record<SplitName, readonly Dispatch[]>>;
  readonly #owned: readonly GPUBuffer[];

  private constructor(
    device: GPUDevice,
    batch: BatchBuffers,
    schedule: GPUBuffer,
    gather: Readonly<Record<SplitName, readonly Dispatch[]>>,
    owned: readonly GPUBuffer[],
  ) {
    this.#device = device;
    this.batch = batch;
    this.#schedule = schedule;
    this.#gather = gather;
    this.#owned = owned;
  }

  static async build(kernels: Kernels, data: Dataset, options: FeedOptions): Promise<Feed> {
    const { device } = kernels;
    const { height, width, channels, mean, std } = data.info;
    const { batch, halo, augmentation = AUGMENTATIONS.none } = options;
    const { limit = device.limits.maxStorageBufferBindingSize } = options;
    const imageBytes = height * width * channels;
    const x = createTensor(device, "images", { batch, height, width, channels }, halo);
    const labels = createBuffer(device, "labels", batch * 4);
    const step = createBuffer(device, "step", stepWords(batch) * 4);
    const schedule = createBuffer(device, "steps to come", MAX_STEPS * stepWords(batch) * 4);
    const owned = [x.buffer, labels, step, schedule];
    const four = (values: readonly number[]) => [0, 1, 2, 3].map((c) => floatBits(values[c] ?? 1));
    const gather = (name: SplitName, split: Split) => {
      const { shift, flip } = name === "train" ? augmentation : AUGMENTATIONS.none;
      const given = upload(device, `${name} labels`, split.labels);
      owned.push(given);
      const launches = partsOf(split.count, imageBytes, limit).map(({ start, count }) => {
        const bytes = split.images.subarray(start * imageBytes, (start + count) * imageBytes);
        const images = upload(device, `${name} images from ${start}`, bytes);
        const sizes = [height, width, batch, 0, start, count, 0, 0];
        const dims = createUniform(device, "batch", [...sizes, ...four(mean), ...four(std), ...view(x)]);
        owned.push(images, dims);
        return kernels.dispatch({
          label: `gather ${name} from ${start}`,
          shader: "batch",
          entry: "gather",
          constants: { CHANNELS: channels, SHIFT: shift, FLIP: flip ? 1 : 0 },
          bindings: { images, labels: given, step, x: x.buffer, batch_labels: labels, dims },
          groups: groupsFor(batch * height * width),
        });
      });
      return Promise.all(launches);
    };
    const [train, test] = await Promise.all([gather("train", data.train), gather("test", data.test)]);
    return new Feed(device, { x, labels, step }, schedule, { train, test }, owned);
  }

  /** Hands over the records of the next steps, at most MAX_STEPS. */
  schedule(steps: readonly StepValues[]): void {
    const size = this.batch.x.batch;
    const words = new Uint32Array(steps.length * stepWords(size));
    for (const [i, values] of steps.entries()) words.set(packStep(values, size), i * stepWords(size));
    this.#device.queue.writeBuffer(this.#schedule, 0, words);
  }

  /** Encodes scheduled step `index`: its record, its batch, then whatever `work` adds. */
  encode(encoder: GPUCommandEncoder, index: number, split: SplitName, work: (pass: Pass) => void): void {
    const bytes = stepWords(this.batch.x.batch) * 4;
    encoder.copyBufferToBuffer(this.#schedule, index * bytes, this.batch.step, 0, bytes);
    const pass = new Pass(encoder);
    pass.encode(this.#gather[split]);
    work(pass);
    pass.end();
  }

  destroy(): void {
    for (const buffer of this.#owned) buffer.destroy();
  }
}
