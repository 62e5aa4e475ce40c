import { describe, expect, it } from "vitest";
import { PRODUCTS, type Product, productOf } from "../math/products.ts";
import { MODELS } from "../models/index.ts";
import { parseLayers } from "../models/notation.ts";
import { leakyRelu } from "../reference/activations.ts";
import { approxConv2dAbsTerms, prepareWeights } from "../reference/approxConv2d.ts";
import { batchNorm2d } from "../reference/batchNorm2d.ts";
import { type ConvShape, conv2d, forEachTerm } from "../reference/conv2d.ts";
import { linear } from "../reference/linear.ts";
import { maxPool2d } from "../reference/maxPool2d.ts";
import {
  multiplicationsOf,
  type Operations,
  operationsByLayer,
  pairOperations,
  scaleFoldsInto,
  sumOf,
  termsOnPadding,
} from "./operations.ts";
import { planNetwork } from "./plan.ts";

/** Numbers that say whenever arithmetic reads them. A number kept in a Float64Array is one no more. */
function countingNumbers(values: readonly number[]) {
  const read: number[] = [];
  const numbers = values.map((value, index) => ({
    valueOf() {
      read.push(index);
      return value;
    },
  }));
  return { numbers: numbers as unknown as Float64Array, read };
}

const ones = (count: number) => new Float64Array(count).fill(1);

/** A product that counts how often it is taken; never of an operand that is 0. */
function counted(product: Product) {
  const counter = { product: product as Product, calls: 0 };
  if ("expression" in product) throw new Error("a product with a name");
  counter.product = {
    ...product,
    magnitude(a, b) {
      counter.calls++;
      return product.magnitude(a, b);
    },
  };
  return counter;
}

const SHAPES: readonly ConvShape[] = [
  { N: 1, C: 1, H: 1, W: 1, O: 1, kh: 1, kw: 1 },
  { N: 1, C: 3, H: 5, W: 7, O: 2, kh: 3, kw: 3 },
  { N: 1, C: 2, H: 4, W: 3, O: 5, kh: 4, kw: 2 },
  { N: 1, C: 1, H: 2, W: 3, O: 3, kh: 5, kw: 7 },
];

const planOf = ({ C, H, W, O, kh, kw }: ConvShape) =>
  planNetwork(
    { layers: [{ type: "conv2d", filters: O, kernel: [kh, kw] }] },
    { height: H, width: W, channels: C },
  );

const operationsIn = (layers: string, product: Parameters<typeof operationsByLayer>[1], input = IMAGE) =>
  sumOf(operationsByLayer(planNetwork({ layers: parseLayers(layers) }, input), product));

const IMAGE = { height: 7, width: 5, channels: 3 };
const NONE: Operations = { multiplications: 0, additions: 0, comparisons: 0, xnors: 0, slopes: 0 };

/** The same convolution on an image whose border of zeros is data: its sums then have every tap. */
function termsWithPadding(shape: ConvShape): number {
  const { H, W, kh, kw } = shape;
  const wide = { ...shape, H: H + 2 * kh, W: W + 2 * kw };
  let terms = 0;
  forEachTerm(wide, (yi) => {
    const row = Math.floor(yi / wide.W) % wide.H;
    const column = yi % wide.W;
    if (row >= kh && row < kh + H && column >= kw && column < kw + W) terms++;
  });
  return terms;
}

