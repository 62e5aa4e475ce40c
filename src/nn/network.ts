import { GpuError } from "../gpu/device.ts";
import type { Dispatch, Kernels, Pass } from "../gpu/kernel.ts";
import { Mirrors } from "../gpu/mirror.ts";
import { createBuffer, createTensor, type OnDevice, readTensor, type Tensor } from "../gpu/tensor.ts";
import { layerContexts } from "./contexts.ts";
import { buildGradientNorm } from "./gradientNorm.ts";
import { LAYERS } from "./index.ts";
import { type Initialisation, initialWeights, type LayerWeights } from "./init.ts";
import type { BuiltLayer, Layer, LayerContext, LayerSettings } from "./layer.ts";
import { buildLoss, type Loss } from "./loss.ts";
import { largestBatch, type MemoryPlan, planMemory } from "./memory.ts";
import { buildOptimizer, type OptimizerName } from "./optim.ts";
import { type ParameterLayer, parameterLayers, readParameters, writeParameters } from "./parameters.ts";
import type { LayerPlan } from "./plan.ts";
import { LINEAR_FIT } from "./spec.ts";

export interface NetworkSettings extends LayerSettings {
  readonly optimizer: OptimizerName;
  readonly momentum: number;
}

/** What the runs of a race share: the batch and the step record. */
export interface BatchBuffers {
  readonly x: Tensor;
  readonly labels: GPUBuffer;
  readonly step: GPUBuffer;
}

/** A network on the device: all memory and launches are made by `build`, a step only encodes them. */
export class Network {
  readonly plans: readonly LayerPlan[];
  readonly memory: MemoryPlan;
  readonly layers: readonly Layer[];
  /** The layers, each with what it was built from. */
  readonly builtLayers: readonly BuiltLayer[];
  readonly loss: Loss;
  /** [0] 1 + the first parameter layer whose gradient was not finite, 0 while all is well; [1] its step. */
  readonly status: GPUBuffer;
  readonly logits: Tensor;
  readonly parameters: GPUBuffer;
  /** All that training changes: parameters, moments, running statistics. */
  readonly state: readonly GPUBuffer[];
  readonly #device: GPUDevice;
  readonly #owned: readonly OnDevice[];
  readonly #parameterLayers: readonly ParameterLayer[];
  /** Forward, loss, backward; and where A and B are fitted as well (LINEAR_FIT.every). */
  readonly #learning: readonly Dispatch[];
  readonly #fitting: readonly Dispatch[];
  readonly #update: readonly Dispatch[];
  readonly #inference: readonly Dispatch[];
  readonly #prepareInference: readonly Dispatch[];
  readonly #measureStart: readonly Dispatch[];
  readonly #measure: readonly Dispatch[];

  private constructor(parts: {
    device: GPUDevice;
    plans: readonly LayerPlan[];
    memory: MemoryPlan;
    layers: readonly Layer[];
    contexts: readonly LayerContext[];
    loss: Loss;
    update: readonly Dispatch[];
    status: GPUBuffer;
    logits: Tensor;
    parameters: GPUBuffer;
    moments: readonly GPUBuffer[];
    owned: readonly OnDevice[];
  }) {
    this.#device = parts.device;
    this.plans = parts.plans;
    this.memory = parts.memory;
    this.layers = parts.layers;
    this.builtLayers = parts.layers.map((layer, i) => ({
      layer,
      context: parts.contexts[i] as LayerContext,
    }));
    this.loss = parts.loss;
    this.status = parts.status;
    this.logits = parts.logits;
    this.parameters = parts.parameters;
    const statistics = parts.layers.flatMap(({ running = [] }) => running.map(({ buffer }) => buffer));
    this.state = [parts.parameters, ...parts.moments, ...statistics];
    this.#owned = parts.owned;
    this.#parameterLayers = parameterLayers(parts.plans, parts.memory, parts.layers);
    const { layers, loss, update } = parts;
    const after = [loss.train, ...layers.toReversed().flatMap((layer) => layer.backward)];
    this.#learning = [...layers.flatMap((layer) => layer.forward), ...after];
    this.#fitting = [...layers.flatMap((layer) => layer.fittingForward ?? layer.forward), ...after];
    this.#update = update;
    this.#inference = [...layers.flatMap((layer) => layer.infer), loss.evaluate];
    this.#prepareInference = layers.flatMap((layer) => layer.prepareInference);
    this.#measureStart = layers.flatMap((layer) => layer.measureStart ?? []);
    this.#measure = layers.flatMap((layer) => layer.measure ?? layer.infer);
  }

