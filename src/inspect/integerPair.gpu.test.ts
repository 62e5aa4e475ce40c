import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import { withGpu } from "../gpu/testing.ts";
import { parseLayers } from "../models/notation.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import { fewDigits, smallConfig } from "../train/testing.ts";
import { normalised } from "./images.ts";
import { evaluateInteger, type Trained } from "./integer.ts";
import { Pair } from "./pair.ts";

const data = fewDigits();
const plans = planNetwork({ layers: parseLayers(smallConfig().layers) }, data.info);
const weights = initialise(plans, 5, "he").map((own) => ({
  ...own,
  statistics: { running_mean_abs_x: Float32Array.of(0.6) },
}));
const trained = (convolution: "exact" | "smin"): Trained => ({
  plans,
  weights,
  settings: { convolution, clip: 2, gamma: 0.9, dropout: 0 },
});

/** The data with the answers of the network in floats for labels: then accuracy is agreement. */
async function answered(gpu: Gpu, { settings }: Trained): Promise<Dataset> {
  const { count, images } = data.test;
  const size = data.info.height * data.info.width;
  const pair = await Pair.build(gpu, plans, [{ name: settings.convolution, settings }], count);
  pair.write(settings.convolution, weights);
  pair.show(
    Array.from({ length: count }, (_, i) =>
      Array.from(normalised(images.subarray(i * size, (i + 1) * size), data.info)),
    ).flat(),
  );
  const logits = await pair.network(settings.convolution).read(plans.length);
  pair.destroy();
  const labels = Uint8Array.from({ length: count }, (_, i) => {
    const own = logits.subarray(i * 10, (i + 1) * 10);
    return own.indexOf(Math.max(...own));
  });
  return { ...data, test: { ...data.test, labels } };
}

describe("a network in 8 bits on a test set", () => {
  it.each(["exact", "smin"] as const)(
    "%s: answers nearly as the network in floats does, and counts",
    (convolution) =>
      withGpu(async (gpu) => {
        const network = trained(convolution);
        const told: number[] = [];
        const set = await answered(gpu, network);
        expect(new Set(set.test.labels).size).toBeGreaterThan(2); // not one answer for everything
        const result = await evaluateInteger(gpu, network, set, { onProgress: (done) => told.push(done) });
        expect(result.accuracy).toBeGreaterThanOrEqual(0.9);
        expect(result).toMatchObject({ images: 100, calibration: 640 });
        expect(told).toEqual([100]);
        const convolutions = 28 * 28 * 4 * 9 + 7 * 7 * 8 * 36;
        const connected = 7 * 7 * 8 * 10;
        const [compared, multiplied] =
          convolution === "smin" ? [convolutions, connected] : [0, convolutions + connected];
        expect(result).toMatchObject({ comparisons: compared, multiplications: multiplied });
        expect(result.rescales).toBe(28 * 28 * 4 + 7 * 7 * 8 + 10);
      }),
  );

  it("weighs every image once, also where the last minibatch is not full", () =>
    withGpu(async (gpu) => {
      const network = trained("smin");
      const whole = await answered(gpu, network);
      const twice = (bytes: Uint8Array<ArrayBuffer>) =>
        Uint8Array.from([...bytes, ...bytes.subarray(0, bytes.length / 2)]);
      const longer = { count: 150, images: twice(whole.test.images), labels: twice(whole.test.labels) };
      const half = { count: 50, images: whole.test.images, labels: whole.test.labels };
      const correct = async (test: Dataset["test"]) =>
        Math.round((await evaluateInteger(gpu, network, { ...whole, test })).accuracy * test.count);
      expect(await correct(longer)).toBe((await correct(whole.test)) + (await correct(half)));
    }));
});