describe.each(SHAPES)("the counts of a convolution of $C x $H x $W by $O x $kh x $kw", (shape) => {
  const { C, H, W, O, kh, kw } = shape;
  const plans = planOf(shape);
  const outputs = O * H * W;

  it("take as many products as the float64 twin, and those on the padding", () => {
    for (const name of ["mul", "smin", "add", "max"] as const) {
      const counter = counted(PRODUCTS[name]);
      conv2d(shape, counter.product, ones(C * H * W), ones(O * C * kh * kw), ones(O));
      const terms = counter.calls + termsOnPadding(plans[0] as (typeof plans)[0]);
      expect(terms).toBe(termsWithPadding(shape));
      const each = pairOperations(name);
      expect(sumOf(operationsByLayer(plans, name))).toEqual({
        ...NONE,
        multiplications: terms * each.multiplications + outputs,
        additions: terms * each.additions,
        comparisons: terms * each.comparisons,
        xnors: terms * each.xnors,
      });
    }
  });

  it("add each term but the first, and the bias", () => {
    const bias = countingNumbers(Array.from(ones(O)));
    conv2d(shape, PRODUCTS.mul, ones(C * H * W), ones(O * C * kh * kw), bias.numbers);
    const additions = termsWithPadding(shape) - outputs + bias.read.length;
    expect(sumOf(operationsByLayer(plans, "exact")).additions).toBe(additions);
  });

  it("scale each output once under Algorithm 1, as the twin does", () => {
    const conv = { shape, product: PRODUCTS.smin, clipFactor: 2 };
    const prepared = prepareWeights(conv, ones(O * C * kh * kw), 1);
    const scale = countingNumbers(Array.from(prepared.meanAbsW));
    approxConv2dAbsTerms(conv, ones(C * H * W), { ...prepared, meanAbsW: scale.numbers }, ones(O));
    const [layer] = operationsByLayer(plans, "smin");
    expect(layer?.scales).toBe(scale.read.length);
    expect(layer?.operations.multiplications).toBe(scale.read.length);
  });
});

describe("the counts of other layers", () => {
  it("a fully connected layer multiplies and adds as often as its twin", () => {
    const [inputs, units] = [7 * 5 * 3, 11];
    const weights = countingNumbers(Array.from(ones(inputs * units)));
    linear({ N: 1, inputs, units }, ones(inputs), weights.numbers, ones(units));
    const multiplications = weights.read.length;
    // The twin begins each sum with the bias: an addition a product.
    expect(operationsIn("fc11", "exact")).toEqual({ ...NONE, multiplications, additions: multiplications });
  });

  it("a max-pool compares two different values as often as its twin, odd edges left out", () => {
    const values = countingNumbers(Array.from({ length: 3 * 7 * 5 }, (_, i) => (i * 37) % 101));
    maxPool2d(values.numbers, { N: 1, C: 3, H: 7, W: 5 }, 2);
    // The last reads take the winners; before them come pairs, of which a window's first is itself.
    const compared = values.read.slice(0, -3 * 3 * 2);
    const pairs = Array.from({ length: compared.length / 2 }, (_, i) => compared.slice(2 * i, 2 * i + 2));
    const comparisons = pairs.filter(([a, b]) => a !== b).length;
    expect(comparisons).toBeGreaterThan(0);
    expect(operationsIn("pool2", "smin")).toEqual({ ...NONE, comparisons });
  });

  it("a leaky ReLU compares every value, and takes the slope of all where all are negative", () => {
    const count = 7 * 5 * 3;
    const values = countingNumbers(Array.from(ones(count), (one) => -one));
    const slope = countingNumbers([0.1]);
    leakyRelu(values.numbers, slope.numbers[0] as number);
    const slopes = slope.read.length;
    const comparisons = values.read.length - slopes;
    expect(operationsIn("drop-leaky0.1", "exact")).toEqual({ ...NONE, comparisons, slopes });
    expect(operationsIn("drop-relu", "exact")).toEqual({ ...NONE, comparisons });
  });

  it("a batch normalisation at inference is one multiplication and one addition a value", () => {
    const shape = { N: 1, C: 1, H: 1, W: 1 };
    const statistics = { mean: Float64Array.of(0.7), variance: Float64Array.of(2.3) };
    const at = (x: number) => batchNorm2d(shape, statistics, [x], [1.9], [-0.4])[0] as number;
    const [shift, scale] = [at(0), at(1) - at(0)];
    for (const x of [-3, 0.25, 11]) expect(at(x)).toBeCloseTo(scale * x + shift, 12);
    const values = 7 * 5 * 3;
    expect(operationsIn("bn", "smin")).toEqual({ ...NONE, multiplications: values, additions: values });
  });

  it("a dropout computes nothing at inference, and is left out", () => {
    const plans = planNetwork({ layers: parseLayers("drop0.5-fc10") }, IMAGE);
    expect(operationsByLayer(plans, "smin").map(({ plan }) => plan.name)).toEqual(["fc 1"]);
  });
});