  /**
   * Plans memory, compiles every kernel and binds it. Parameters are zero until `writeWeights`.
   * @throws GpuError "limit" when a buffer would pass the device's binding limit.
   */
  static async build(
    kernels: Kernels,
    plans: readonly LayerPlan[],
    batch: BatchBuffers,
    settings: NetworkSettings,
  ): Promise<Network> {
    const { device } = kernels;
    const memory = planMemory(plans, batch.x.batch, settings.convolution, settings.scaling);
    refuseTooLarge(device, plans, memory, batch.x.batch);
    const owned: GPUBuffer[] = [];
    const keep = (made: GPUBuffer) => {
      owned.push(made);
      return made;
    };
    const buffer = (label: string, bytes: number) => keep(createBuffer(device, label, bytes));
    const tensor = (label: string, { shape, halo }: MemoryPlan["activations"][number]) => {
      const made = createTensor(device, label, shape, halo);
      keep(made.buffer);
      return made;
    };
    const activations = memory.activations.map((t, i) => (i === 0 ? batch.x : tensor(`activation ${i}`, t)));
    const gradients = memory.gradients.map((t, i) => t && tensor(`gradient ${i}`, t));
    const arena = (label: string) => buffer(label, memory.arenaBytes);
    const parameters = arena("parameters");
    const gradient = arena("gradients");
    const moments = {
      moment1: arena("moment 1"),
      moment2: settings.optimizer === "adam" ? arena("moment 2") : null,
    };
    zero(device, owned);
    const status = buffer("status", 16);
    const logits = activations.at(-1) as Tensor;
    const mirrors = new Mirrors(device);

    const contexts = layerContexts(kernels, plans, {
      memory,
      settings,
      activations,
      parameters,
      training: (index) => {
        const block = memory.blocks[index] as { offset: number; size: number };
        return {
          dy: gradients[index + 1] as Tensor,
          dx: gradients[index] ?? null,
          gradient: { buffer: gradient, ...block },
        };
      },
      step: batch.step,
      status,
      mirrors,
      buffer,
      keep,
    });
    const layers = Promise.all(contexts.map((context) => LAYERS[context.plan.spec.type].build(context)));
    const loss = buildLoss(kernels, {
      logits,
      dlogits: gradients.at(-1) as Tensor,
      labels: batch.labels,
      step: batch.step,
      buffer,
    });
    const blocks = memory.blocks.filter(({ size }) => size > 0);
    const state = { step: batch.step, status };
    const norm = loss.then(({ records }) =>
      buildGradientNorm(kernels, { gradient, blocks, ...state, records, buffer }),
    );
    const optimizer = buildOptimizer(kernels, { parameters, gradient, ...moments }, state, settings.momentum);
    try {
      const [built, lossBuilt, normBuilt, update] = await Promise.all([layers, loss, norm, optimizer]);
      return new Network({
        device,
        plans,
        memory,
        layers: built,
        contexts,
        loss: lossBuilt,
        update: [...normBuilt, update],
        status,
        logits,
        parameters,
        moments: Object.values(moments).filter((moment) => moment !== null),
        owned: [...owned, mirrors],
      });
    } catch (error) {
      for (const made of [...owned, mirrors]) made.destroy();
      throw error;
    }
  }

