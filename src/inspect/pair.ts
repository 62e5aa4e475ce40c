import { type Gpu, guarded } from "../gpu/device.ts";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { readBuffer, type Tensor } from "../gpu/tensor.ts";
import { unpackBlock, unpackFilters } from "../nn/block.ts";
import { Inference, type WeightsOnDevice } from "../nn/inference.ts";
import type { LayerWeights } from "../nn/init.ts";
import type { LayerSettings } from "../nn/layer.ts";
import type { LayerPlan } from "../nn/plan.ts";
import type { RunName } from "../train/events.ts";

/** A network to be looked at. */
export interface LaneSettings {
  readonly name: RunName;
  readonly settings: Omit<LayerSettings, "tile" | "blend">;
  /** Whether it can stand between multiplication and its product (Inference.blend). */
  readonly blend?: boolean;
}

/** What one network makes of an image. */
export interface Sight {
  readonly run: RunName;
  /** Softmax of the logits. */
  readonly probabilities: Float32Array;
  /** Entry i: what leaves layer i, behind its activation, CHW; the last are the logits. Null unless asked for. */
  readonly maps: readonly Float32Array[] | null;
}

/** The inside of a convolution or fully connected layer of one network. */
export interface LayerContents {
  readonly run: RunName;
  /** OIHW; of a fully connected layer out x in, with the inputs in C, H, W order. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  /** Algorithm 1 at inference; null: it multiplies plainly. */
  readonly approximate: ApproximateContents | null;
}

export interface ApproximateContents {
  /** The running mean of |x|. */
  readonly meanX: number;
  /** Mean |w| of each filter. */
  readonly meanW: Float32Array;
  /** w~ as it meets x, in the order of `weight`. */
  readonly rescaled: Float32Array;
  /** A and B of a fitted output scaling, a filter each; null under the paper's constraint. */
  readonly fit: {
    readonly a: Float32Array;
    readonly b: Float32Array;
  } | null;
}

interface Lane {
  readonly name: RunName;
  readonly network: Inference;
}

/** The networks of a race, or of files of weights, ready to look at the same images. */
export class Pair {
  readonly plans: readonly LayerPlan[];
  readonly #gpu: Gpu;
  readonly #lanes: readonly Lane[];
  /** Weights changed since the running statistics were put in place. */
  #changed = true;
  #alpha = 1;

  private constructor(gpu: Gpu, plans: readonly LayerPlan[], lanes: readonly Lane[]) {
    this.#gpu = gpu;
    this.plans = plans;
    this.#lanes = lanes;
  }

  /**
   * Builds the networks for `batch` images at a time; their weights are zero until they are given.
   * @param weights another pair of the same lanes, whose weights this one shares; `refresh` follows them.
   * @throws GpuError
   */
  static build(
    gpu: Gpu,
    plans: readonly LayerPlan[],
    lanes: readonly LaneSettings[],
    batch = 1,
    weights?: Pair,
  ): Promise<Pair> {
    return guarded(gpu.device, async () => {
      const kernels = new Kernels(gpu.device);
      const built = await Promise.allSettled(
        lanes.map(({ name, settings, blend = false }) => {
          const arena = weights && { parameters: weights.network(name).parameters };
          return Inference.build(
            kernels,
            plans,
            batch,
            { ...settings, tile: gpu.info.tile },
            { ...arena, blend },
          );
        }),
      );
      const good = built.flatMap((result, i): Lane[] =>
        result.status === "fulfilled"
          ? [{ name: (lanes[i] as LaneSettings).name, network: result.value }]
          : [],
      );
      const failure = built.find((result) => result.status === "rejected");
      if (failure) {
        for (const { network } of good) network.destroy();
        throw failure.reason;
      }
      const pair = new Pair(gpu, plans, good);
      if (weights) pair.refresh(weights);
      return pair;
    });
  }

  get runs(): readonly RunName[] {
    return this.#lanes.map(({ name }) => name);
  }

  /** Of the images shown last, a lane each. */
  get logits(): readonly Tensor[] {
    return this.#lanes.map(({ network }) => network.activations.at(-1) as Tensor);
  }

  /** A lane's network. */
  network(run: RunName): Inference {
    const lane = this.#lanes.find(({ name }) => name === run);
    if (!lane) throw new Error(`There is no network ${run}.`);
    return lane.network;
  }

