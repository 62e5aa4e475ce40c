import { describe, expect, it } from "vitest";
import type { DatasetInfo, Split } from "../data/dataset.ts";
import { digits } from "../data/digits.ts";
import type { Gpu } from "../gpu/device.ts";
import { withGpu } from "../gpu/testing.ts";
import { confusion } from "../math/classification.ts";
import { randomBits } from "../math/random.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import type { LayerSpec } from "../nn/spec.ts";
import { ReferenceNetwork } from "../reference/network.ts";
import { Driver } from "../train/driver.ts";
import type { TrainEvent } from "../train/events.ts";
import { lanesOf } from "../train/lanes.ts";
import { Race } from "../train/race.ts";
import { fewDigits, smallConfig } from "../train/testing.ts";
import { normalised } from "./images.ts";
import { Pair, softmax } from "./pair.ts";
import { testPass } from "./testPass.ts";

const LAYERS: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: 3 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "linear", units: 5 },
];
const INFO: DatasetInfo = {
  ...digits,
  ...{ height: 6, width: 5, channels: 3, classes: ["a", "b", "c", "d", "e"] },
  ...{ mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] },
};
const SIZE = 6 * 5 * 3;
const BATCH = 4;
/** No multiple of the batch: the last one is filled up. */
const COUNT = 37;
const TEST: Split = {
  count: COUNT,
  images: Uint8Array.from({ length: COUNT * SIZE }, (_, i) => randomBits(1, 2000, i) & 255),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => i % 5),
};
const plans = planNetwork({ layers: LAYERS }, INFO);
const initial = initialise(plans, 4, "he");
const images = Float64Array.from(
  Array.from({ length: COUNT }, (_, i) => [
    ...normalised(TEST.images.subarray(i * SIZE, (i + 1) * SIZE), INFO),
  ]).flat(),
);

const LANES = (["exact", "smin"] as const).map((name) => ({
  name,
  settings: { convolution: name, scaling: "constraint", clip: 2, gamma: 0.9, dropout: 0 } as const,
}));

function twin(convolution: "exact" | "smin"): ReferenceNetwork {
  const network = new ReferenceNetwork({
    layers: LAYERS,
    input: INFO,
    parameters: initial.map(({ weight, bias }) => ({ w: weight, b: bias })),
    convolution,
    scaling: "constraint",
    clipFactor: 2,
    gamma: 0.9,
    dropout: { seed: 0, rate: 0 },
  });
  network.measure([images], COUNT);
  return network;
}

async function pairOf(gpu: Gpu): Promise<Pair> {
  const pair = await Pair.build(gpu, plans, LANES, BATCH);
  for (const { name } of LANES) {
    const statistics = twin(name).statistics.map(
      (own) => own && Object.fromEntries(Object.entries(own).map(([key, v]) => [key, Float32Array.from(v)])),
    );
    pair.write(
      name,
      initial.map((weights, i) => (statistics[i] ? { ...weights, statistics: statistics[i] } : weights)),
    );
  }
  return pair;
}

const always = { aim: () => 30, onProgress: () => {}, stopped: () => false };

describe("a pass over a test set", () => {
  it("answers every image as the float64 twins do, and as surely", () =>
    withGpu(async (gpu) => {
      const pair = await pairOf(gpu);
      const told: number[] = [];
      const lanes = await testPass(gpu, pair, TEST, INFO, {
        ...always,
        onProgress: (done) => told.push(done),
      });
      expect(lanes.map(({ run }) => run)).toEqual(["exact", "smin"]);
      for (const lane of lanes) {
        const logits = twin(lane.run as "exact" | "smin").infer(images, COUNT);
        TEST.labels.forEach((label, i) => {
          const own = Float32Array.from(logits.subarray(5 * i, 5 * i + 5));
          const shares = softmax(own);
          expect(lane.answers[i]).toBe(own.indexOf(Math.max(...own)));
          expect(lane.right[i]).toBeCloseTo(shares[label] as number, 4);
          expect(lane.other[i]).toBeCloseTo(Math.max(...shares.filter((_, k) => k !== label)), 4);
        });
      }
      expect(lanes[0]?.answers).not.toEqual(lanes[1]?.answers);
      expect(told.at(-1)).toBe(COUNT);
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      pair.destroy();
    }));

  it("stops between two slices with the images done by then", () =>
    withGpu(async (gpu) => {
      const pair = await pairOf(gpu);
      const all = await testPass(gpu, pair, TEST, INFO, always);
      let done = 0;
      const some = await testPass(gpu, pair, TEST, INFO, {
        aim: () => 0,
        onProgress: (now) => {
          done = now;
        },
        stopped: () => done >= 2 * BATCH,
      });
      expect(some.map(({ answers }) => answers)).toEqual(
        all.map(({ answers }) => answers.slice(0, 2 * BATCH)),
      );
      pair.destroy();
    }));

  it("finds the accuracies that the race's own test found", () =>
    withGpu(async (gpu) => {
      const config = smallConfig();
      const data = fewDigits();
      const race = await Race.build(gpu, data, config, lanesOf(config));
      const events: TrainEvent[] = [];
      await new Driver(race, { emit: (event) => events.push(event), maxSteps: race.stepsPerEpoch }).run();
      const { clip, gamma, scaling, dropout } = config;
      const lanes = race.runs.map(({ name, lane: { convolution } }) => ({
        name,
        settings: { convolution, clip, gamma, scaling, dropout },
      }));
      const pair = await Pair.build(gpu, race.plans, lanes, 16);
      for (const { name, network } of race.runs) pair.copy(name, network);
      for (const lane of await testPass(gpu, pair, data.test, data.info, always)) {
        const counts = confusion(data.test.labels, lane, 10);
        const correct = counts.filter((_, cell) => cell % 11 === 0).reduce((sum, count) => sum + count, 0);
        const tested = events.find(
          (event) =>
            event.type === "test" && event.whole && event.run === lane.run && event.step === race.step,
        );
        expect(tested).toMatchObject({ images: 100, accuracy: correct / 100 });
      }
      pair.destroy();
      race.destroy();
    }));
});
