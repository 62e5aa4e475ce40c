import { describe, expect, it } from "vitest";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createTensor, writeTensor } from "../gpu/tensor.ts";
import { testGpu, withGpu } from "../gpu/testing.ts";
import type { Convolution } from "../math/products.ts";
import { ReferenceNetwork } from "../reference/network.ts";
import { sample } from "../reference/testing.ts";
import type { LayerWeights } from "./init.ts";
import { planMemory } from "./memory.ts";
import { initialise, Network } from "./network.ts";
import { planNetwork } from "./plan.ts";
import type { LayerSpec, Scaling, Shape } from "./spec.ts";
import { packStep, stepWords } from "./step.ts";

/** Everything at once: products of their own, normalisation before and behind, halos of different reach. */
const LAYERS: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: [5, 3] },
  { type: "batchNorm2d" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 5, kernel: 3, product: "exact" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "batchNorm2d" },
  { type: "conv2d", filters: 7, kernel: 1, product: "max" },
  { type: "linear", units: 12, product: "tested" },
  { type: "batchNorm2d" },
  { type: "relu" },
  { type: "linear", units: 4 },
];
const INPUT: Shape = { height: 8, width: 7, channels: 3 };
const BATCH = 5;
const LABELS = [3, 0, 1, 1, 2];
const SETTINGS = { clip: 2, gamma: 0.9, dropout: 0, optimizer: "sgd", momentum: 0.9 } as const;
const RATE = 0.05;

const plans = planNetwork({ layers: LAYERS }, INPUT);
const images = (stream: number) => sample(BATCH * 8 * 7 * 3, stream).map(Math.fround);
const first = initialise(plans, 3, "he");

function twin(convolution: Convolution, scaling: Scaling): ReferenceNetwork {
  const parameters = first.map(({ weight, bias }) => ({ w: weight, b: bias }));
  const dropout = { seed: 0, rate: 0 };
  return new ReferenceNetwork({
    layers: LAYERS,
    input: INPUT,
    parameters,
    convolution,
    scaling,
    clipFactor: 2,
    gamma: 0.9,
    dropout,
  });
}

/** Of the tests' one device: what one network compiled, the next has. */
const kernels = new Kernels((await testGpu()).device);

