import { describe, expect, it } from "vitest";
import { PRODUCTS } from "../math/products.ts";
import { maxAbs, meanAbs } from "../math/stats.ts";
import { approxConv2dInfer } from "../reference/approxConv2d.ts";
import { type ConvShape, exactConv2d, termsPerOutput } from "../reference/conv2d.ts";
import { integerSums, quantised, rescaled } from "../reference/integer.ts";
import { sample } from "../reference/testing.ts";
import type { LayerWeights } from "./init.ts";
import { initialise } from "./network.ts";
import { planNetwork } from "./plan.ts";
import { type IntegerLayer, operations, quantise } from "./quantise.ts";
import type { LayerSpec } from "./spec.ts";

const SHAPE: ConvShape = { N: 2, C: 5, H: 6, W: 7, O: 4, kh: 3, kw: 5 };
const CONV = { type: "conv2d", filters: 4, kernel: [3, 5] } as const;
const INPUT = { height: 6, width: 7, channels: 5 };
const TERMS = termsPerOutput(SHAPE);
const x = sample(2 * 5 * 6 * 7, 1);
const w = sample(4 * TERMS, 2);
const b = sample(4, 3);
const MEAN = 0.75;

const own = (extra: Partial<LayerWeights> = {}): LayerWeights => ({
  weight: Float32Array.from(w),
  bias: Float32Array.from(b),
  statistics: { running_mean_abs_x: Float32Array.of(MEAN) },
  ...extra,
});
const EXACT = { convolution: "exact", clip: 2 } as const;
const SMIN = { convolution: "smin", clip: 2 } as const;

const planned = (...layers: LayerSpec[]) => planNetwork({ layers }, INPUT);

/** What a layer in 8 bits gives, in floats. */
function outputs({ product, step, weight, bias, above, below }: IntegerLayer): Float32Array {
  const sums = integerSums(SHAPE, product, quantised(x, step), weight, bias);
  return rescaled(SHAPE, sums, above, below);
}

/** |a - b| of every output is within its filter's bound. */
function expectWithin(actual: ArrayLike<number>, expected: ArrayLike<number>, bound: (o: number) => number) {
  const pixels = SHAPE.H * SHAPE.W;
  Array.from(expected).forEach((value, i) => {
    const limit = bound(Math.floor(i / pixels) % SHAPE.O);
    expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(limit * (1 + 1e-5));
  });
}

describe("a layer in 8 bits beside its float64 twin", () => {
  it("min-selector: both operands on one step, each within half of it, so a term within one", () => {
    const [layer] = quantise(planned(CONV), [own()], SMIN, []) as [IntegerLayer];
    const conv = { shape: SHAPE, product: PRODUCTS.smin, clipFactor: 2 };
    const unit = (o: number) => layer.step * meanAbs(w, o * TERMS, (o + 1) * TERMS);
    expectWithin(outputs(layer), approxConv2dInfer(conv, x, w, b, MEAN), (o) => unit(o) * (TERMS + 0.5));
    // What is beyond the largest w~ is never selected: the bound holds though many x are at the end.
    expect(layer.step * 127).toBeCloseTo(2 * MEAN, 5);
    expect(maxAbs(x)).toBeGreaterThan(layer.step * 127);
  });

  it("product: two steps of its own, a term within half a step of each times the other operand", () => {
    const largest = maxAbs(x);
    const [layer] = quantise(planned(CONV), [own()], EXACT, [largest]) as [IntegerLayer];
    expect(layer.step).toBeCloseTo(largest / 127, 12);
    expectWithin(outputs(layer), exactConv2d(SHAPE, x, w, b), (o) => {
      const most = maxAbs(w.subarray(o * TERMS, (o + 1) * TERMS));
      const weightStep = most / 127;
      return (TERMS * (largest * weightStep + most * layer.step)) / 2 + (layer.step * weightStep) / 2;
    });
  });

  it("a fitted scaling and a batch normalisation behind it become part of its factors, signs and all", () => {
    const statistics = {
      running_mean_abs_x: Float32Array.of(MEAN),
      fit_a: Float32Array.of(2, 3, 0.5, 1),
      fit_b: Float32Array.of(0.1, -0.2, 0, 4),
    };
    const norm = {
      weight: Float32Array.of(-1, 2, 0, 0.5),
      bias: Float32Array.of(0.3, 0, -0.7, 0),
      statistics: {
        running_mean: Float32Array.of(0.1, -0.1, 0, 2),
        running_var: Float32Array.of(1, 4, 0.5, 0.2),
      },
    };
    const plans = planned(CONV, { type: "batchNorm2d" }, { type: "leakyRelu", slope: 0.1 });
    const [layer] = quantise(plans, [own({ statistics }), norm], SMIN, []) as [IntegerLayer];
    const conv = { shape: SHAPE, product: PRODUCTS.smin, clipFactor: 2 };
    const plain = approxConv2dInfer(conv, x, w, new Float64Array(4), MEAN);
    const gain = (o: number) =>
      (norm.weight[o] as number) / Math.sqrt((norm.statistics.running_var[o] as number) + 1e-5);
    const expected = plain.map((z, i) => {
      const o = Math.floor(i / 42) % 4;
      const { fit_a, fit_b } = statistics;
      const fitted = (fit_a[o] as number) * z + (fit_b[o] as number) + (own().bias[o] as number);
      const y = gain(o) * (fitted - (norm.statistics.running_mean[o] as number)) + (norm.bias[o] as number);
      return y > 0 ? y : 0.1 * y;
    });
    expectWithin(outputs(layer), expected, (o) => {
      const mean = meanAbs(w, o * TERMS, (o + 1) * TERMS);
      const rate = mean * (statistics.fit_a[o] as number) * Math.abs(gain(o));
      return layer.step * rate * (TERMS + 0.5) + 1e-6;
    });
  });

  it("filters of zeros give their bias, and an input of zeros divides by nothing", () => {
    const weight = Float32Array.from(w);
    weight.fill(0, TERMS, 2 * TERMS);
    for (const settings of [SMIN, EXACT]) {
      const [layer] = quantise(planned(CONV), [own({ weight })], settings, [maxAbs(x)]) as [IntegerLayer];
      const second = outputs(layer).subarray(42, 84);
      expect(new Set(second).size).toBe(1);
      expect(second[0]).toBeCloseTo(b[1] as number, 6);
    }
    const silent = own({ statistics: { running_mean_abs_x: Float32Array.of(0) } });
    const [layer] = quantise(planned(CONV), [silent], SMIN, []) as [IntegerLayer];
    expectWithin(
      outputs(layer),
      outputs(layer).map((_, i) => b[Math.floor(i / 42) % 4] as number),
      () => 1e-6,
    );
  });
});

