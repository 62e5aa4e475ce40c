import { type BatchOrder, batchOrder, epochAfter, stepsPerEpoch } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Gpu, guarded } from "../gpu/device.ts";
import { Kernels } from "../gpu/kernel.ts";
import { readBuffer } from "../gpu/tensor.ts";
import { MODELS } from "../models/index.ts";
import { RECORD, RING } from "../nn/loss.ts";
import { planMemory } from "../nn/memory.ts";
import { initialise, Network } from "../nn/network.ts";
import { scheduledRate } from "../nn/optim.ts";
import { type LayerPlan, planNetwork } from "../nn/plan.ts";
import type { TrainConfig } from "./config.ts";
import type { RunName, StepRecord } from "./events.ts";
import { Feed, type SplitName } from "./feed.ts";

/** One network of a race. */
export interface Run {
  readonly name: RunName;
  readonly network: Network;
}

/** Where a gradient stopped being finite. */
export interface Divergence {
  readonly run: RunName;
  readonly layer: string;
  /** Counted from 0. */
  readonly step: number;
}

/** Everything a race needs to go on exactly where it was. */
export interface Checkpoint {
  readonly step: number;
  readonly runs: readonly (readonly ArrayBuffer[])[];
}

/** The plan of a config's network on a data set's images. */
export function planRace(config: TrainConfig, data: Dataset): readonly LayerPlan[] {
  return planNetwork(MODELS[config.net], data.info);
}

/**
 * Several networks on one device from the same seed: same first weights, same minibatches, same
 * dropout. It encodes and reads, and leaves pace and pauses to the driver.
 */
export class Race {
  readonly gpu: Gpu;
  readonly data: Dataset;
  readonly runs: readonly Run[];
  readonly plans: readonly LayerPlan[];
  readonly stepsPerEpoch: number;
  config: TrainConfig;
  /** Steps encoded so far. */
  step = 0;
  readonly #order: BatchOrder;
  readonly #feed: Feed;
  readonly #staging: GPUBuffer;

  private constructor(
    parts: {
      gpu: Gpu;
      data: Dataset;
      runs: readonly Run[];
      plans: readonly LayerPlan[];
      config: TrainConfig;
    },
    feed: Feed,
    staging: GPUBuffer,
  ) {
    this.gpu = parts.gpu;
    this.data = parts.data;
    this.runs = parts.runs;
    this.plans = parts.plans;
    this.config = parts.config;
    this.#order = batchOrder(parts.config.seed, parts.data.train.count, parts.config.batch);
    this.stepsPerEpoch = stepsPerEpoch(parts.data.train.count, parts.config.batch);
    this.#feed = feed;
    this.#staging = staging;
  }

  /**
   * Builds networks, data and first weights.
   * @param names the runs, in the order they are stepped.
   * @throws GpuError limit, out-of-memory or validation; PlanError.
   */
  static build(
    gpu: Gpu,
    data: Dataset,
    config: TrainConfig,
    names: readonly RunName[],
    onCompiled: (done: number, asked: number, kernel: string) => void = () => {},
  ): Promise<Race> {
    return guarded(gpu.device, async () => {
      const kernels = new Kernels(gpu.device, onCompiled);
      const plans = planRace(config, data);
      const images = planMemory(plans, config.batch).activations[0];
      const feed = await Feed.build(
        kernels,
        data,
        config.batch,
        images?.halo ?? { vertical: 0, horizontal: 0 },
      );
      const settings = {
        clip: config.clip,
        gamma: config.gamma,
        dropout: config.dropout,
        wide: gpu.info.tile === "8x8",
        optimizer: config.opt,
        momentum: config.momentum,
      };
      const building = Promise.allSettled(
        names.map((convolution) => Network.build(kernels, plans, feed.batch, { ...settings, convolution })),
      );
      const weights = initialise(plans, config.seed, config.init); // while the kernels compile
      const built = await building;
      const failure = built.find((result) => result.status === "rejected");
      const runs = names.flatMap((name, i) => {
        const result = built[i];
        return result?.status === "fulfilled" ? [{ name, network: result.value }] : [];
      });
      if (failure) {
        for (const { network } of runs) network.destroy();
        feed.destroy();
        throw failure.reason;
      }
      const [first, ...others] = runs;
      first?.network.writeWeights(weights);
      for (const { network } of others) network.copyParameters((first as Run).network);
      const staging = gpu.device.createBuffer({
        label: "records read back",
        size: runs.length * (RING * RECORD * 4 + 32),
        usage: 0x01 | 0x08, // MAP_READ | COPY_DST
      });
      return new Race({ gpu, data, runs, plans, config }, feed, staging);
    });
  }

  get totalSteps(): number {
    return this.config.epochs * this.stepsPerEpoch;
  }

  /** Images seen, in epochs, once `steps` steps are done. */
  epochAt(steps: number): number {
    return epochAfter(steps, this.data.train.count, this.config.batch);
  }

