import { type Dispatch, type Kernels, Pass } from "../gpu/kernel.ts";
import { Mirrors } from "../gpu/mirror.ts";
import {
  createBuffer,
  createTensor,
  createUniform,
  type OnDevice,
  readBuffer,
  readTensor,
  type Tensor,
  vecsOf,
  writeTensor,
} from "../gpu/tensor.ts";
import { unpackBlock, writeBlock } from "./block.ts";
import { LAYERS } from "./index.ts";
import type { LayerWeights } from "./init.ts";
import type { Layer, LayerSettings } from "./layer.ts";
import type { LayerPlan } from "./plan.ts";
import { LINEAR_FIT } from "./spec.ts";
import { packStep, stepWords } from "./step.ts";

/** One layer on its own, with its tensors: for golden files, kernel tests and the self-test on a device. */
export class SingleLayer {
  readonly layer: Layer;
  readonly plan: LayerPlan;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly dy: Tensor;
  readonly dx: Tensor;
  readonly #forward: readonly Dispatch[];
  readonly #device: GPUDevice;
  readonly #parameters: GPUBuffer;
  readonly #gradient: GPUBuffer;
  readonly #owned: readonly OnDevice[];

  private constructor(
    device: GPUDevice,
    parts: { layer: Layer; step: number; plan: LayerPlan; x: Tensor; y: Tensor; dy: Tensor; dx: Tensor },
    buffers: { parameters: GPUBuffer; gradient: GPUBuffer; owned: readonly OnDevice[] },
  ) {
    this.#device = device;
    this.layer = parts.layer;
    const { forward, fittingForward = forward } = parts.layer;
    this.#forward = parts.step % LINEAR_FIT.every === 0 ? fittingForward : forward;
    this.plan = parts.plan;
    this.x = parts.x;
    this.y = parts.y;
    this.dy = parts.dy;
    this.dx = parts.dx;
    this.#parameters = buffers.parameters;
    this.#gradient = buffers.gradient;
    this.#owned = buffers.owned;
  }

  /** Builds the layer for a batch; `step` and `seed` are what dropout and the linear fit will see. */
  static async build(
    kernels: Kernels,
    plan: LayerPlan,
    batch: number,
    settings: LayerSettings,
    { step = 0, seed = 0, index = 0 } = {},
  ): Promise<SingleLayer> {
    const { device } = kernels;
    const owned: OnDevice[] = [];
    const keep = <T extends OnDevice>(made: T) => {
      owned.push(made);
      return made;
    };
    const reach = LAYERS[plan.spec.type].reach(plan);
    const tensor = (name: string, shape: LayerPlan["input"], halo: Tensor["halo"]) => {
      const made = createTensor(device, name, { batch, ...shape }, halo);
      keep(made.buffer);
      return made;
    };
    const flat = { vertical: 0, horizontal: 0 };
    // A halo that the layer does not need: whatever stands before it may ask for one around dx.
    const foreign = { vertical: 2, horizontal: 1 };
    const x = tensor("x", plan.input, reach.x);
    const y = tensor("y", plan.output, flat);
    const dy = tensor("dy", plan.output, reach.dy);
    const dx = tensor("dx", plan.input, foreign);
    const bytes = Math.max(16, LAYERS[plan.spec.type].rows(plan) * vecsOf(plan.output.channels) * 16);
    const parameters = keep(createBuffer(device, "parameters", bytes));
    const gradient = keep(createBuffer(device, "gradient", bytes));
    const record = keep(createBuffer(device, "step", stepWords(batch) * 4));
    const values = {
      step,
      seed,
      valid: batch,
      slot: 0,
      rate: 0,
      first: false,
      indices: new Uint32Array(batch),
    };
    device.queue.writeBuffer(record, 0, packStep(values, batch));
    const layer = await LAYERS[plan.spec.type].build({
      device,
      plan,
      index,
      settings,
      x,
      y,
      parameters,
      training: { dy, dx, gradient },
      step: record,
      status: keep(createBuffer(device, "status", 16)),
      mirrors: keep(new Mirrors(device)),
      dispatch: (spec) => kernels.dispatch({ ...spec, label: spec.entry }),
      buffer: (label, size) => keep(createBuffer(device, label, size)),
      uniform: (label, words) => keep(createUniform(device, label, words)),
    });
    return new SingleLayer(device, { layer, step, plan, x, y, dy, dx }, { parameters, gradient, owned });
  }

  writeWeights(weights: LayerWeights): void {
    writeBlock(this.#device, this.#parameters, 0, this.plan, weights);
  }

  #run(...series: readonly (readonly Dispatch[])[]): void {
    const encoder = this.#device.createCommandEncoder();
    const pass = new Pass(encoder);
    for (const dispatches of series) pass.encode(dispatches);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  /** y for an input (NCHW), with this minibatch's means. */
  async forward(x: ArrayLike<number>): Promise<Float32Array> {
    writeTensor(this.#device, this.x, x);
    this.#run(this.#forward);
    return readTensor(this.#device, this.y);
  }

  /** Sets the running statistics by a pass over these inputs (NCHW). */
  measure(inputs: readonly ArrayLike<number>[]): void {
    const { measureStart = [], measure = this.layer.infer } = this.layer;
    this.#run(measureStart);
    for (const x of inputs) {
      writeTensor(this.#device, this.x, x);
      this.#run(measure);
    }
  }

  /** y for an input with running means, x not clipped. */
  async infer(x: ArrayLike<number>): Promise<Float32Array> {
    writeTensor(this.#device, this.x, x);
    this.#run(this.layer.prepareInference, this.layer.infer);
    return readTensor(this.#device, this.y);
  }

  /** Gradients for dy (NCHW), after `forward`. */
  async backward(dy: ArrayLike<number>): Promise<{ dx: Float32Array } & LayerWeights> {
    writeTensor(this.#device, this.dy, dy);
    this.#run(this.layer.backward);
    const block = new Float32Array(await readBuffer(this.#device, this.#gradient));
    return { dx: await readTensor(this.#device, this.dx), ...unpackBlock(this.plan, block) };
  }

  destroy(): void {
    for (const made of this.#owned) made.destroy();
  }
}
