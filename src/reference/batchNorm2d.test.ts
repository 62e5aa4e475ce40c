import { describe, expect, it } from "vitest";
import { batchNorm2d, batchNorm2dBackward, channelStatistics, followStatistics } from "./batchNorm2d.ts";
import { layerTwin } from "./layers.ts";
import { distance, dot, finiteDifferences, sample } from "./testing.ts";

const shape = { N: 3, C: 2, H: 2, W: 5 };
const [x, dy] = [sample(60, 1), sample(60, 2)];
const [w, b] = [sample(2, 3), sample(2, 4)];

describe("batch normalisation", () => {
  it("takes mean and mean squared deviation of each channel over images and pixels", () => {
    const two = { N: 2, C: 2, H: 1, W: 2 };
    const { mean, variance } = channelStatistics(two, [1, 3, 5, 5, 5, 7, 5, 5]);
    expect([...mean]).toEqual([4, 5]);
    expect([...variance]).toEqual([5, 0]);
  });

  it("gives every channel the shift as its mean and the scale as its deviation", () => {
    const y = batchNorm2d(shape, channelStatistics(shape, x), x, w, b);
    const { mean, variance } = channelStatistics(shape, y);
    expect(distance(mean, b)).toBeLessThan(1e-12);
    expect(distance(variance.map(Math.sqrt), w.map(Math.abs))).toBeLessThan(1e-4);
  });

  it("gives the shift where a channel does not vary", () => {
    const one = { N: 1, C: 2, H: 1, W: 1 };
    expect([...batchNorm2d(one, channelStatistics(one, [7, -3]), [7, -3], w, b)]).toEqual([...b]);
  });

  it("has gradients that agree with finite differences, the statistics being functions of x", () => {
    const loss = () => dot(dy, batchNorm2d(shape, channelStatistics(shape, x), x, w, b));
    const { dx, dw, db } = batchNorm2dBackward(shape, channelStatistics(shape, x), x, w, dy);
    expect(distance(dx, finiteDifferences(x, loss))).toBeLessThan(1e-8);
    expect(distance(dw, finiteDifferences(w, loss))).toBeLessThan(1e-8);
    expect(distance(db, finiteDifferences(b, loss))).toBeLessThan(1e-8);
  });
});

describe("the running statistics", () => {
  const layer = () =>
    layerTwin(
      { type: "batchNorm2d" },
      0,
      { height: 2, width: 5, channels: 2 },
      { w, b },
      {
        convolution: "exact",
        clipFactor: 2,
        gamma: 0.9,
        dropout: { seed: 0, rate: 0 },
      },
    );

  it("start at the first minibatch's and keep nine tenths a step", () => {
    const twin = layer();
    twin.forward(x, 3, { step: 0 });
    twin.forward(dy, 3, { step: 1 });
    const expected = followStatistics(channelStatistics(shape, x), channelStatistics(shape, dy), 0.9);
    expect(twin.running?.()).toEqual({ running_mean: expected.mean, running_var: expected.variance });
  });

  it("serve inference, whatever is in its batch", () => {
    const twin = layer();
    const y = twin.forward(x, 3, { step: 0 });
    expect(twin.forward(x.slice(0, 20), 1, "inference")).toEqual(y.slice(0, 20));
  });

  it("become the average over the minibatches that are measured", () => {
    const twin = layer();
    twin.forward(x, 3, { step: 0 });
    twin.restart?.();
    for (const batch of [x, dy]) twin.forward(batch, 3, "measure");
    const [first, second] = [channelStatistics(shape, x), channelStatistics(shape, dy)];
    const average = first.mean.map((mean, c) => (mean + (second.mean[c] as number)) / 2);
    expect(distance(twin.running?.().running_mean ?? [], average)).toBeLessThan(1e-12);
  });
});