/** A network on the device with its batch, and how to run it. */
async function built(device: GPUDevice, convolution: Convolution, scaling: Scaling = "constraint") {
  const tensor = planMemory(plans, BATCH).activations[0];
  if (!tensor) throw new Error("no layers");
  const x = createTensor(device, "images", tensor.shape, tensor.halo);
  const labels = createBuffer(device, "labels", BATCH * 4);
  const step = createBuffer(device, "step", stepWords(BATCH) * 4);
  device.queue.writeBuffer(labels, 0, Uint32Array.from(LABELS));
  const network = await Network.build(
    kernels,
    plans,
    { x, labels, step },
    { ...SETTINGS, tile: "4x4", convolution, scaling },
  );
  network.writeWeights(first);
  let steps = 0;
  const submit = (batch: Float64Array, work: (pass: Pass) => void) => {
    const record = { step: steps, seed: 0, valid: BATCH, slot: 0, rate: RATE, first: true };
    writeTensor(device, x, batch);
    device.queue.writeBuffer(step, 0, packStep({ ...record, indices: new Uint32Array(BATCH) }, BATCH));
    const encoder = device.createCommandEncoder();
    const pass = new Pass(encoder);
    work(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  return {
    network,
    train(batch: Float64Array) {
      submit(batch, (pass) => network.encodeStep(pass, steps));
      steps++;
    },
    measure(batch: Float64Array, start: boolean) {
      submit(batch, (pass) => {
        if (start) network.encodeMeasureStart(pass);
        network.encodeMeasure(pass);
      });
    },
    infer(batch: Float64Array) {
      submit(batch, (pass) => {
        network.encodeInferenceStart(pass);
        network.encodeInference(pass);
      });
      return network.readLogits();
    },
  };
}

/** All values agree to a thousandth of the largest: far above rounding here, far below a wrong term. */
function expectClose(actual: ArrayLike<number> | undefined, expected: ArrayLike<number> | undefined) {
  expect(actual?.length).toBe(expected?.length);
  const largest = Math.max(...Array.from(expected ?? [], Math.abs));
  Array.from(expected ?? []).forEach((value, i) => {
    expect(Math.abs((actual?.[i] as number) - value)).toBeLessThanOrEqual(1e-3 * largest + 1e-6);
  });
}

function expectSameWeights(actual: readonly LayerWeights[], reference: ReferenceNetwork) {
  actual.forEach(({ weight, bias, statistics }, i) => {
    expectClose(weight, reference.parameters[i]?.w);
    expectClose(bias, reference.parameters[i]?.b);
    const expected = reference.statistics[i];
    expect(Object.keys(statistics ?? {})).toEqual(Object.keys(expected ?? {}));
    for (const [name, values] of Object.entries(statistics ?? {})) expectClose(values, expected?.[name]);
  });
}

describe.each([
  ["smin", "constraint"],
  ["smin", "fitted"],
  ["exact", "constraint"],
] as const)("a network of every kind of layer, %s, scaling %s", (convolution, scaling) => {
  it("trains and tests like its float64 twin, statistics included", async () => {
    await withGpu(async ({ device }) => {
      const run = await built(device, convolution, scaling);
      const reference = twin(convolution, scaling);
      for (const stream of [1, 2, 3]) {
        run.train(images(stream));
        reference.trainStep(images(stream), LABELS, { type: "sgd", lr: RATE, momentum: 0.9 });
      }
      expectSameWeights(await run.network.readWeights(), reference);
      expectClose(await run.infer(images(4)), reference.infer(images(4), BATCH));
      run.network.destroy();
    });
  });

  it("sets its running statistics by a pass over minibatches, as often as it is asked", async () => {
    await withGpu(async ({ device }) => {
      const run = await built(device, convolution, scaling);
      const reference = twin(convolution, scaling);
      run.train(images(1));
      reference.trainStep(images(1), LABELS, { type: "sgd", lr: RATE, momentum: 0.9 });
      for (const streams of [
        [9, 1],
        [4, 5, 6],
      ]) {
        streams.forEach((stream, i) => {
          run.measure(images(stream), i === 0);
        });
        reference.measure(streams.map(images), BATCH);
      }
      expectSameWeights(await run.network.readWeights(), reference);
      expectClose(await run.infer(images(7)), reference.infer(images(7), BATCH));
      // Training goes on from there: a minibatch moves the running statistics, it does not replace them.
      run.train(images(2));
      reference.trainStep(images(2), LABELS, { type: "sgd", lr: RATE, momentum: 0.9 });
      expectSameWeights(await run.network.readWeights(), reference);
      run.network.destroy();
    });
  });
});

describe("weights that were read", () => {
  it.each(["constraint", "fitted"] as const)(
    "make another network test the same to the last bit, and have no statistics before there are any, scaling %s",
    async (scaling) => {
      await withGpu(async ({ device }) => {
        const [run, other] = [await built(device, "smin", scaling), await built(device, "smin", scaling)];
        expect((await run.network.readWeights()).some(({ statistics }) => statistics)).toBe(false);
        run.train(images(1));
        run.train(images(2));
        const weights = await run.network.readWeights();
        other.network.writeWeights(weights);
        expect(await other.network.readWeights()).toEqual(weights);
        expect(await other.infer(images(3))).toEqual(await run.infer(images(3)));
        other.network.writeWeights(first);
        expect(await other.network.readWeights()).toEqual(first);
        for (const { network } of [run, other]) network.destroy();
      });
    },
  );

  it("repeat bit for bit: two networks, same minibatches", async () => {
    await withGpu(async ({ device }) => {
      const trained = async () => {
        const run = await built(device, "smin");
        for (const stream of [1, 2, 3, 4]) run.train(images(stream));
        const weights = await run.network.readWeights();
        run.network.destroy();
        return weights;
      };
      expect(await trained()).toEqual(await trained());
    });
  });
});
