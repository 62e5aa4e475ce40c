import { describe, expect, it } from "vitest";
import type { Gpu } from "../gpu/device.ts";
import { withGpu } from "../gpu/testing.ts";
import { toInt8 } from "../math/int8.ts";
import type { Convolution } from "../math/products.ts";
import type { ConvShape } from "../reference/conv2d.ts";
import { integerSums, quantised, rescaled } from "../reference/integer.ts";
import { maxPool2d } from "../reference/maxPool2d.ts";
import { sample } from "../reference/testing.ts";
import { IntegerNetwork } from "./integerNetwork.ts";
import { initialise } from "./network.ts";
import { kernelSize, type LayerPlan, planNetwork } from "./plan.ts";
import { type IntegerLayer, quantise } from "./quantise.ts";
import type { LayerSpec } from "./spec.ts";

/** N, C, H, W, O, kh, kw: words and padding break at 1, 3, 5, 33 and where the image is the smaller one. */
const SHAPES: [number, number, number, number, number, number, number][] = [
  [1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 3, 5, 5],
  [2, 3, 2, 3, 5, 5, 5],
  [1, 33, 5, 4, 7, 1, 1],
  [3, 5, 7, 6, 33, 3, 5],
  [2, 7, 9, 1, 8, 1, 7],
  [1, 4, 6, 6, 4, 2, 4],
  [5, 1, 11, 13, 12, 5, 3],
];

/** Bytes for tests: the ends, both zeros and what lies between. */
const bytes = (length: number, stream: number) =>
  Int8Array.from(sample(length, stream), (value, i) => [127, -127, 0, -1][i % 7] ?? toInt8(60 * value));

/** By the language's own packed bytes, where the device has them, and without. */
const eachWay = async (work: (gpu: Gpu) => Promise<void>) =>
  withGpu(async (gpu) => {
    await work(gpu);
    if (gpu.packedBytes) await work({ ...gpu, packedBytes: false });
  });

/** A convolution whose logits are its sums: its factors are 1. */
function sumsOnly(
  product: "mul" | "smin",
  { C, H, W, O, kh, kw }: ConvShape,
  weight: Int8Array<ArrayBuffer>,
) {
  const layers = [{ type: "conv2d", filters: O, kernel: [kh, kw] }] as const;
  const [plan] = planNetwork({ layers }, { height: H, width: W, channels: C });
  const ones = new Float32Array(O).fill(1);
  const bias = Int32Array.from({ length: O }, (_, o) => 1000 * o - 2000);
  return { plan: plan as LayerPlan, product, step: 1, weight, bias, above: ones, below: ones, pools: [] };
}

async function infer(gpu: Gpu, layers: readonly IntegerLayer[], batch: number, images: ArrayLike<number>) {
  const network = await IntegerNetwork.build(gpu, layers, batch);
  network.submit(images);
  const logits = await network.readLogits();
  const entering = await Promise.all(layers.map((_, i) => network.read(i)));
  network.destroy();
  return { logits, entering };
}

describe.each(["mul", "smin"] as const)("sums of bytes with %s", (product) => {
  it.each(SHAPES)("N=%i C=%i H=%i W=%i O=%i, kernel %ix%i: as the twin's, all of them", (...sizes) => {
    const [N, C, H, W, O, kh, kw] = sizes;
    const shape = { N, C, H, W, O, kh, kw };
    const x = bytes(N * C * H * W, 1);
    const weight = bytes(O * C * kh * kw, 2);
    const layer = sumsOnly(product, shape, weight);
    const expected = integerSums(shape, product, x, weight, layer.bias);
    return eachWay(async (gpu) => {
      const { logits } = await infer(gpu, [layer], N, x);
      expect(Array.from(logits)).toEqual(Array.from(expected));
    });
  });

  it("of the largest bytes: beyond 24 bits they round as floats do", () => {
    const shape = { N: 1, C: 1100, H: 1, W: 1, O: 2, kh: 1, kw: 1 };
    const x = new Int8Array(1100).fill(127);
    const weight = Int8Array.from({ length: 2200 }, (_, i) => (i < 1100 ? 127 : i === 1100 ? -126 : -127));
    const layer = sumsOnly(product, shape, weight);
    const expected = Float32Array.from(integerSums(shape, product, x, weight, layer.bias));
    return eachWay(async (gpu) => {
      expect((await infer(gpu, [layer], 1, x)).logits).toEqual(expected);
    });
  });
});

const LAYERS: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: [5, 3] },
  { type: "batchNorm2d" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 5, kernel: 3 },
  { type: "maxPool2d", size: 2 },
  { type: "leakyRelu", slope: 0.3 },
  { type: "linear", units: 12, product: "tested" },
  { type: "relu" },
  { type: "dropout" },
  { type: "linear", units: 3 },
];
const BATCH = 3;
const plans = planNetwork({ layers: LAYERS }, { height: 9, width: 8, channels: 3 });
const weights = initialise(plans, 3, "he").map((own, i) => ({
  ...own,
  bias: Float32Array.from(sample(own.bias.length, 20 + i), (value) => value / 10),
  statistics: {
    running_mean_abs_x: Float32Array.of(0.7),
    running_mean: Float32Array.from(sample(own.bias.length, 30)),
    running_var: Float32Array.from(sample(own.bias.length, 40), (value) => value * value + 0.1),
  },
}));

/** The network in whole numbers, layer by layer: what enters each, and the logits. */
function twin(layers: readonly IntegerLayer[], images: ArrayLike<number>) {
  let x: Int8Array = quantised(images, (layers[0] as IntegerLayer).step);
  const entering: Int8Array[] = [];
  let y: Float32Array = new Float32Array();
  for (const { plan, product, weight, bias, above, below, pools } of layers) {
    entering.push(x);
    const { spec, input, output } = plan;
    const O = output.channels;
    const [kh, kw] = spec.type === "conv2d" ? kernelSize(spec.kernel) : [1, 1];
    const whole = input.channels * input.height * input.width;
    const images =
      spec.type === "conv2d"
        ? { C: input.channels, H: input.height, W: input.width }
        : { C: whole, H: 1, W: 1 };
    const shape = { N: BATCH, ...images, O, kh, kw };
    y = rescaled(shape, integerSums(shape, product, x, weight, bias), above, below);
    x = quantised(y, 1);
    let [H, W] = [output.height, output.width];
    for (const size of pools) {
      x = Int8Array.from(maxPool2d(x, { N: BATCH, C: O, H, W }, size).y);
      [H, W] = [Math.floor(H / size), Math.floor(W / size)];
    }
  }
  return { entering, logits: y };
}

describe("a network in 8 bits", () => {
  it.each(["exact", "smin"] satisfies Convolution[])(
    "%s: every byte and the logits are the twin's",
    (convolution) => {
      const images = sample(BATCH * 9 * 8 * 3, 1);
      const largest = plans.map(() => 3);
      const layers = quantise(plans, weights, { convolution, clip: 2 }, largest);
      const expected = twin(layers, images);
      // The comparison means something: bytes vary.
      for (const entering of expected.entering) expect(new Set(entering).size).toBeGreaterThan(10);
      return eachWay(async (gpu) => {
        const { entering, logits } = await infer(gpu, layers, BATCH, images);
        entering.forEach((found, i) => {
          expect(Array.from(found)).toEqual(Array.from(expected.entering[i] as Int8Array));
        });
        expect(logits).toEqual(expected.logits);
      });
    },
  );
});
