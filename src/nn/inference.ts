import type { Dispatch, Kernels, Pass } from "../gpu/kernel.ts";
import { Mirrors } from "../gpu/mirror.ts";
import {
  createBuffer,
  createTensor,
  createUniform,
  floatBits,
  type OnDevice,
  readTensor,
  type Tensor,
  writeTensor,
} from "../gpu/tensor.ts";
import { layerContexts } from "./contexts.ts";
import { LAYERS } from "./index.ts";
import type { LayerWeights } from "./init.ts";
import type { Layer, LayerSettings, Running } from "./layer.ts";
import { type MemoryPlan, planMemory } from "./memory.ts";
import { type ParameterLayer, parameterLayers, readParameters, writeParameters } from "./parameters.ts";
import type { LayerPlan } from "./plan.ts";
import { packStep, stepWords } from "./step.ts";

/** What inference takes from another network on the same device: nn/network.ts, or one of its own kind. */
export interface WeightsOnDevice {
  readonly parameters: GPUBuffer;
  readonly layers: readonly Layer[];
}

/** A network that only infers: no gradients, no moments, and every activation can be read. */
export class Inference implements WeightsOnDevice {
  readonly plans: readonly LayerPlan[];
  readonly layers: readonly Layer[];
  /** Entry i enters layer i, 0 are the images; the last are the logits. */
  readonly activations: readonly Tensor[];
  readonly parameters: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #step: GPUBuffer;
  readonly #alpha: GPUBuffer | undefined;
  readonly #memory: MemoryPlan;
  readonly #parameterLayers: readonly ParameterLayer[];
  readonly #owned: readonly OnDevice[];
  readonly #prepare: readonly Dispatch[];
  readonly #infer: readonly Dispatch[];
  readonly #measureStart: readonly Dispatch[];
  readonly #measure: readonly Dispatch[];

  private constructor(
    device: GPUDevice,
    plans: readonly LayerPlan[],
    memory: MemoryPlan,
    layers: readonly Layer[],
    parts: {
      activations: readonly Tensor[];
      parameters: GPUBuffer;
      step: GPUBuffer;
      alpha: GPUBuffer | undefined;
      owned: readonly OnDevice[];
    },
  ) {
    this.#device = device;
    this.plans = plans;
    this.layers = layers;
    this.activations = parts.activations;
    this.parameters = parts.parameters;
    this.#step = parts.step;
    this.#alpha = parts.alpha;
    this.#owned = parts.owned;
    this.#memory = memory;
    this.#parameterLayers = parameterLayers(plans, memory, layers);
    this.#prepare = layers.flatMap((layer) => layer.prepareInference);
    this.#infer = layers.flatMap((layer) => layer.infer);
    this.#measureStart = layers.flatMap((layer) => layer.measureStart ?? []);
    this.#measure = layers.flatMap((layer) => layer.measure ?? layer.infer);
  }

  /**
   * Plans memory, compiles every kernel and binds it, for `batch` images at a time. Weights are zero until
   * they are written or copied.
   * @param parameters the arena of another network of the same plans, in place of one of its own.
   * @param blend whether it stands between multiplication and its product; see `blend`.
   * @throws GpuError "validation" where a kernel does not compile.
   */
  static async build(
    kernels: Kernels,
    plans: readonly LayerPlan[],
    batch: number,
    settings: LayerSettings,
    { parameters, blend = false }: { readonly parameters?: GPUBuffer; readonly blend?: boolean } = {},
  ): Promise<Inference> {
    const { device } = kernels;
    const memory = planMemory(plans, batch, settings.convolution, settings.scaling);
    const owned: OnDevice[] = [];
    const keep = <T extends OnDevice>(made: T) => {
      owned.push(made);
      return made;
    };
    const buffer = (label: string, bytes: number) => keep(createBuffer(device, label, bytes));
    const activations = memory.activations.map(({ shape, halo }, i) => {
      const made = createTensor(device, `activation ${i}`, shape, halo);
      keep(made.buffer);
      return made;
    });
    const arena = parameters ?? buffer("parameters", memory.arenaBytes);
    const step = buffer("step", stepWords(batch) * 4);
    const alpha = blend ? keep(createUniform(device, "alpha", [floatBits(1)])) : undefined;
    const contexts = layerContexts(kernels, plans, {
      memory,
      settings: alpha ? { ...settings, blend: alpha } : settings,
      activations,
      parameters: arena,
      training: () => null,
      step,
      status: buffer("status", 16),
      mirrors: keep(new Mirrors(device)),
      buffer,
      keep,
    });
    try {
      const layers = await Promise.all(
        contexts.map((context) => LAYERS[context.plan.spec.type].build(context)),
      );
      return new Inference(device, plans, memory, layers, {
        activations,
        parameters: arena,
        step,
        alpha,
        owned,
      });
    } catch (error) {
      for (const made of owned) made.destroy();
      throw error;
    }
  }