describe("a network in 8 bits", () => {
  const LAYERS: readonly LayerSpec[] = [
    { type: "conv2d", filters: 6, kernel: 3 },
    { type: "maxPool2d", size: 2 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "dropout" },
    { type: "linear", units: 4 },
  ];

  it("hands every layer its input in that layer's own steps, through pools and activations", () => {
    const plans = planned(...LAYERS);
    const weights = initialise(plans, 1, "he").map((layer) => ({
      ...layer,
      statistics: { running_mean_abs_x: Float32Array.of(MEAN) },
    }));
    const [first, last] = quantise(plans, weights, SMIN, [0, 0, 0, 5]) as [IntegerLayer, IntegerLayer];
    expect([first.product, last.product]).toEqual(["smin", "mul"]);
    expect(first.pools).toEqual([2]);
    expect(last.step).toBeCloseTo(5 / 127, 12);
    const unit = (o: number) =>
      first.step * meanAbs((weights[0] as LayerWeights).weight, o * 45, (o + 1) * 45);
    first.above.forEach((factor, o) => {
      expect(factor).toBeCloseTo(unit(o) / last.step, 5);
      expect(first.below[o]).toBeCloseTo((0.1 * unit(o)) / last.step, 6);
    });
  });

  it("says what it does for an image: terms multiplied and compared, one rescale an output", () => {
    const plans = planned(...LAYERS);
    const weights = initialise(plans, 1, "he").map((layer) => ({
      ...layer,
      statistics: { running_mean_abs_x: Float32Array.of(MEAN) },
    }));
    const fc = 6 * 3 * 3 * 4;
    const conv = 6 * 7 * 6 * 9 * 5;
    const rescales = 6 * 7 * 6 + 4;
    expect(operations(quantise(plans, weights, SMIN, [0, 0, 0, 1]))).toEqual({
      multiplications: fc,
      comparisons: conv,
      rescales,
    });
    expect(operations(quantise(plans, weights, EXACT, [1, 0, 0, 1]))).toEqual({
      multiplications: fc + conv,
      comparisons: 0,
      rescales,
    });
  });

  it.each<[string, LayerSpec[], Parameters<typeof quantise>[2], RegExp]>([
    ["a product that is neither", [CONV], { convolution: "add", clip: 2 }, /conv 1: only exact and smin/],
    ["a pool before any weights", [{ type: "maxPool2d", size: 2 }, CONV], SMIN, /pool 1 is the first layer/],
    ["a pool at the end", [CONV, { type: "maxPool2d", size: 2 }], SMIN, /last layer/],
    [
      "a batch normalisation behind an activation",
      [CONV, { type: "leakyRelu", slope: 0.1 }, { type: "batchNorm2d" }],
      SMIN,
      /norm 1 must follow/,
    ],
  ])("refuses %s", (_, layers, settings, sentence) => {
    const plans = planned(...layers);
    expect(() =>
      quantise(
        plans,
        plans.map(() => own()),
        settings,
        [],
      ),
    ).toThrow(sentence);
  });

  it("refuses means that were never measured, and sums that could leave 32 bits", () => {
    const { statistics: _, ...unmeasured } = own();
    expect(() => quantise(planned(CONV), [unmeasured], SMIN, [])).toThrow(/conv 1 has no running statistics/);
    const plans = planNetwork(
      { layers: [{ type: "linear", units: 1 }] },
      { height: 1, width: 1, channels: 66573 },
    );
    const many = { weight: new Float32Array(66573), bias: new Float32Array(1) };
    expect(() => quantise(plans, [many], EXACT, [1])).toThrow(/fc 1 sums 66573 terms/);
  });
});
