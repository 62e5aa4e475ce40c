import { type Gpu, guarded } from "../gpu/device.ts";
import { type Dispatch, groupsFor, Kernels, Pass } from "../gpu/kernel.ts";
import {
  createBuffer,
  createByteTensor,
  createTensor,
  createUniform,
  type Halo,
  NO_HALO,
  readBytes,
  readTensor,
  type Tensor,
  vecsOf,
  view,
  writeBytes,
} from "../gpu/tensor.ts";
import { toInt8 } from "../math/int8.ts";
import { before, reachOf } from "./affine.ts";
import { kernelSize } from "./plan.ts";
import type { IntegerLayer } from "./quantise.ts";
import type { Shape } from "./spec.ts";

/** A network in 8 bits on the device: images in, logits out. It only infers. */
export class IntegerNetwork {
  readonly #device: GPUDevice;
  readonly #layers: readonly IntegerLayer[];
  /** What enters each layer. */
  readonly #inputs: readonly Tensor[];
  /** Of the images submitted last. */
  readonly logits: Tensor;
  readonly #launches: readonly Dispatch[];
  readonly #owned: readonly GPUBuffer[];

  private constructor(
    device: GPUDevice,
    layers: readonly IntegerLayer[],
    parts: {
      inputs: readonly Tensor[];
      logits: Tensor;
      launches: readonly Dispatch[];
      owned: GPUBuffer[];
    },
  ) {
    this.#device = device;
    this.#layers = layers;
    this.#inputs = parts.inputs;
    this.logits = parts.logits;
    this.#launches = parts.launches;
    this.#owned = parts.owned;
  }

  /**
   * Builds it for `batch` images at a time.
   * @throws GpuError
   */
  static build(gpu: Gpu, layers: readonly IntegerLayer[], batch: number): Promise<IntegerNetwork> {
    const { device } = gpu;
    const builder = new Builder(gpu);
    return guarded(device, async () => {
      try {
        const inputs = layers.map((layer) =>
          builder.tensor(`bytes into ${layer.plan.name}`, batch, layer.plan.input, geometryOf(layer).halo),
        );
        const logits = builder.logits(batch, (layers.at(-1) as IntegerLayer).plan.output);
        const launches = await Promise.all(
          layers.map((layer, i) => builder.layer(layer, inputs[i] as Tensor, inputs[i + 1], logits)),
        );
        return new IntegerNetwork(device, layers, {
          inputs,
          logits,
          launches: launches.flat(),
          owned: builder.owned,
        });
      } catch (error) {
        for (const buffer of builder.owned) buffer.destroy();
        throw error;
      }
    });
  }