  /** Weights and running statistics of the layers that have any, in their order. */
  writeWeights(weights: readonly LayerWeights[]): void {
    writeParameters(this.#device, this.parameters, this.#parameterLayers, weights);
  }

  /** The parameters with the running statistics, in the layout of files and papers. */
  readWeights(): Promise<LayerWeights[]> {
    return readParameters(this.#device, this.parameters, this.#parameterLayers);
  }

  /** Another network's weights and, where it has the same, its running statistics, as they are now. */
  copyFrom({ parameters, layers }: WeightsOnDevice): void {
    const encoder = this.#device.createCommandEncoder();
    const copy = (from: GPUBuffer, to: GPUBuffer) => {
      if (from !== to) encoder.copyBufferToBuffer(from, 0, to, 0, to.size);
    };
    copy(parameters, this.parameters);
    this.layers.forEach(({ running = [] }, i) => {
      const theirs: readonly Running[] = layers[i]?.running ?? [];
      if (theirs.length !== running.length) return;
      for (const [k, own] of running.entries()) copy((theirs[k] as Running).buffer, own.buffer);
    });
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Images as the network takes them, normalised, NCHW; as many as the batch holds. */
  writeImages(nchw: ArrayLike<number>): void {
    writeTensor(this.#device, this.activations[0] as Tensor, nchw);
  }

  /** From 0, where every layer multiplies, to 1, its product under Algorithm 1. At first 1. */
  blend(alpha: number): void {
    if (this.#alpha) this.#device.queue.writeBuffer(this.#alpha, 0, Float32Array.of(alpha));
  }

  /** Puts the running statistics in place; once after weights change. */
  encodePrepare(pass: Pass): void {
    pass.encode(this.#prepare);
  }

  /** From the images to the logits, every activation on the way. */
  encode(pass: Pass): void {
    pass.encode(this.#infer);
  }

  /** Before a pass over training images that sets the running statistics: forgets the old ones. */
  encodeMeasureStart(pass: Pass): void {
    pass.encode(this.#measureStart);
  }

  /** One minibatch of that pass (Network.encodeMeasure), all of whose images count. */
  encodeMeasure(pass: Pass): void {
    pass.encode(this.#measure);
  }

  /** What a linear fit draws its output pixels by (shaders/linear_fit.wgsl). */
  writeStep(step: number, seed: number): void {
    const { batch } = this.activations[0] as Tensor;
    const rest = { valid: batch, slot: 0, rate: 0, first: false, indices: new Uint32Array(batch) };
    this.#device.queue.writeBuffer(this.#step, 0, packStep({ step, seed, ...rest }, batch));
  }

  /** What enters layer `index` (its count: the logits), NCHW. */
  read(index: number): Promise<Float32Array<ArrayBuffer>> {
    return readTensor(this.#device, this.activations[index] as Tensor);
  }

  /** Where the parameters of layer `index` lie, in bytes. */
  blockOf(index: number): { readonly offset: number; readonly size: number } {
    return this.#memory.blocks[index] ?? { offset: 0, size: 0 };
  }

  destroy(): void {
    for (const made of this.#owned) made.destroy();
  }
}
