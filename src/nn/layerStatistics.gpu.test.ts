import { describe, expect, it } from "vitest";
import { guarded } from "../gpu/device.ts";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createTensor, readTensor, type Tensor, writeTensor } from "../gpu/tensor.ts";
import { testGpu, withGpu } from "../gpu/testing.ts";
import { type LayerReading, layerSample } from "../math/layerReading.ts";
import { type Convolution, productOf } from "../math/products.ts";
import type { ConvShape } from "../reference/conv2d.ts";
import {
  asTwinSample,
  everything,
  layerStatistics,
  type TwinReading,
  type TwinSample,
} from "../reference/layerStatistics.ts";
import { sample } from "../reference/testing.ts";
import { FLOAT32_UNIT, roundings } from "../reference/tolerance.ts";
import { LayerStatistics } from "./layerStatistics.ts";
import { planMemory } from "./memory.ts";
import { initialise, Network } from "./network.ts";
import { kernelSize, planNetwork } from "./plan.ts";
import type { LayerSpec, Shape } from "./spec.ts";
import { packStep, stepWords } from "./step.ts";

const SEED = 9;
const BATCH = 5;
const SETTINGS = {
  expression: "sqrt(|x| * |w|) + x * w / 9",
  clip: 2,
  gamma: 0.9,
  dropout: 0.5,
  optimizer: "sgd",
  momentum: 0.9,
  tile: "4x4",
} as const;

/** A network in training, whose every step may be sampled, and what its layers held. */
class Sampled {
  readonly network: Network;
  readonly #statistics: LayerStatistics;
  readonly #device: GPUDevice;
  readonly #x: ReturnType<typeof createTensor>;
  readonly #step: GPUBuffer;
  #steps = 0;

  private constructor(
    network: Network,
    statistics: LayerStatistics,
    device: GPUDevice,
    x: ReturnType<typeof createTensor>,
    step: GPUBuffer,
  ) {
    this.network = network;
    this.#statistics = statistics;
    this.#device = device;
    this.#x = x;
    this.#step = step;
  }

  static async build(
    device: GPUDevice,
    layers: readonly LayerSpec[],
    input: Shape,
    convolution: Convolution,
  ): Promise<Sampled> {
    const plans = planNetwork({ layers }, input);
    const tensor = planMemory(plans, BATCH).activations[0];
    if (!tensor) throw new Error("no layers");
    const x = createTensor(device, "images", tensor.shape, tensor.halo);
    const labels = createBuffer(device, "labels", BATCH * 4);
    const step = createBuffer(device, "step", stepWords(BATCH) * 4);
    device.queue.writeBuffer(labels, 0, Uint32Array.of(3, 0, 1, 1, 2));
    const kernels = new Kernels(device);
    const network = await Network.build(kernels, plans, { x, labels, step }, { ...SETTINGS, convolution });
    network.writeWeights(initialise(plans, 3, "he"));
    const statistics = await LayerStatistics.build(kernels, network.builtLayers);
    return new Sampled(network, statistics, device, x, step);
  }

