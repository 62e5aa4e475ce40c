import { describe, expect, it } from "vitest";
import { initialWeights } from "./init.ts";
import { planNetwork } from "./plan.ts";

const plans = planNetwork(
  {
    layers: [
      { type: "conv2d", filters: 64, kernel: 5 },
      { type: "linear", units: 100 },
    ],
  },
  { height: 8, width: 8, channels: 32 },
);

const deviation = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe("first weights", () => {
  it("He: normal with deviation sqrt(2 / fan-in), biases 0", () => {
    const fanIns = [5 * 5 * 32, 8 * 8 * 64];
    plans.forEach((plan, index) => {
      const { weight, bias } = initialWeights(plan, index, 1, "he");
      expect(deviation(weight) / Math.sqrt(2 / (fanIns[index] ?? 0))).toBeCloseTo(1, 1);
      expect(bias.every((value) => value === 0)).toBe(true);
    });
  });

  it("Glorot: uniform within sqrt(6 / (fan-in + fan-out))", () => {
    const [conv] = plans;
    if (!conv) throw new Error("no layer");
    const { weight } = initialWeights(conv, 0, 1, "glorot");
    const limit = Math.sqrt(6 / (5 * 5 * 32 + 5 * 5 * 64));
    expect(weight.every((value) => Math.abs(value) <= limit)).toBe(true);
    expect(deviation(weight)).toBeCloseTo(limit / Math.sqrt(3), 3);
  });

  it("depend on seed and layer alone", () => {
    const [conv] = plans;
    if (!conv) throw new Error("no layer");
    const weights = (index: number, seed: number) => initialWeights(conv, index, seed, "he").weight;
    expect(weights(0, 1)).toEqual(weights(0, 1));
    expect(weights(0, 1)).not.toEqual(weights(0, 2));
    expect(weights(0, 1)).not.toEqual(weights(1, 1));
  });
});
