import { AUGMENTATIONS } from "../data/augment.ts";
import { type BatchOrder, batchOrder, epochAfter, stepsPerEpoch } from "../data/batches.ts";
import type { Dataset, SplitName } from "../data/dataset.ts";
import { type Gpu, guarded } from "../gpu/device.ts";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { NO_HALO } from "../gpu/tensor.ts";
import { isShared, type Tile } from "../gpu/tile.ts";
import { modelOf } from "../models/index.ts";
import type { LayerWeights } from "../nn/init.ts";
import { RECORD, RING } from "../nn/loss.ts";
import { planMemory } from "../nn/memory.ts";
import { initialise, Network } from "../nn/network.ts";
import { scheduledRate } from "../nn/optim.ts";
import { checkModel, type LayerPlan, PlanError, planNetwork } from "../nn/plan.ts";
import type { TrainConfig } from "./config.ts";
import type { RunName, StepRecord } from "./events.ts";
import { Feed } from "./feed.ts";
import type { Lane } from "./lanes.ts";
import { LayerWatch } from "./layerWatch.ts";
import { ReadBack } from "./readBack.ts";

/** One network of a race. */
export interface Run {
  readonly name: RunName;
  readonly lane: Lane;
  readonly network: Network;
  /** The race's step at which it takes its first. */
  readonly startsAt: number;
  /** It has its weights; from then on it is stepped and tested. */
  started: boolean;
}

/**
 * Images that set the running means at a hand-over. The mean of |x| of a layer is one number over all its
 * values: over so many images it is known to well under a percent.
 */
const MEASURED = 2000;

/** Where a gradient stopped being finite. */
export interface Divergence {
  readonly run: RunName;
  readonly layer: string;
  /** Counted from 0. */
  readonly step: number;
}

/**
 * The plan of a config's network on a data set's images.
 * @throws PlanError with the first reason where they do not suit.
 */