  train(images: ArrayLike<number>, sampled: boolean): void {
    const indices = new Uint32Array(BATCH);
    const record = {
      step: this.#steps++,
      seed: SEED,
      valid: BATCH,
      slot: 0,
      rate: 0.05,
      first: true,
      indices,
    };
    writeTensor(this.#device, this.#x, images);
    this.#device.queue.writeBuffer(this.#step, 0, packStep(record, BATCH));
    const encoder = this.#device.createCommandEncoder();
    const inPass = (work: (pass: Pass) => void) => {
      const pass = new Pass(encoder);
      work(pass);
      pass.end();
    };
    if (sampled) {
      inPass((pass) => this.network.encodeLearning(pass, 0));
      this.#statistics.encode(encoder);
      inPass((pass) => this.network.encodeUpdate(pass));
    } else inPass((pass) => this.network.encodeStep(pass, 0));
    this.#device.queue.submit([encoder.finish()]);
  }

  read() {
    return this.#statistics.read();
  }

  /** The readings of one more step, and the twin's on the same sample and on all there is. */
  async compared(images: ArrayLike<number>) {
    const parameters = await this.network.readWeights();
    this.train(images, true);
    const { layers } = await this.#statistics.read();
    const compared: { reading: LayerReading; same: TwinReading; all: TwinReading }[] = [];
    let learning = 0;
    for (const { context } of this.network.builtLayers) {
      const { plan, x, y, training, index } = context;
      const own = plan.parameters > 0 ? parameters[learning++] : undefined;
      if (plan.spec.type !== "conv2d" || !own) continue;
      const [kh, kw] = kernelSize(plan.spec.kernel);
      const shape: ConvShape = { N: BATCH, C: x.channels, H: y.height, W: y.width, O: y.channels, kh, kw };
      const reading = layers[compared.length] as LayerReading;
      const values = {
        conv: { shape, product: productOf(reading.product, SETTINGS.expression), clipFactor: SETTINGS.clip },
        x: await readTensor(this.#device, x),
        w: own.weight,
        dy: await readTensor(this.#device, training?.dy as Tensor),
      };
      const twin = (of: TwinSample) => layerStatistics(values, of);
      const drawn = layerSample(shape, SEED, this.#steps - 1, index);
      compared.push({ reading, same: twin(asTwinSample(shape, drawn)), all: twin(everything(shape)) });
    }
    expect(compared).toHaveLength(layers.length);
    return compared;
  }

  destroy(): void {
    this.#statistics.destroy();
    this.network.destroy();
  }
}

/** The numbers of a reading by name, those of its parts too. */
function numbers({ operators, meanW, ...rest }: TwinReading | LayerReading): [string, number | null][] {
  const parts = [...Object.entries(operators), ...Object.entries(meanW).map(([k, v]) => [`μw ${k}`, v])];
  const own = Object.entries(rest).filter(([, value]) => value === null || typeof value === "number");
  return [...own, ...parts].filter(([name]) => name !== "runningMeanX") as [string, number | null][];
}

/** A workgroup adds up 1024 terms; a few roundings more go into what is made of the sums. */
const ROUNDING = 8 * roundings(1024) * FLOAT32_UNIT;

function expectSame(reading: LayerReading, twin: TwinReading): void {
  const actual = Object.fromEntries(numbers(reading));
  for (const [name, expected] of numbers(twin)) {
    const value = actual[name] as number | null;
    if (expected === null || name === "terms") expect(value, name).toBe(expected);
    else
      expect(Math.abs((value ?? Number.NaN) - expected), name).toBeLessThan(
        ROUNDING * (1 + Math.abs(expected)),
      );
  }
}

/** Within six standard errors of what all terms give; those of a correlation and of a share are at most 1/√n. */
function expectNear(reading: LayerReading, all: TwinReading): void {
  const error = 6 / Math.sqrt(reading.terms);
  const { operators } = reading;
  for (const name of ["correlation", "signed", "clippedX", "clippedW", "selectedX"] as const)
    expect(Math.abs((reading[name] as number) - (all[name] as number)), name).toBeLessThan(error);
  for (const name of ["min", "add", "max"] as const)
    expect(Math.abs((operators[name] as number) - (all.operators[name] as number)), name).toBeLessThan(error);
  expect(Math.abs((reading.factor as number) - (all.factor as number))).toBeLessThan(3 * error);
  expect(Math.abs((reading.honesty as number) - (all.honesty as number))).toBeLessThan(0.1);
}

const NORMALISED: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: [5, 3] },
  { type: "batchNorm2d" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 5, kernel: 3, product: "exact" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "dropout" },
  { type: "conv2d", filters: 7, kernel: 1 },
  { type: "linear", units: 4 },
];
/** Images smaller than the filter; an even one. */
const TINY: readonly LayerSpec[] = [
  { type: "conv2d", filters: 9, kernel: 5 },
  { type: "relu" },
  { type: "conv2d", filters: 33, kernel: [2, 4], product: "max" },
  { type: "linear", units: 4 },
];
const NETWORKS: Record<string, { layers: readonly LayerSpec[]; input: Shape }> = {
  "layers of every kind around": { layers: NORMALISED, input: { height: 8, width: 7, channels: 3 } },
  "images smaller than the filter": { layers: TINY, input: { height: 2, width: 3, channels: 3 } },
};
const imagesOf = ({ height, width, channels }: Shape, stream: number) =>
  sample(BATCH * height * width * channels, stream).map(Math.fround);

describe.each(Object.entries(NETWORKS))("readings, %s", (_, { layers, input }) => {
  it.each(["smin", "mul", "add", "own", "exact"] as const)(
    "%s: as the twin on the same sample, near it on all",
    async (name) => {
      await withGpu(async ({ device }) => {
        const run = await Sampled.build(device, layers, input, name);
        run.train(imagesOf(input, 1), false);
        run.train(imagesOf(input, 2), false);
        for (const { reading, same, all } of await run.compared(imagesOf(input, 3))) {
          expectSame(reading, same);
          expectNear(reading, all);
          expect(reading.terms).toBeGreaterThan(1000);
        }
        run.destroy();
      });
    },
  );
});

it("an exact layer is read as a smin layer, and has no running mean", async () => {
  await withGpu(async ({ device }) => {
    const { layers, input } = NETWORKS["layers of every kind around"] as (typeof NETWORKS)[string];
    const run = await Sampled.build(device, layers, input, "add");
    run.train(imagesOf(input, 1), true);
    const readings = (await run.read()).layers;
    expect(readings.map(({ layer, product }) => [layer, product])).toEqual([
      ["conv 1", "add"],
      ["conv 2", "smin"],
      ["conv 3", "add"],
    ]);
    expect(readings.map(({ runningMeanX }) => runningMeanX !== null)).toEqual([true, false, true]);
    expect(readings[0]?.runningMeanX).toBe(readings[0]?.meanX);
    run.destroy();
  });
});

describe("what is not defined is null", () => {
  const layers = [
    { type: "conv2d", filters: 5, kernel: 3 },
    { type: "linear", units: 4 },
  ] as const;
  const input = { height: 4, width: 5, channels: 3 };

  it.each(["smin", "max", "exact"] as const)("%s of images without light: h is always 0", async (name) => {
    await withGpu(async ({ device }) => {
      const run = await Sampled.build(device, layers, input, name);
      const [compared] = await run.compared(imagesOf(input, 1).fill(0));
      if (!compared) throw new Error("no layer");
      expectSame(compared.reading, compared.same);
      const { correlation, signed, factor, offset, relativeError, honesty, operators } = compared.reading;
      const undefinedNumbers = [correlation, signed, factor, offset, relativeError, honesty];
      expect([...undefinedNumbers, ...Object.values(operators)]).toEqual(new Array(9).fill(null));
      run.destroy();
    });
  });

  it("one magnitude throughout: h and g are constant", async () => {
    await withGpu(async ({ device }) => {
      const run = await Sampled.build(device, layers, input, "smin");
      const [conv, fc] = await run.network.readWeights();
      if (!conv || !fc) throw new Error("no layer");
      run.network.writeWeights([{ ...conv, weight: conv.weight.map((w) => 0.3 * Math.sign(w)) }, fc]);
      const [compared] = await run.compared(imagesOf(input, 1).map((x) => Math.fround(0.7 * Math.sign(x))));
      if (!compared) throw new Error("no layer");
      expectSame(compared.reading, compared.same);
      expect(compared.reading).toMatchObject({ correlation: null, factor: null, offset: null });
      run.destroy();
    });
  });
});

describe("sampling", () => {
  const { layers, input } = NETWORKS["layers of every kind around"] as (typeof NETWORKS)[string];

  it("leaves every bit of the training as it is, and repeats bit for bit", async () => {
    const trained = (sampled: boolean) =>
      withGpu(async ({ device }) => {
        const run = await Sampled.build(device, layers, input, "smin");
        const readings: (readonly LayerReading[])[] = [];
        for (const stream of [1, 2, 3]) {
          run.train(imagesOf(input, stream), sampled);
          if (sampled) readings.push((await run.read()).layers);
        }
        const weights = await run.network.readWeights();
        run.destroy();
        return { weights, readings };
      });
    const [plain, first, second] = [await trained(false), await trained(true), await trained(true)];
    expect(first.weights).toEqual(plain.weights);
    expect(second.readings).toEqual(first.readings);
    expect(first.readings[1]).not.toEqual(first.readings[0]);
  });

  it("says what it took, also on a device without timestamps", async () => {
    const time = async (device: GPUDevice) => {
      const run = await Sampled.build(device, layers, input, "exact");
      run.train(imagesOf(input, 1), true);
      const { milliseconds } = await run.read();
      run.destroy();
      return milliseconds;
    };
    expect((await testGpu()).device.features.has("timestamp-query")).toBe(true);
    expect(await withGpu(({ device }) => time(device))).toBeGreaterThan(0);
    const adapter = await navigator.gpu.requestAdapter();
    const bare = (await adapter?.requestDevice()) as GPUDevice;
    expect(await guarded(bare, () => time(bare))).toBeGreaterThan(0);
    bare.destroy();
  });
});
