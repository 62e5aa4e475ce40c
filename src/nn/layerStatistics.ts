import { type Dispatch, type Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createUniform, type OnDevice, view } from "../gpu/tensor.ts";
import { type LayerReading, POSITIONS, statisticsStream, TERMS, WEIGHTS } from "../math/layerReading.ts";
import { PRODUCTS, type ProductName, productOf } from "../math/products.ts";
import { before, ownFunction } from "./affine.ts";
import { approximation } from "./approximation.ts";
import type { BuiltLayer, Layer, LayerContext } from "./layer.ts";
import { honestyOf, readingOf, SUMS } from "./layerSums.ts";
import { kernelSize } from "./plan.ts";
import { layerProduct } from "./spec.ts";

/** Terms an invocation adds up, and with 64 of them a workgroup. */
const TERMS_A_LANE = 16;
const TERM_GROUPS = TERMS / (64 * TERMS_A_LANE);
/** Workgroups of `honesty`: each takes all weights and 64 positions. */
const SHARES = POSITIONS / 64;

/** What is copied out of a layer: its sums, and the step's own means. */
const RESULTS = ["sums", "gradients", "mean", "scale"] as const;
type Results<T> = Readonly<Record<(typeof RESULTS)[number], T>>;

/** How one layer is sampled, and what its results say. */
interface Sampler {
  readonly dispatches: readonly Dispatch[];
  readonly buffers: Results<GPUBuffer>;
  readonly read: (results: Results<Float32Array>) => LayerReading;
}

type Keep = <T extends OnDevice>(made: T) => T;

/**
 * Readings of every convolution layer of a network (math/layerReading.ts), from a pass between the backward
 * pass and the update of a step: x, dy, the means and the weights are all that step's, since each has a
 * buffer of its own that nothing else writes until the next step. Only its own buffers are written.
 */
export class LayerStatistics {
  readonly #device: GPUDevice;
  readonly #samplers: readonly Sampler[];
  readonly #dispatches: readonly Dispatch[];
  readonly #results: readonly GPUBuffer[];
  /** Two timestamps, then every layer's results. */
  readonly #staging: GPUBuffer;
  readonly #clock: { readonly queries: GPUQuerySet; readonly stamps: GPUBuffer } | null;
  readonly #owned: readonly OnDevice[];

  private constructor(device: GPUDevice, samplers: readonly Sampler[], owned: OnDevice[]) {
    const keep: Keep = (made) => {
      owned.push(made);
      return made;
    };
    this.#device = device;
    this.#samplers = samplers;
    this.#dispatches = samplers.flatMap(({ dispatches }) => dispatches);
    this.#results = samplers.flatMap(({ buffers }) => RESULTS.map((name) => buffers[name]));
    const bytes = this.#results.reduce((sum, { size }) => sum + size, CLOCK_BYTES);
    // MAP_READ | COPY_DST
    this.#staging = keep(device.createBuffer({ label: "layer readings", size: bytes, usage: 0x01 | 0x08 }));
    this.#clock = device.features.has("timestamp-query")
      ? {
          queries: keep(device.createQuerySet({ type: "timestamp", count: 2 })),
          // QUERY_RESOLVE | COPY_SRC
          stamps: keep(device.createBuffer({ label: "timestamps", size: CLOCK_BYTES, usage: 0x200 | 0x04 })),
        }
      : null;
    this.#owned = owned;
  }

  /** Compiles and binds what a sampled step adds to a plain one. Throws GpuError. */
  static async build(kernels: Kernels, layers: readonly BuiltLayer[]): Promise<LayerStatistics> {
    const owned: OnDevice[] = [];
    const keep: Keep = (made) => {
      owned.push(made);
      return made;
    };
    const convolutions = layers.filter(({ context }) => context.plan.spec.type === "conv2d");
    try {
      const samplers = await Promise.all(
        convolutions.map(({ context, layer }) => buildSampler(contextOn(kernels, context, keep), layer)),
      );
      return new LayerStatistics(kernels.device, samplers, owned);
    } catch (error) {
      for (const made of owned) made.destroy();
      throw error;
    }
  }

