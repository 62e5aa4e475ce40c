import { describe, expect, it } from "vitest";
import { AUGMENTATIONS, type AugmentationName, sourcePixel } from "../data/augment.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/digits.ts";
import { Kernels } from "../gpu/kernel.ts";
import { NO_HALO, readBuffer, readTensor } from "../gpu/tensor.ts";
import { withGpu } from "../gpu/testing.ts";
import { Feed, type FeedOptions, partsOf } from "./feed.ts";

const [H, W, C] = [5, 7, 3];
const BATCH = 6;
const SEED = 11;

/** 23 images whose bytes all differ from their neighbours'. */
const split = (count: number) => ({
  count,
  images: Uint8Array.from({ length: count * H * W * C }, (_, i) => (i * 37) % 251),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
});
const data: Dataset = {
  info: {
    ...digits,
    height: H,
    width: W,
    channels: C,
    mean: [0.25, 0.5, 0.125],
    std: [0.5, 0.25, 1],
  },
  train: split(23),
  test: split(9),
};

/** What a step's batch holds: NCHW values and labels. */
async function batchOf(options: Partial<FeedOptions>, step: number, indices: readonly number[]) {
  return withGpu(async ({ device }) => {
    const feed = await Feed.build(new Kernels(device), data, { batch: BATCH, halo: NO_HALO, ...options });
    const rest = { updates: 0, seed: SEED, valid: BATCH, slot: 0, rate: 0, first: false };
    feed.schedule([{ step, indices: Uint32Array.from(indices), ...rest }]);
    const encoder = device.createCommandEncoder();
    feed.encode(encoder, 0, "train", () => {});
    device.queue.submit([encoder.finish()]);
    const x = await readTensor(device, feed.batch.x);
    const labels = [...new Uint32Array(await readBuffer(device, feed.batch.labels))];
    feed.destroy();
    return { x, labels };
  });
}

/** The float64 twin of the gather. */
function expected(name: AugmentationName, step: number, indices: readonly number[]): number[] {
  const { mean, std } = data.info;
  return indices.flatMap((image, place) =>
    [0, 1, 2].flatMap((c) =>
      Array.from({ length: H * W }, (_, p) => {
        const to = [Math.floor(p / W), p % W] as const;
        const [i, j] = sourcePixel(AUGMENTATIONS[name], { seed: SEED, step, place }, to, W);
        const inside = i >= 0 && i < H && j >= 0 && j < W;
        const byte = inside ? (data.train.images[((image * H + i) * W + j) * C + c] as number) : 0;
        return (byte / 255 - (mean[c] as number)) / (std[c] as number);
      }),
    ),
  );
}

const INDICES = [0, 22, 7, 8, 7, 15];

describe("a batch of the feed", () => {
  it.each(["none", "shift", "shift-flip"] as const)("holds its images, augmentation %s", async (name) => {
    const { x, labels } = await batchOf({ augmentation: AUGMENTATIONS[name] }, 3, INDICES);
    const twin = expected(name, 3, INDICES);
    expect(labels).toEqual(INDICES.map((i) => i % 10));
    for (const [i, value] of twin.entries()) expect(x[i]).toBeCloseTo(value, 5);
  });

  it("is changed anew at each step", async () => {
    const augmentation = AUGMENTATIONS["shift-flip"];
    const [first, second] = [
      await batchOf({ augmentation }, 3, INDICES),
      await batchOf({ augmentation }, 4, INDICES),
    ];
    expect(second.x).not.toEqual(first.x);
  });

  it("is the same, bit for bit, of a set that is split over several buffers", async () => {
    const augmentation = AUGMENTATIONS["shift-flip"];
    const whole = await batchOf({ augmentation }, 0, INDICES);
    const limit = 8 * H * W * C;
    expect(partsOf(23, H * W * C, limit)).toEqual([
      { start: 0, count: 8 },
      { start: 8, count: 8 },
      { start: 16, count: 7 },
    ]);
    expect(await batchOf({ augmentation, limit }, 0, INDICES)).toEqual(whole);
  });

  it("needs two buffers for CIFAR-10 where a binding holds 128 MiB", () => {
    const parts = partsOf(50000, 32 * 32 * 3, 128 * 2 ** 20);
    expect(parts).toEqual([
      { start: 0, count: 43688 },
      { start: 43688, count: 6312 },
    ]);
  });
});
