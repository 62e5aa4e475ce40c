import { describe, expect, it } from "vitest";
import type { Gpu } from "../gpu/device.ts";
import { withGpu } from "../gpu/testing.ts";
import { parseLayers } from "../models/notation.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import { fewDigits, smallConfig } from "../train/testing.ts";
import { IntegerPair } from "./integerPair.ts";
import { Pair } from "./pair.ts";
import { testPass } from "./testPass.ts";

const data = fewDigits();
const plans = planNetwork({ layers: parseLayers(smallConfig().layers) }, data.info);
const weights = initialise(plans, 5, "he").map((own) => ({
  ...own,
  statistics: { running_mean_abs_x: Float32Array.of(0.6) },
}));
const lane = (convolution: "exact" | "smin") => ({
  name: convolution,
  settings: { convolution, clip: 2, gamma: 0.9, dropout: 0 },
});

async function pairOf(gpu: Gpu, convolutions: readonly ("exact" | "smin")[], batch: number): Promise<Pair> {
  const pair = await Pair.build(gpu, plans, convolutions.map(lane), batch);
  for (const name of convolutions) pair.write(name, weights);
  return pair;
}

const always = { aim: () => 30, onProgress: () => {}, stopped: () => false };

describe("a pair in 8 bits", () => {
  it("answers nearly as it does in floats, image by image, and counts", () =>
    withGpu(async (gpu) => {
      // No multiple of the training or the test images.
      const pair = await pairOf(gpu, ["exact", "smin"], 48);
      const told: number[] = [];
      const lanes = (["exact", "smin"] as const).map(lane);
      const integer = await IntegerPair.build(gpu, pair, lanes, data, {
        onProgress: (done) => told.push(done),
      });
      expect(integer.calibration).toBe(640);
      expect(told.at(-1)).toBe(640);
      const floats = await testPass(gpu, pair, data.test, data.info, always);
      const bytes = await testPass(gpu, integer, data.test, data.info, always);
      expect(bytes.map(({ run }) => run)).toEqual(["exact", "smin"]);
      for (const [i, { answers }] of bytes.entries()) {
        expect(new Set(answers).size).toBeGreaterThan(2); // not one answer for everything
        const same = answers.filter((answer, k) => answer === floats[i]?.answers[k]).length;
        expect(same).toBeGreaterThanOrEqual(0.9 * data.test.count);
      }
      const convolutions = 28 * 28 * 4 * 9 + 7 * 7 * 8 * 36;
      const connected = 7 * 7 * 8 * 10;
      const rescales = 28 * 28 * 4 + 7 * 7 * 8 + 10;
      expect(integer.operations).toEqual([
        { run: "exact", comparisons: 0, multiplications: convolutions + connected, rescales },
        { run: "smin", comparisons: convolutions, multiplications: connected, rescales },
      ]);
      integer.destroy();
      pair.destroy();
    }));

  it("gives the same answers however many images it takes at a time", () =>
    withGpu(async (gpu) => {
      const answersWith = async (batch: number) => {
        const pair = await pairOf(gpu, ["smin"], batch);
        const integer = await IntegerPair.build(gpu, pair, [lane("smin")], data);
        const [answers] = await testPass(gpu, integer, data.test, data.info, always);
        integer.destroy();
        pair.destroy();
        return answers;
      };
      expect(await answersWith(16)).toEqual(await answersWith(100));
    }));

  it("refuses what has no form in 8 bits before it takes any time", () =>
    withGpu(async (gpu) => {
      const settings = { ...lane("smin").settings, convolution: "max" } as const;
      const lanes = [{ name: "max", settings }] as const;
      const pair = await Pair.build(gpu, plans, lanes, 16);
      pair.write("max", weights);
      const told: number[] = [];
      const onProgress = (done: number) => told.push(done);
      await expect(IntegerPair.build(gpu, pair, lanes, data, { onProgress })).rejects.toThrow(
        "conv 1: only exact and smin have a form in 8 bits.",
      );
      expect(told).toEqual([]);
      pair.destroy();
    }));
});
