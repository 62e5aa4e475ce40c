import { describe, expect, it } from "vitest";
import type { Gpu } from "../gpu/device.ts";
import { withGpu } from "../gpu/testing.ts";
import type { Convolution } from "../math/products.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import type { LayerSpec, Scaling, Shape } from "../nn/spec.ts";
import { ReferenceNetwork } from "../reference/network.ts";
import { sample } from "../reference/testing.ts";
import { Pair } from "./pair.ts";

const LAYERS: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: [5, 3] },
  { type: "batchNorm2d" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 5, kernel: 3 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "linear", units: 12, product: "tested" },
  { type: "relu" },
  { type: "dropout" },
  { type: "linear", units: 4 },
];
const INPUT: Shape = { height: 8, width: 7, channels: 3 };
const SIZE = 8 * 7 * 3;
const BATCH = 5;
const plans = planNetwork({ layers: LAYERS }, INPUT);
const initial = initialise(plans, 3, "he");
const images = sample(BATCH * SIZE, 1).map(Math.fround);
const image = images.slice(0, SIZE);

/** The first layers of the network in float64, its running statistics those of all the images. */
function twin(convolution: Convolution, count: number, scaling: Scaling = "constraint"): ReferenceNetwork {
  const network = new ReferenceNetwork({
    layers: LAYERS.slice(0, count),
    input: INPUT,
    parameters: initial.map(({ weight, bias }) => ({ w: weight, b: bias })),
    convolution,
    scaling,
    clipFactor: 2,
    gamma: 0.9,
    dropout: { seed: 0, rate: 0.5 },
  });
  network.measure([images], BATCH);
  return network;
}

/** Layers of LAYERS up to and with the engine's layer i, whose activation is part of it. */
const REACH = plans.map((plan) => {
  const end = LAYERS.indexOf(plan.spec) + 1;
  return LAYERS[end]?.type === "leakyRelu" || LAYERS[end]?.type === "relu" ? end + 1 : end;
});

const settings = (convolution: Convolution, scaling: Scaling = "constraint") => ({
  convolution,
  scaling,
  clip: 2,
  gamma: 0.9,
  dropout: 0.5,
});
const LANES = [
  { name: "exact", settings: settings("exact") },
  { name: "smin", settings: settings("smin") },
] as const;

const weightsOf = (convolution: Convolution, scaling?: Scaling) => {
  const { statistics } = twin(convolution, LAYERS.length, scaling);
  return initial.map((weights, i) => {
    const own = statistics[i];
    if (!own) return weights;
    const floats = Object.entries(own).map(([name, values]) => [name, Float32Array.from(values)]);
    return { ...weights, statistics: Object.fromEntries(floats) };
  });
};

async function pairOf(gpu: Gpu): Promise<Pair> {
  const pair = await Pair.build(gpu, plans, LANES);
  for (const { name } of LANES) pair.write(name, weightsOf(name));
  return pair;
}

/** All values agree to a ten-thousandth of the largest. */
function expectClose(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>) {
  expect(actual?.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  Array.from(expected).forEach((value, i) => {
    expect(Math.abs((actual?.[i] as number) - value)).toBeLessThanOrEqual(1e-4 * largest + 1e-6);
  });
}

describe("a pair of networks under the glass", () => {
  it("shows what leaves every layer of both, as their float64 twins have it", () =>
    withGpu(async (gpu) => {
      const pair = await pairOf(gpu);
      for (const { run, maps, probabilities } of await pair.see(image, true)) {
        expect(maps).toHaveLength(plans.length);
        REACH.forEach((count, i) => {
          expectClose(maps?.[i], twin(run as Convolution, count).infer(image, 1));
        });
        expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      }
      const [exact, smin] = await pair.see(image, false);
      expect(exact?.maps).toBeNull();
      expect(exact?.probabilities).not.toEqual(smin?.probabilities);
      pair.destroy();
    }));

  it("opens a layer: its weights as they were given, and Algorithm 1's means with what they make of them", () =>
    withGpu(async (gpu) => {
      const pair = await pairOf(gpu);
      await pair.see(image, false);
      const index = plans.findIndex(({ name }) => name === "conv 2");
      const [exact, smin] = await pair.inside(index);
      const { weight, bias } = initial[2] as (typeof initial)[number];
      expect(exact).toMatchObject({ run: "exact", weight, bias, approximate: null });
      expect(smin?.weight).toEqual(weight);
      const { meanX = Number.NaN, meanW, rescaled, fit } = smin?.approximate ?? {};
      expect(fit).toBeNull();
      expect(meanX).toBeCloseTo(twin("smin", LAYERS.length).statistics[2]?.running_mean_abs_x?.[0] ?? 0, 5);
      const fanIn = weight.length / bias.length;
      bias.forEach((_, filter) => {
        const own = weight.subarray(filter * fanIn, (filter + 1) * fanIn);
        const mean = own.reduce((sum, w) => sum + Math.abs(w), 0) / fanIn;
        expect(meanW?.[filter]).toBeCloseTo(mean, 6);
        const clipped = own.map((w) => Math.max(-2 * mean, Math.min(2 * mean, w)));
        expectClose(
          rescaled?.subarray(filter * fanIn, (filter + 1) * fanIn),
          clipped.map((w) => (meanX / mean) * w),
        );
      });
      pair.destroy();
    }));

  it("keeps the A and B of a fitted scaling apart from the weights", () =>
    withGpu(async (gpu) => {
      const lanes = [{ name: "smin", settings: settings("smin", "fitted") }] as const;
      const pair = await Pair.build(gpu, plans, lanes);
      pair.write("smin", weightsOf("smin", "fitted"));
      const [sight] = await pair.see(image, true);
      const expected = twin("smin", LAYERS.length, "fitted");
      expectClose(sight?.maps?.at(-1), expected.infer(image, 1));
      const [contents] = await pair.inside(0);
      expectClose(contents?.approximate?.fit?.a, expected.statistics[0]?.fit_a ?? []);
      expect(contents?.approximate?.rescaled).toHaveLength(6 * 3 * 5 * 3);
      pair.destroy();
    }));

  it("shares its weights with a pair for many images, which sees what it sees", () =>
    withGpu(async (gpu) => {
      const one = await pairOf(gpu);
      const many = await Pair.build(gpu, plans, LANES, BATCH, one);
      many.show(images);
      for (const { name } of LANES) {
        const network = many.network(name);
        expect(network.parameters).toBe(one.network(name).parameters);
        expectClose(await network.read(plans.length), twin(name, LAYERS.length).infer(images, BATCH));
      }
      many.destroy();
      const [exact] = await one.see(image, true);
      expectClose(exact?.maps?.at(-1), twin("exact", LAYERS.length).infer(image, 1));
      one.destroy();
    }));
});