  /** Samples the step whose backward pass was encoded last. Creates nothing; one reading at a time. */
  encode(encoder: GPUCommandEncoder): void {
    const clock = this.#clock;
    const timed = clock
      ? { querySet: clock.queries, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 }
      : undefined;
    const pass = new Pass(encoder, timed);
    pass.encode(this.#dispatches);
    pass.end();
    if (clock) {
      encoder.resolveQuerySet(clock.queries, 0, 2, clock.stamps, 0);
      encoder.copyBufferToBuffer(clock.stamps, 0, this.#staging, 0, CLOCK_BYTES);
    }
    let at = CLOCK_BYTES;
    for (const result of this.#results) {
      encoder.copyBufferToBuffer(result, 0, this.#staging, at, result.size);
      at += result.size;
    }
  }

  /** The reading of the step sampled last, once it is done, and the device's milliseconds it took. */
  async read(): Promise<{ readonly layers: readonly LayerReading[]; readonly milliseconds: number }> {
    await this.#staging.mapAsync(0x01);
    const copy = this.#staging.getMappedRange().slice(0);
    this.#staging.unmap();
    let at = CLOCK_BYTES;
    const layers = this.#samplers.map(({ buffers, read }) => {
      const results = RESULTS.map((name) => {
        const { size } = buffers[name];
        at += size;
        return [name, new Float32Array(copy, at - size, size / 4)];
      });
      return read(Object.fromEntries(results));
    });
    const [begin = 0n, end = 0n] = new BigUint64Array(copy, 0, 2);
    return { layers, milliseconds: this.#clock ? Number(end - begin) / 1e6 : await this.#timeAgain() };
  }

  /** Where the device has no timestamps: the same launches once more, alone, by the host's clock. */
  async #timeAgain(): Promise<number> {
    const encoder = this.#device.createCommandEncoder();
    const pass = new Pass(encoder);
    pass.encode(this.#dispatches);
    pass.end();
    await this.#device.queue.onSubmittedWorkDone();
    const begin = performance.now();
    this.#device.queue.submit([encoder.finish()]);
    await this.#device.queue.onSubmittedWorkDone();
    return 2 * (performance.now() - begin); // it ran twice
  }

  destroy(): void {
    for (const made of this.#owned) made.destroy();
  }
}

const CLOCK_BYTES = 16;

/** The layer's context, but what is made through it is the statistics' own. */
function contextOn(kernels: Kernels, context: LayerContext, keep: Keep): LayerContext {
  const { device, plan } = context;
  return {
    ...context,
    dispatch: (spec) => kernels.dispatch({ ...spec, label: `${plan.name} statistics: ${spec.entry}` }),
    buffer: (label, bytes) => keep(createBuffer(device, `${plan.name} statistics: ${label}`, bytes)),
    uniform: (label, words) => keep(createUniform(device, `${plan.name} statistics: ${label}`, words)),
  };
}

/** The layer's product, its means of |x| and |w|, and the launches that make them if the step has not. */
async function meansOf(context: LayerContext, { approximate }: Layer) {
  const { spec } = context.plan;
  if (spec.type !== "conv2d") throw new Error(`${context.plan.name} is no convolution`);
  const kernel = kernelSize(spec.kernel);
  const own = layerProduct(spec, context.settings.convolution);
  const product: ProductName = own === "exact" ? "smin" : own;
  if (approximate) return { kernel, product, means: approximate, make: [] };
  const means = await approximation(context, kernel, product);
  return { kernel, product, means, make: [...means.minibatchMean, ...means.weights] };
}

async function buildSampler(context: LayerContext, layer: Layer): Promise<Sampler> {
  const { plan, settings, x, y, training, parameters, step, index } = context;
  if (!training) throw new Error(`${plan.name} does not train`);
  const { dy } = training;
  const { kernel, product, means, make } = await meansOf(context, layer);
  const { mean, scale } = means;
  const sums = context.buffer("sums", (TERM_GROUPS + 1) * SUMS * 4);
  const gradients = context.buffer("gradients", SHARES * WEIGHTS * 8);
  const pixels = y.batch * y.height * y.width;
  const views = [...view(x, before(kernel)), ...view(dy)];
  const dims = context.uniform("sample", [y.height, y.width, pixels, statisticsStream(index), ...views]);
  const launch = {
    shader: "layer_statistics",
    constants: {
      KERNEL_HEIGHT: kernel[0],
      KERNEL_WIDTH: kernel[1],
      CHANNELS: x.channels,
      FILTERS: y.channels,
      CLIP_FACTOR: settings.clip,
    },
  } as const;
  const inputs = { x: x.buffer, w: parameters, scale, mean, step, dims };
  const [terms, honesty] = await Promise.all([
    context.dispatch({
      ...launch,
      entry: "terms",
      own: ownFunction(productOf(product, settings.expression)),
      constants: { ...launch.constants, PRODUCT: PRODUCTS[product].code, TERMS_A_LANE },
      bindings: { ...inputs, sums },
      groups: [TERM_GROUPS, 1, 1],
    }),
    context.dispatch({
      ...launch,
      entry: "honesty",
      constants: { ...launch.constants, TERMS },
      bindings: { ...inputs, dy: dy.buffer, gradients },
      groups: [SHARES, 1, 1],
    }),
  ]);
  return {
    dispatches: [...make, terms, honesty],
    buffers: { sums, gradients, mean, scale },
    read(results) {
      const [meanX = Number.NaN, , runningMeanX = Number.NaN] = results.mean;
      return {
        layer: plan.name,
        ...readingOf(results.sums, product),
        meanX,
        runningMeanX: layer.approximate ? runningMeanX : null,
        meanW: overFilters(results.scale.subarray(0, y.channels)),
        honesty: honestyOf(results.gradients, WEIGHTS),
      };
    },
  };
}

function overFilters(means: Float32Array): LayerReading["meanW"] {
  const sum = means.reduce((total, mean) => total + mean, 0);
  return { mean: sum / means.length, min: Math.min(...means), max: Math.max(...means) };
}