describe("the counts of an expression", () => {
  const SOURCE = "max(|x|, |w|) + |x|/3 - 2*4";

  it("are those of the program that the device runs, one operation a line", () => {
    const own = productOf("own", SOURCE);
    const lines = "expression" in own ? own.expression.wgsl.split("\n") : [];
    const count = (operation: RegExp) =>
      lines.filter((line) => line.includes("let ") && operation.test(line)).length;
    expect(pairOperations("own", SOURCE)).toEqual({
      multiplications: count(/ [*/] /),
      additions: count(/ [+-] /) + 1,
      comparisons: count(/(min|max)\(/),
      xnors: 1,
      slopes: 0,
    });
    expect(pairOperations("own", "x + w").xnors).toBe(0);
  });

  it("come with one division an input and one scale an output", () => {
    const plans = planNetwork({ layers: parseLayers("conv2k3") }, IMAGE);
    const pairs = 9 * 2 * 7 * 5 * 3;
    expect(sumOf(operationsByLayer(plans, "own", SOURCE)).multiplications).toBe(
      pairs + 7 * 5 * 3 + 7 * 5 * 2,
    );
  });
});

describe("the counts of a network", () => {
  const MNIST = { height: 28, width: 28, channels: 1 };

  it("LeNet as printed has the multiplications of Table 3's layers, and with smin 54.8 % of them", () => {
    const plans = planNetwork(MODELS.lenet, MNIST);
    const exact = operationsByLayer(plans, "exact");
    const smin = operationsByLayer(plans, "smin");
    expect(multiplicationsOf(exact)).toEqual({ network: 23517696, convolutions: 10662400 });
    expect(multiplicationsOf(smin)).toEqual({ network: 12892928, convolutions: 37632 });
    const [conv] = smin;
    expect(conv?.operations).toEqual({
      multiplications: 25088,
      additions: 627200,
      comparisons: 627200,
      xnors: 627200,
      slopes: 0,
    });
    expect(smin.map(({ plan, of }) => `${plan.name} ${of}`)).toEqual([
      "conv 1 layer",
      "conv 1 activation",
      "pool 1 layer",
      "conv 2 layer",
      "conv 2 activation",
      "fc 1 layer",
      "fc 1 activation",
      "fc 2 layer",
    ]);
  });

  it("follow a layer's own product", () => {
    const plans = planNetwork({ layers: parseLayers("conv8k5-pool2-fc10.tested") }, MNIST);
    expect(sumOf(operationsByLayer(plans, "smin")).multiplications).toBe(8 * 784 + 10);
  });
});

describe("the scale of Eq. 13", () => {
  const into = (layers: string, index = 0) =>
    scaleFoldsInto(
      planNetwork({ layers: parseLayers(layers) }, { height: 8, width: 8, channels: 1 }),
      index,
      "smin",
    );

  it.each([
    ["conv2k3-bn-fc10", "norm 1"],
    ["conv2k3-leaky0.1-pool2-bn-fc10", "norm 1"],
    ["conv2k3-leaky0.1-pool2-drop0.5-fc10", "fc 1"],
    ["conv2k3-relu-conv2k3.exact-fc10", "conv 2"],
    ["conv2k3.mul-conv2k3-fc10", "conv 1"],
    ["conv2k3-leaky0.1-conv2k3-fc10", null],
    ["fc10.tested", null],
  ])("of the first layer of %s goes to %s", (layers, target) => {
    expect(into(layers)).toBe(target);
  });
});

describe("folding the scale away", () => {
  it("leaves the outputs as they are: through a leaky ReLU and a max-pool into weights that multiply", () => {
    const shape = { N: 1, C: 2, H: 4, W: 4 };
    const sums = Float64Array.from({ length: 32 }, (_, i) => ((i * 29) % 17) - 8.5);
    const [mean, bias] = [
      [0.3, 2.5],
      [0.7, -1.25],
    ];
    const channel = (i: number) => Math.floor(i / 16);
    const scaled = sums.map((sum, i) => (mean[channel(i)] ?? 0) * sum + (bias[channel(i)] ?? 0));
    const bare = sums.map((sum, i) => sum + (bias[channel(i)] ?? 0) / (mean[channel(i)] ?? 1));
    const weights = Float64Array.from({ length: 24 }, (_, i) => ((i * 13) % 7) - 3);
    const folded = weights.map((weight, i) => weight * (mean[Math.floor((i % 8) / 4)] ?? 0));
    const end = (values: Float64Array, w: Float64Array) =>
      linear({ N: 1, inputs: 8, units: 3 }, maxPool2d(leakyRelu(values, 0.1), shape, 2).y, w, ones(3));
    const expected = end(scaled, weights);
    end(bare, folded).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 12);
    });
  });
});