  /**
   * Sends images on their way, as many as the batch holds.
   * @param images normalised, NCHW.
   */
  submit(images: ArrayLike<number>): void {
    const { step, plan } = this.#layers[0] as IntegerLayer;
    const input = this.#inputs[0] as Tensor;
    const { height, width, channels } = plan.input;
    const bytes = new Int8Array(input.batch * height * width * channels);
    for (let i = 0; i < bytes.length; i++) bytes[i] = toInt8((images[i] as number) / step);
    writeBytes(this.#device, input, bytes);
    const encoder = this.#device.createCommandEncoder();
    const pass = new Pass(encoder);
    pass.encode(this.#launches);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  /** The logits, [batch][classes]. */
  readLogits(): Promise<Float32Array<ArrayBuffer>> {
    return readTensor(this.#device, this.logits);
  }

  /** The bytes that entered layer `index` (of those in 8 bits), NCHW. */
  read(index: number): Promise<Int8Array<ArrayBuffer>> {
    return readBytes(this.#device, this.#inputs[index] as Tensor);
  }

  destroy(): void {
    for (const buffer of this.#owned) buffer.destroy();
  }
}

/** A fully connected layer is a filter as large as its input, which nothing pads. */
function geometryOf({ plan: { spec, input } }: IntegerLayer) {
  if (spec.type !== "conv2d")
    return { kernel: [input.height, input.width] as const, halo: NO_HALO, before: NO_HALO };
  const kernel = kernelSize(spec.kernel);
  return { kernel, halo: reachOf(kernel), before: before(kernel) };
}

/** Makes the buffers and launches of a network. */
class Builder {
  readonly owned: GPUBuffer[] = [];
  readonly #device: GPUDevice;
  readonly #kernels: Kernels;
  readonly #packedBytes: boolean;

  constructor({ device, packedBytes }: Gpu) {
    this.#device = device;
    this.#kernels = new Kernels(device);
    this.#packedBytes = packedBytes;
  }

  tensor(label: string, batch: number, shape: Shape, halo: Halo): Tensor {
    const made = createByteTensor(this.#device, label, { batch, ...shape }, halo);
    this.owned.push(made.buffer);
    return made;
  }

  logits(batch: number, shape: Shape): Tensor {
    const made = createTensor(this.#device, "logits", { batch, ...shape });
    this.owned.push(made.buffer);
    return made;
  }

  /** A layer's launches, up to what enters the `next` one, or without one to the logits. */
  async layer(layer: IntegerLayer, x: Tensor, next: Tensor | undefined, logits: Tensor): Promise<Dispatch[]> {
    const { plan, pools } = layer;
    if (!next) return [await this.#affine(layer, x, logits, "to_logits")];
    let from = pools.length > 0 ? this.tensor(`${plan.name}: bytes`, x.batch, plan.output, NO_HALO) : next;
    const launches = [this.#affine(layer, x, from, "to_bytes")];
    for (const [i, size] of pools.entries()) {
      const shape = {
        height: Math.floor(from.height / size),
        width: Math.floor(from.width / size),
        channels: from.channels,
      };
      const last = i + 1 === pools.length;
      const y = last ? next : this.tensor(`${plan.name}: pool ${i + 1}`, x.batch, shape, NO_HALO);
      launches.push(this.#pool(plan.name, size, from, y));
      from = y;
    }
    return Promise.all(launches);
  }

  #affine(layer: IntegerLayer, x: Tensor, y: Tensor, entry: "to_bytes" | "to_logits"): Promise<Dispatch> {
    const { plan, product } = layer;
    const { kernel, before } = geometryOf(layer);
    const pixels = y.batch * y.height * y.width;
    return this.#kernels.dispatch({
      label: plan.name,
      shader: "conv2d_int8",
      packedBytes: this.#packedBytes,
      entry,
      constants: {
        KERNEL_HEIGHT: kernel[0],
        KERNEL_WIDTH: kernel[1],
        INPUT_VECS: x.vecs,
        OUTPUT_VECS: y.vecs,
        SMIN: product === "smin",
      },
      bindings: {
        x: x.buffer,
        w: this.#filled(`${plan.name}: filters`, packedFilters(layer, kernel)),
        finish: this.#filled(`${plan.name}: finish`, packedFinish(layer)),
        [entry === "to_bytes" ? "y" : "logits"]: y.buffer,
        dims: this.#uniform(`${plan.name}: sizes`, [
          y.height,
          y.width,
          pixels,
          0,
          ...view(x, before),
          ...view(y),
        ]),
      },
      groups: groupsFor(pixels * y.vecs),
    });
  }

  #pool(name: string, size: number, x: Tensor, y: Tensor): Promise<Dispatch> {
    const pixels = y.batch * y.height * y.width;
    const dims = this.#uniform(`${name}: pool`, [y.height, y.width, pixels, 0, ...view(x), ...view(y)]);
    return this.#kernels.dispatch({
      label: `${name}: pool`,
      shader: "max_pool_int8",
      packedBytes: this.#packedBytes,
      entry: "main",
      constants: { SIZE: size, CHANNEL_VECS: y.vecs },
      bindings: { x: x.buffer, y: y.buffer, dims },
      groups: groupsFor(pixels * y.vecs),
    });
  }

  #uniform(label: string, words: readonly number[]): GPUBuffer {
    const made = createUniform(this.#device, label, words);
    this.owned.push(made);
    return made;
  }

  #filled(label: string, contents: ArrayBuffer): GPUBuffer {
    const made = createBuffer(this.#device, label, contents.byteLength);
    this.owned.push(made);
    this.#device.queue.writeBuffer(made, 0, contents);
    return made;
  }
}

/** Filters as the shader reads them: [tap][c / 4][filter], bytes of four channels. */
function packedFilters(
  { plan, weight }: IntegerLayer,
  [height, width]: readonly [number, number],
): ArrayBuffer {
  const { input, output } = plan;
  const taps = height * width;
  const vecs = vecsOf(input.channels);
  const filters = vecsOf(output.channels) * 4;
  const packed = new Int8Array(taps * vecs * filters * 4);
  for (let o = 0, from = 0; o < output.channels; o++)
    for (let c = 0; c < input.channels; c++)
      for (let tap = 0; tap < taps; tap++, from++)
        packed[((tap * vecs + (c >> 2)) * filters + o) * 4 + (c & 3)] = weight[from] as number;
  return packed.buffer;
}

/** Bias and factors as the shader's `Finish`, for four filters at a time. */
function packedFinish({ plan, bias, above, below }: IntegerLayer): ArrayBuffer {
  const { channels } = plan.output;
  const packed = new ArrayBuffer(vecsOf(channels) * 48);
  const [whole, floats] = [new Int32Array(packed), new Float32Array(packed)];
  for (let o = 0; o < channels; o++) {
    const at = (o >> 2) * 12 + (o & 3);
    whole[at] = bias[o] as number;
    floats[at + 4] = above[o] as number;
    floats[at + 8] = below[o] as number;
  }
  return packed;
}
