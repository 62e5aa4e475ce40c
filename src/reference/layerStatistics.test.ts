import { describe, expect, it } from "vitest";
import { layerSample } from "../math/layerReading.ts";
import { PRODUCTS, type ProductName, productOf, TABLE_1_OPERATORS } from "../math/products.ts";
import { clip, meanAbs } from "../math/stats.ts";
import { prepareWeights } from "./approxConv2d.ts";
import { type ConvShape, conv2d, conv2dBackward } from "./conv2d.ts";
import { asTwinSample, everything, type LayerStep, layerStatistics } from "./layerStatistics.ts";
import { dot, finiteDifferences, sample } from "./testing.ts";

const shape: ConvShape = { N: 2, C: 3, H: 5, W: 4, O: 4, kh: 3, kw: 2 };
const inputs = shape.N * shape.C * shape.H * shape.W;
const weights = shape.O * shape.C * shape.kh * shape.kw;
const outputs = shape.N * shape.O * shape.H * shape.W;

const step = (product: ProductName, changes: Partial<LayerStep> = {}): LayerStep => ({
  conv: { shape, product: productOf(product, "sqrt(|x| * |w|) + x"), clipFactor: 2 },
  x: sample(inputs, 1),
  w: sample(weights, 2),
  dy: sample(outputs, 3),
  ...changes,
});
const all = (product: ProductName, changes: Partial<LayerStep> = {}) =>
  layerStatistics(step(product, changes), everything(shape));

describe("what a product makes of a layer's terms", () => {
  it("multiplication is itself", () => {
    const { correlation, signed, factor, offset, relativeError } = all("mul");
    for (const one of [correlation, signed, factor]) expect(one).toBeCloseTo(1, 12);
    for (const none of [offset, relativeError]) expect(none).toBeCloseTo(0, 12);
  });

  it("the layer's own product is one of Table 1's operators", () => {
    for (const [operator, product] of Object.entries(TABLE_1_OPERATORS)) {
      const { correlation, operators } = all(product);
      expect(correlation).toBe(operators[operator as keyof typeof operators]);
      expect(operators).toEqual(all("mul").operators);
    }
  });

  it("normal operands, hardly clipped, give Table 1 but for their scaling and the sample", () => {
    const wide = { ...shape, N: 40, O: 40 };
    const conv = { shape: wide, product: PRODUCTS.smin, clipFactor: 10 };
    const [x, w, dy] = [sample(40 * 60, 4), sample(40 * 18, 5), sample(40 * 40 * 20, 6)];
    const drawn = asTwinSample(wide, layerSample(wide, 1, 0, 0));
    const { correlation, operators, signed } = layerStatistics({ conv, x, w, dy }, drawn);
    expect(correlation).toBeCloseTo(0.908, 1);
    expect(operators.max).toBeCloseTo(0.674, 1);
    expect(signed).toBeCloseTo(0.936, 1);
  });

  it("L is 0 where the larger operand is the mean itself, whatever the smaller", () => {
    // Two values of mean 1; the larger of a pair is 1 for half of them.
    const x = Float64Array.from({ length: inputs }, () => 1);
    const w = Float64Array.from({ length: weights }, (_, i) => (i % 2 === 0 ? 0.5 : 1.5));
    const { relativeError, selectedX, factor, terms } = all("smin", { x, w });
    // h is |w|, g is min(1, |w|): right for 0.5, 1 of 1.5 for the others, which meet x in some share of the terms.
    const share = selectedX as number;
    expect(relativeError).toBeCloseTo(share / 3, 12);
    expect(factor).toBeCloseTo(2, 12);
    expect(terms).toBeGreaterThan(share);
  });
});

describe("the gradients that honesty compares", () => {
  it("smin's own is the derivative of its forward pass, means and limits held constant", () => {
    const { conv, x, w, dy } = step("smin");
    const meanX = meanAbs(x);
    const { meanAbsW, clippedW } = prepareWeights(conv, w, meanX);
    const clippedX = Float64Array.from(x, (value) => clip(value, 2 * meanX));
    const mu = (i: number) => meanAbsW[Math.floor(i / 18)] as number;
    // Beside the kinks where both operands are clipped: there the one side is chosen that has a slope.
    const free = clippedW.map((value) => value * (1 - 1e-4));
    const loss = () => {
      const rescaled = free.map((value, i) => (meanX / mu(i)) * value);
      const y = conv2d(shape, PRODUCTS.smin, clippedX, rescaled, new Float64Array(shape.O));
      return dot(
        dy,
        y.map((value, i) => value * (meanAbsW[Math.floor(i / 20) % 4] as number)),
      );
    };
    const own = finiteDifferences(free, loss, 1e-7);
    const exact = conv2dBackward(shape, clippedX, clippedW, dy).dw;
    const cosine = dot(own, exact) / Math.sqrt(dot(own, own) * dot(exact, exact));
    expect(all("smin").honesty).toBeCloseTo(cosine, 4);
  });
});

describe("the sample", () => {
  it("holds pairs that meet in the convolution, each about as often as another", () => {
    const { terms } = everything(shape);
    const drawn = asTwinSample(shape, layerSample(shape, 42, 7, 2)).terms;
    const known = new Map(terms.map(([xi, wi]) => [`${xi} ${wi}`, 0]));
    for (const [xi, wi] of drawn) known.set(`${xi} ${wi}`, (known.get(`${xi} ${wi}`) ?? Number.NaN) + 1);
    const mean = drawn.length / known.size;
    for (const count of known.values()) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
  });

  it("is another one for another seed, step or layer", () => {
    const first = layerSample(shape, 1, 1, 1);
    for (const [seed, at, layer] of [
      [2, 1, 1],
      [1, 2, 1],
      [1, 1, 2],
    ] as const)
      expect(layerSample(shape, seed, at, layer)).not.toEqual(first);
    expect(layerSample(shape, 1, 1, 1)).toEqual(first);
  });
});

describe("what is not defined is null", () => {
  const zero = (length: number) => new Float64Array(length);
  const noNumbers = { correlation: null, signed: null, factor: null, offset: null, relativeError: null };

  it("no input: h is always 0", () => {
    const operators = { min: null, add: null, max: null };
    expect(all("smin", { x: zero(inputs) })).toMatchObject({ ...noNumbers, operators, honesty: null });
  });

  it("one magnitude throughout: h and g are constant, their ratio is not undefined", () => {
    const x = sample(inputs, 1).map((value) => 0.7 * Math.sign(value));
    const w = sample(weights, 2).map((value) => 0.3 * Math.sign(value));
    const reading = all("smin", { x, w });
    expect(reading).toMatchObject({
      ...noNumbers,
      relativeError: expect.closeTo(0, 12),
      signed: expect.closeTo(1, 12),
    });
  });

  it("no gradient", () => {
    expect(all("smin", { dy: zero(outputs) }).honesty).toBeNull();
  });

  it("no terms", () => {
    const nothing = { terms: [], weights: [], positions: [] };
    const reading = layerStatistics(step("smin"), nothing);
    expect(reading).toMatchObject({ ...noNumbers, clippedX: null, clippedW: null, selectedX: null });
  });
});