  /** Forward, loss, backward, norm, update of one minibatch, as step `step` of the race. Creates nothing. */
  encodeStep(pass: Pass, step: number): void {
    this.encodeLearning(pass, step);
    this.encodeUpdate(pass);
  }

  /** The step up to its update: what is looked at in between are the weights that made the gradients. */
  encodeLearning(pass: Pass, step: number): void {
    pass.encode(step % LINEAR_FIT.every === 0 ? this.#fitting : this.#learning);
  }

  encodeUpdate(pass: Pass): void {
    pass.encode(this.#update);
  }

  /** Before the chunks of an evaluation: running means take the place of minibatch statistics. */
  encodeInferenceStart(pass: Pass): void {
    pass.encode(this.#prepareInference);
  }

  /** One chunk of an evaluation: logits, and loss and correct answers added to the totals. */
  encodeInference(pass: Pass): void {
    pass.encode(this.#inference);
  }

  /** Before a pass over training images that sets the running statistics: forgets the old ones. */
  encodeMeasureStart(pass: Pass): void {
    pass.encode(this.#measureStart);
  }

  /**
   * One minibatch of that pass: inference (no dropout, no clipping of x) with the minibatch's own
   * statistics. After it the running ones are the average over the minibatches since the start, each
   * layer's of what the layers before it gave on the same images. For a hand-over of weights: an exact
   * network has no mean of |x| and no linear fit, and its batch normalisations have seen other sums.
   */
  encodeMeasure(pass: Pass): void {
    pass.encode(this.#measure);
  }

  /** Weights and running statistics of the layers that have any, in their order, as initial or loaded. */
  writeWeights(weights: readonly LayerWeights[]): void {
    writeParameters(this.#device, this.parameters, this.#parameterLayers, weights);
  }

  /** The parameters with the running statistics, in the layout of files and papers. */
  readWeights(): Promise<LayerWeights[]> {
    return readParameters(this.#device, this.parameters, this.#parameterLayers);
  }

  /** Names of the layers that have parameters, as `status` counts them. */
  get parameterNames(): readonly string[] {
    return this.#parameterLayers.map(({ plan }) => plan.name);
  }

  /** Copies another network's parameters (same plan) without a visit to the host. */
  copyParameters(from: Network): void {
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(from.parameters, 0, this.parameters, 0, this.parameters.size);
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Logits of the latest batch, [N, classes]. */
  readLogits(): Promise<Float32Array> {
    return readTensor(this.#device, this.logits);
  }

  destroy(): void {
    for (const made of this.#owned) made.destroy();
  }
}

/** Zeroes new buffers now, while kernels compile: left to their first use, the first step would wait for it. */
function zero(device: GPUDevice, buffers: readonly GPUBuffer[]): void {
  const encoder = device.createCommandEncoder();
  for (const buffer of buffers) encoder.clearBuffer(buffer);
  device.queue.submit([encoder.finish()]);
}

/** First weights of every layer that has any: from the seed alone, the same for every run of a race. */
export function initialise(plans: readonly LayerPlan[], seed: number, how: Initialisation): LayerWeights[] {
  return plans.flatMap((plan, index) =>
    plan.parameters > 0 ? [initialWeights(plan, index, seed, how)] : [],
  );
}

function refuseTooLarge(
  device: GPUDevice,
  plans: readonly LayerPlan[],
  memory: MemoryPlan,
  batch: number,
): void {
  const limit = device.limits.maxStorageBufferBindingSize;
  if (memory.largestBytes <= limit) return;
  const fits = largestBatch(plans, limit);
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new GpuError(
    "limit",
    `A batch of ${batch} needs a buffer of ${megabytes(memory.largestBytes)}; this device allows ${megabytes(limit)}.`,
    fits > 0 ? `Use a batch of ${fits} or fewer.` : "Choose a smaller network.",
    `largest batch ${fits}`,
  );
}