export function planRace(config: TrainConfig, data: Dataset): readonly LayerPlan[] {
  const model = modelOf(config.net, config.layers);
  const [problem] = checkModel(model.layers, data.info, data.info.classes.length);
  if (problem) throw new PlanError(problem);
  return planNetwork(model, data.info);
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
  /** Which of the kernels run: the same until the race ends, also after a resume. */
  readonly tile: Tile;
  config: TrainConfig;
  /** Steps encoded so far. */
  step = 0;
  /** The last step whose test was told; -1: not even that of step 0, where one is due. */
  tested: number;
  readonly watch: LayerWatch;
  readonly #order: BatchOrder;
  readonly #feed: Feed;
  readonly #readBack: ReadBack;

  private constructor(
    parts: {
      gpu: Gpu;
      data: Dataset;
      runs: readonly Run[];
      plans: readonly LayerPlan[];
      config: TrainConfig;
      tile: Tile;
    },
    feed: Feed,
  ) {
    this.gpu = parts.gpu;
    this.data = parts.data;
    this.runs = parts.runs;
    this.plans = parts.plans;
    this.config = parts.config;
    this.tile = parts.tile;
    this.tested = parts.runs.some(({ started, startsAt }) => !started && startsAt === 0) ? -1 : 0;
    this.#order = batchOrder(parts.config.seed, parts.data.train.count, parts.config.batch);
    this.stepsPerEpoch = stepsPerEpoch(parts.data.train.count, parts.config.batch);
    this.#feed = feed;
    this.watch = new LayerWatch(parts.gpu.device, parts.runs);
    this.#readBack = new ReadBack(
      parts.gpu.device,
      parts.runs.map(({ network }) => network),
    );
  }

  /**
   * Builds networks, data and first weights.
   * @param lanes in the order they are stepped; one that takes the exact lane's weights needs that lane.
   * @throws GpuError limit, out-of-memory or validation; PlanError.
   */
  static build(
    gpu: Gpu,
    data: Dataset,
    config: TrainConfig,
    lanes: readonly Lane[],
    onCompiled: (done: number, asked: number, kernel: string) => void = () => {},
    wanted: Tile = gpu.info.tile,
  ): Promise<Race> {
    return guarded(gpu.device, async () => {
      const kernels = new Kernels(gpu.device, onCompiled);
      const tile = isShared(wanted) ? gpu.info.tile : wanted; // another device may have no such subgroups
      const plans = planRace(config, data);
      const images = planMemory(plans, config.batch).activations[0];
      const feed = await Feed.build(kernels, data, {
        batch: config.batch,
        halo: images?.halo ?? NO_HALO,
        augmentation: AUGMENTATIONS[config.augment],
      });
      const settings = {
        clip: config.clip,
        gamma: config.gamma,
        scaling: config.scaling,
        dropout: config.dropout,
        expression: config.expression,
        tile,
        optimizer: config.opt,
        momentum: config.momentum,
      };
      const building = Promise.allSettled(
        lanes.map(({ convolution }) =>
          Network.build(kernels, plans, feed.batch, { ...settings, convolution }),
        ),
      );
      const weights = initialise(plans, config.seed, config.init); // while the kernels compile
      const built = await building;
      const failure = built.find((result) => result.status === "rejected");
      const perEpoch = stepsPerEpoch(data.train.count, config.batch);
      const runs = lanes.flatMap((lane, i): Run[] => {
        const result = built[i];
        if (result?.status !== "fulfilled") return [];
        const { name } = lane;
        const startsAt = lane.startsAfter * perEpoch;
        return [{ name, lane, network: result.value, startsAt, started: name !== "transfer" }];
      });
      if (failure) {
        for (const { network } of runs) network.destroy();
        feed.destroy();
        throw failure.reason;
      }
      const own = runs.filter(({ started, lane }) => started && lane.weights);
      for (const { network, lane } of own) network.writeWeights(lane.weights as readonly LayerWeights[]);
      const [first, ...others] = runs.filter(({ started, lane }) => started && !lane.weights);
      first?.network.writeWeights(weights);
      for (const { network } of others) network.copyParameters((first as Run).network);
      return new Race({ gpu, data, runs, plans, config, tile }, feed);
    });
  }

  get totalSteps(): number {
    return this.config.epochs * this.stepsPerEpoch;
  }

  /** Images seen, in epochs, once `steps` steps are done. */
  epochAt(steps: number): number {
    return epochAfter(steps, this.data.train.count, this.config.batch);
  }

  /** The lanes that have their weights. */
  get going(): readonly Run[] {
    return this.runs.filter(({ started }) => started);
  }

  /** Lanes that stand still although their step has come. */
  get due(): readonly Run[] {
    return this.runs.filter(({ started, startsAt }) => !started && startsAt <= this.step);
  }

  /**
   * Gives a lane that is due its weights, its own or the exact lane's as they are now, and sets its
   * running means, and a linear fit, by a pass over training images.
   */
  async handOver(run: Run): Promise<void> {
    const exact = this.runs.find(({ name }) => name === "exact");
    const weights = run.lane.weights ?? (await exact?.network.readWeights());
    if (!weights) throw new Error(`The lane ${run.name} has nothing to start from.`);
    run.network.writeWeights(weights);
    this.measure(run);
    run.started = true;
  }

  /** Sets a lane's running means, and its linear fit: the first minibatches of this seed, in inference. */
  measure({ network }: Run): void {
    const { seed, batch } = this.config;
    for (let step = 0; step * batch < MEASURED; step++) {
      const indices = this.#order(step);
      this.#feed.schedule([{ step, seed, valid: batch, slot: 0, rate: 0, first: step === 0, indices }]);
      const encoder = this.gpu.device.createCommandEncoder();
      this.#feed.encode(encoder, 0, "train", (pass) => {
        if (step === 0) network.encodeMeasureStart(pass);
        network.encodeMeasure(pass);
      });
      this.gpu.device.queue.submit([encoder.finish()]);
    }
  }

  /**
   * Submits the next `count` steps (at most MAX_STEPS) of one run: the same images and rates for all;
   * each optimizer counts its own updates. Creates no buffer, bind group, layout or pipeline.
   * @param sampled its watch reads the last of them, between its backward pass and its update.
   */
  submitSteps({ name, network, startsAt }: Run, count: number, sampled = false): void {
    this.#schedule(startsAt, count);
    const encoder = this.gpu.device.createCommandEncoder();
    const plain = sampled ? count - 1 : count;
    for (let k = 0; k < plain; k++)
      this.#feed.encode(encoder, k, "train", (pass) => network.encodeStep(pass, this.step + k));
    if (sampled) {
      this.#feed.encode(encoder, plain, "train", (pass) => network.encodeLearning(pass, this.step + plain));
      this.watch.of(name).encode(encoder);
      const pass = new Pass(encoder);
      network.encodeUpdate(pass);
      pass.end();
    }
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  #schedule(startsAt: number, count: number): void {
    const { seed, batch, lr, schedule } = this.config;
    const records = Array.from({ length: count }, (_, k) => {
      const step = this.step + k;
      return {
        step,
        updates: step - startsAt,
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

  /**
   * The records of steps `from` up to now, of each run, and the first divergence if there is one.
   * At most RING steps may lie between two calls.
   */
  async readRecords(from: number): Promise<{ records: StepRecord[][]; divergence: Divergence | null }> {
    const { step: until, config } = this;
    const read = await this.#readBack.read();
    let divergence: Divergence | null = null;
    const records = read.map(({ records: ring, status }, i) => {
      const run = this.runs[i] as Run;
      const [bad = 0, badStep = 0] = status;
      const end = !run.started ? 0 : bad ? Math.min(until, badStep) : until;
      const begin = Math.max(from, run.startsAt);
      if (bad && (divergence === null || badStep < divergence.step))
        divergence = {
          run: run.name,
          layer: run.network.parameterNames[bad - 1] ?? "the network",
          step: badStep,
        };
      return Array.from({ length: Math.max(0, end - begin) }, (_, k) => {
        const at = ((begin + k) % RING) * RECORD;
        const [loss = 0, correct = 0, gradientNorm = 0] = ring.subarray(at, at + RECORD);
        const step = begin + k + 1;
        return { step, epoch: this.epochAt(step), loss, accuracy: correct / config.batch, gradientNorm };
      });
    });
    return { records, divergence };
  }

  /** Totals of each run's latest evaluation: mean loss, accuracy and how many images. */
  async readEvaluation(): Promise<{ run: Run; loss: number; accuracy: number; images: number }[]> {
    return (await this.#readBack.read()).map(({ totals: [loss = 0, correct = 0, images = 1] }, i) => ({
      run: this.runs[i] as Run,
      loss: loss / images,
      accuracy: correct / images,
      images,
    }));
  }

  destroy(): void {
    this.#readBack.destroy();
    this.watch.destroy();
    for (const { network } of this.runs) network.destroy();
    this.#feed.destroy();
  }
}