  /** Gives a lane its weights. */
  write(run: RunName, weights: readonly LayerWeights[]): void {
    this.network(run).writeWeights(weights);
    this.#changed = true;
  }

  /** Gives a lane the weights of a network on the device, as they are now. */
  copy(run: RunName, from: WeightsOnDevice): void {
    this.network(run).copyFrom(from);
    this.#changed = true;
  }

  /** Takes over another pair's weights, running statistics and blend. */
  refresh(from: Pair): void {
    this.blend(from.alpha);
    for (const run of this.runs) this.copy(run, from.network(run));
  }

  /** Where lanes that can be blended stand between multiplication and their product (Inference.blend). */
  get alpha(): number {
    return this.#alpha;
  }

  blend(alpha: number): void {
    this.#alpha = alpha;
    for (const { network } of this.#lanes) network.blend(alpha);
  }

  /**
   * One minibatch of a pass that sets a lane's running statistics (Network.encodeMeasure).
   * @param images normalised, NCHW, as many as the batch holds.
   * @param first whether the pass begins with it: the old statistics are forgotten.
   */
  measure(run: RunName, images: ArrayLike<number>, first: boolean): void {
    const { device } = this.#gpu;
    const network = this.network(run);
    network.writeImages(images);
    const encoder = device.createCommandEncoder();
    const pass = new Pass(encoder);
    if (first) network.encodeMeasureStart(pass);
    network.encodeMeasure(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
    this.#changed = true;
  }

  /**
   * Shows both the same images, as many as the batch holds.
   * @param images normalised, NCHW.
   */
  show(images: ArrayLike<number>): void {
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder();
    const pass = new Pass(encoder);
    for (const { network } of this.#lanes) {
      network.writeImages(images);
      if (this.#changed) network.encodePrepare(pass);
      network.encode(pass);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    this.#changed = false;
  }

  /** What each makes of the one image it is shown; for pairs with a batch of 1. */
  async see(image: ArrayLike<number>, maps: boolean): Promise<Sight[]> {
    this.show(image);
    const layers = this.plans.map((_, i) => i + 1);
    return Promise.all(
      this.#lanes.map(async ({ name, network }) => {
        const read = await Promise.all((maps ? layers : layers.slice(-1)).map((i) => network.read(i)));
        return { run: name, probabilities: softmax(read.at(-1) as Float32Array), maps: maps ? read : null };
      }),
    );
  }

  /** The weights of layer `index` of every lane, as they are used at inference. */
  inside(index: number): Promise<LayerContents[]> {
    return Promise.all(this.#lanes.map((lane) => this.#contents(lane, index)));
  }

  async #contents({ name, network }: Lane, index: number): Promise<LayerContents> {
    const { device } = this.#gpu;
    const plan = this.plans[index] as LayerPlan;
    const layer = network.layers[index];
    const floats = async (buffer: GPUBuffer, offset = 0, bytes = buffer.size) =>
      new Float32Array(await readBuffer(device, buffer, offset, bytes));
    const { offset, size } = network.blockOf(index);
    const { weight, bias } = unpackBlock(plan, await floats(network.parameters, offset, size));
    const state = layer?.approximate;
    if (!state) return { run: name, weight, bias, approximate: null };
    const [mean, scale, rescaled] = await Promise.all(
      [state.mean, state.scale, state.rescaled].map((buffer) => floats(buffer)),
    );
    const fitted = layer.running?.find(({ values }) => "fit_a" in values);
    const fit = fitted ? await floats(fitted.buffer) : null;
    const part = (key: string) => {
      const place = fitted?.values[key] ?? { offset: 0, length: 0 };
      return (fit as Float32Array).slice(place.offset, place.offset + place.length);
    };
    return {
      run: name,
      weight,
      bias,
      approximate: {
        meanX: mean?.[0] ?? Number.NaN,
        meanW: (scale as Float32Array).slice(0, plan.output.channels),
        rescaled: unpackFilters(plan, rescaled as Float32Array),
        fit: fit && { a: part("fit_a"), b: part("fit_b") },
      },
    };
  }

  destroy(): void {
    for (const { network } of this.#lanes) network.destroy();
  }
}

/** Probabilities from logits. */
export function softmax(logits: Float32Array): Float32Array {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
