import type { Dataset, Split } from "../data/dataset.ts";
import { type Dispatch, encode, groupsFor, type Kernels } from "../gpu/kernel.ts";
import { createBuffer, createTensor, createUniform, floatBits, type Halo, view } from "../gpu/tensor.ts";
import type { BatchBuffers } from "../nn/network.ts";
import { packStep, type StepValues, stepWords } from "../nn/step.ts";

/** Step records the host may hand over at a time: the most steps a submit can hold. */
export const MAX_STEPS = 64;

export type SplitName = "train" | "test";

function upload(device: GPUDevice, label: string, bytes: Uint8Array<ArrayBuffer>): GPUBuffer {
  const size = Math.ceil(bytes.length / 4) * 4;
  const buffer = device.createBuffer({ label, size, usage: 0x80 | 0x08, mappedAtCreation: true }); // STORAGE | COPY_DST
  new Uint8Array(buffer.getMappedRange()).set(bytes);
  buffer.unmap();
  return buffer;
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
  readonly #gather: Readonly<Record<SplitName, Dispatch>>;
  readonly #owned: readonly GPUBuffer[];

  private constructor(
    device: GPUDevice,
    batch: BatchBuffers,
    schedule: GPUBuffer,
    gather: Readonly<Record<SplitName, Dispatch>>,
    owned: readonly GPUBuffer[],
  ) {
    this.#device = device;
    this.batch = batch;
    this.#schedule = schedule;
    this.#gather = gather;
    this.#owned = owned;
  }

  static async build(kernels: Kernels, data: Dataset, batchSize: number, halo: Halo): Promise<Feed> {
    const { device } = kernels;
    const { height, width, channels, mean, std } = data.info;
    const x = createTensor(device, "images", { batch: batchSize, height, width, channels }, halo);
    const labels = createBuffer(device, "labels", batchSize * 4);
    const step = createBuffer(device, "step", stepWords(batchSize) * 4);
    const schedule = createBuffer(device, "steps to come", MAX_STEPS * stepWords(batchSize) * 4);
    const four = (values: readonly number[]) => [0, 1, 2, 3].map((c) => floatBits(values[c] ?? 1));
    const words = [height, width, batchSize, 0, ...four(mean), ...four(std), ...view(x)];
    const dims = createUniform(device, "batch", words);
    const owned = [x.buffer, labels, step, schedule, dims];
    const gather = (name: SplitName, split: Split) => {
      const images = upload(device, `${name} images`, split.images);
      const given = upload(device, `${name} labels`, split.labels);
      owned.push(images, given);
      return kernels.dispatch({
        label: `gather ${name}`,
        shader: "batch",
        entry: "gather",
        constants: { CHANNELS: channels },
        bindings: { images, labels: given, step, x: x.buffer, batch_labels: labels, dims },
        groups: groupsFor(batchSize * height * width),
      });
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

  /** Encodes one pass for scheduled step `index`: its record, its batch, then whatever `work` adds. */
  encode(
    encoder: GPUCommandEncoder,
    index: number,
    split: SplitName,
    work: (pass: GPUComputePassEncoder) => void,
  ): void {
    const bytes = stepWords(this.batch.x.batch) * 4;
    encoder.copyBufferToBuffer(this.#schedule, index * bytes, this.batch.step, 0, bytes);
    const pass = encoder.beginComputePass();
    encode(pass, [this.#gather[split]]);
    work(pass);
    pass.end();
  }

  destroy(): void {
    for (const buffer of this.#owned) buffer.destroy();
  }
}