  /** Writes the records of the next `count` steps (at most MAX_STEPS) to the device. */
  schedule(count: number): void {
    const { seed, batch, lr, schedule } = this.config;
    const records = Array.from({ length: count }, (_, k) => {
      const step = this.step + k;
      return {
        step,
        seed,
        valid: batch,
        slot: step % RING,
        rate: scheduledRate(schedule, lr, step / this.totalSteps),
        first: false,
        indices: this.#order(step),
      };
    });
    this.#feed.schedule(records);
  }

  /** Submits the scheduled steps of one run. Creates no buffer, bind group, layout or pipeline. */
  submitSteps(run: Run, count: number): void {
    const encoder = this.gpu.device.createCommandEncoder();
    for (let k = 0; k < count; k++)
      this.#feed.encode(encoder, k, "train", (pass) => run.network.encodeStep(pass));
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  /** Submits part of an evaluation: chunks of images, each filled up to the batch size. */
  submitEvaluation(run: Run, split: SplitName, chunks: readonly Uint32Array[], first: boolean): void {
    const { batch, seed } = this.config;
    this.#feed.schedule(
      chunks.map((images, k) => {
        const indices = new Uint32Array(batch).fill(images[0] as number);
        indices.set(images);
        return { step: 0, seed, valid: images.length, slot: 0, rate: 0, first: first && k === 0, indices };
      }),
    );
    const encoder = this.gpu.device.createCommandEncoder();
    chunks.forEach((_, k) => {
      this.#feed.encode(encoder, k, split, (pass) => {
        if (first && k === 0) run.network.encodeInferenceStart(pass);
        run.network.encodeInference(pass);
      });
    });
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  /** Everything small that the device has to tell: one copy, one map. */
  async #read(): Promise<{ records: Float32Array; status: Uint32Array; totals: Float32Array }[]> {
    const { device } = this.gpu;
    const part = this.#staging.size / this.runs.length;
    const encoder = device.createCommandEncoder();
    this.runs.forEach(({ network }, i) => {
      encoder.copyBufferToBuffer(network.loss.records, 0, this.#staging, i * part, part - 32);
      encoder.copyBufferToBuffer(network.status, 0, this.#staging, (i + 1) * part - 32, 16);
      encoder.copyBufferToBuffer(network.loss.totals, 0, this.#staging, (i + 1) * part - 16, 16);
    });
    device.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(0x01);
    const copy = this.#staging.getMappedRange().slice(0);
    this.#staging.unmap();
    return this.runs.map((_, i) => ({
      records: new Float32Array(copy, i * part, part / 4 - 8),
      status: new Uint32Array(copy, (i + 1) * part - 32, 4),
      totals: new Float32Array(copy, (i + 1) * part - 16, 4),
    }));
  }

  /**
   * The records of steps `from` up to now, of each run, and the first divergence if there is one.
   * At most RING steps may lie between two calls.
   */
  async readRecords(from: number): Promise<{ records: StepRecord[][]; divergence: Divergence | null }> {
    const { step: until, config } = this;
    const read = await this.#read();
    let divergence: Divergence | null = null;
    const records = read.map(({ records: ring, status }, i) => {
      const run = this.runs[i] as Run;
      const [bad = 0, badStep = 0] = status;
      const end = bad ? Math.min(until, badStep) : until;
      if (bad && (divergence === null || badStep < divergence.step))
        divergence = {
          run: run.name,
          layer: run.network.parameterNames[bad - 1] ?? "the network",
          step: badStep,
        };
      return Array.from({ length: Math.max(0, end - from) }, (_, k) => {
        const at = ((from + k) % RING) * RECORD;
        const [loss = 0, correct = 0, gradientNorm = 0] = ring.subarray(at, at + RECORD);
        const step = from + k + 1;
        return { step, epoch: this.epochAt(step), loss, accuracy: correct / config.batch, gradientNorm };
      });
    });
    return { records, divergence };
  }

  /** Totals of the latest evaluation of each run: mean loss, accuracy and how many images. */
  async readEvaluation(): Promise<{ loss: number; accuracy: number; images: number }[]> {
    return (await this.#read()).map(({ totals: [loss = 0, correct = 0, images = 1] }) => ({
      loss: loss / images,
      accuracy: correct / images,
      images,
    }));
  }

  /** Copies weights, moments and running means to the host. */
  async save(): Promise<Checkpoint> {
    const { step } = this;
    const runs = await Promise.all(
      this.runs.map(({ network }) =>
        Promise.all(network.state.map((buffer) => readBuffer(this.gpu.device, buffer))),
      ),
    );
    return { step, runs };
  }

  /** Puts a checkpoint of the same config back. */
  restore(checkpoint: Checkpoint): void {
    this.step = checkpoint.step;
    this.runs.forEach(({ network }, i) => {
      network.state.forEach((buffer, k) => {
        this.gpu.device.queue.writeBuffer(buffer, 0, checkpoint.runs[i]?.[k] as ArrayBuffer);
      });
    });
  }

  destroy(): void {
    this.#staging.destroy();
    for (const { network } of this.runs) network.destroy();
    this.#feed.destroy();
  }
}
