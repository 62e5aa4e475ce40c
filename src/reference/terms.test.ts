import { describe, expect, it } from "vitest";
import { PRODUCTS, productOf } from "../math/products.ts";
import { approxConv2dInfer, prepareWeights } from "./approxConv2d.ts";
import { type ConvShape, conv2d, termsPerOutput } from "./conv2d.ts";
import { linear } from "./linear.ts";
import { outputSum, type Rule, scaling, wholeInput } from "./terms.ts";
import { sample } from "./testing.ts";

const SHAPES: Readonly<Record<string, ConvShape>> = {
  "5x5 over three channels": { N: 1, C: 3, H: 6, W: 7, O: 2, kh: 5, kw: 5 },
  "even 2x4 filters": { N: 1, C: 1, H: 3, W: 4, O: 3, kh: 2, kw: 4 },
  "1x1 filters": { N: 1, C: 5, H: 2, W: 3, O: 2, kh: 1, kw: 1 },
  "an image smaller than the filter": { N: 1, C: 2, H: 1, W: 2, O: 2, kh: 5, kw: 3 },
};
const PLAIN = { product: PRODUCTS.mul, scale: 1, divisor: 1, a: 1, b: 0, bias: 0, slope: 1 } satisfies Rule;

/** Every output value of a layer, taken apart. */
function everySum(shape: ConvShape, x: Float64Array, w: Float64Array, ruleOf: (filter: number) => Rule) {
  const { C, H, W, O, kh, kw } = shape;
  const size = termsPerOutput(shape);
  return Array.from({ length: O * H * W }, (_, i) => {
    const filter = Math.floor(i / (H * W));
    const [row, column] = [Math.floor(i / W) % H, i % W];
    const weights = w.subarray(filter * size, (filter + 1) * size);
    return outputSum({ C, H, W, kh, kw, row, column }, x, weights, ruleOf(filter));
  });
}

describe.each(Object.entries(SHAPES))("the terms of %s", (_name, shape) => {
  const { C, H, W, O } = shape;
  const x = sample(C * H * W, 1);
  const w = sample(O * termsPerOutput(shape), 2);
  const b = sample(O, 3);

  it("add up to the convolution", () => {
    const sums = everySum(shape, x, w, (filter) => ({ ...PLAIN, bias: b[filter] as number }));
    const expected = conv2d(shape, PRODUCTS.mul, x, w, b);
    sums.forEach(({ before, after, terms, outside }, i) => {
      expect(before).toBeCloseTo(expected[i] as number, 12);
      expect(after).toBe(before);
      expect(terms.length + outside).toBe(termsPerOutput(shape));
      expect(terms.every(({ kept }) => kept === null)).toBe(true);
    });
  });

  it.each([PRODUCTS.smin, PRODUCTS.mul, PRODUCTS.add, PRODUCTS.max, productOf("own", "sqrt(|x|*|w|)")])(
    "add up to Algorithm 1 at inference with the product $name",
    (product) => {
      const conv = { shape, product, clipFactor: 2 };
      const meanX = 0.7;
      const { rescaledW, meanAbsW } = prepareWeights(conv, w, meanX);
      const expected = approxConv2dInfer(conv, x, w, b, meanX);
      const sums = everySum(shape, x, rescaledW, (filter) => ({
        ...PLAIN,
        ...scaling(product, { meanX, meanW: meanAbsW[filter] as number }),
        product,
        bias: b[filter] as number,
      }));
      for (const [i, { before }] of sums.entries()) expect(before).toBeCloseTo(expected[i] as number, 12);
    },
  );
});

describe("a term", () => {
  const one = (product: Rule["product"], x: number, w: number) =>
    outputSum({ C: 1, H: 1, W: 1, kh: 1, kw: 1, row: 0, column: 0 }, [x], [w], {
      ...PLAIN,
      product,
      scale: 0.5,
    }).terms[0];

  it("names the operand that a selector let through, and w where both are as large", () => {
    expect(one(PRODUCTS.smin, -0.4, 0.8)).toMatchObject({ kept: "x", product: -0.4, value: -0.2 });
    expect(one(PRODUCTS.smin, -0.9, -0.8)).toMatchObject({ kept: "w", product: 0.8, value: 0.4 });
    expect(one(PRODUCTS.smin, 0.8, -0.8)?.kept).toBe("w");
    expect(one(PRODUCTS.max, -0.9, 0.8)).toMatchObject({ kept: "x", product: -0.9 });
    expect(one(PRODUCTS.add, 0.4, 0.8)?.kept).toBeNull();
  });
});

it("leaves taps outside the picture out, and counts them", () => {
  const corner = { C: 2, H: 3, W: 3, kh: 3, kw: 3, row: 0, column: 0 };
  const { terms, outside } = outputSum(corner, sample(18, 1), sample(18, 2), PLAIN);
  expect(outside).toBe(10);
  expect(terms.map(({ tap }) => tap)).toEqual([4, 5, 7, 8, 13, 14, 16, 17]);
});

it("takes a fully connected layer as a filter as large as its input", () => {
  const x = sample(2 * 3 * 4, 1);
  const w = sample(2 * 2 * 3 * 4, 2);
  const expected = linear({ N: 1, inputs: 24, units: 2 }, x, w, [0.5, -0.5]);
  [0.5, -0.5].forEach((bias, unit) => {
    const filter = w.subarray(unit * 24, (unit + 1) * 24);
    const { before, outside } = outputSum(wholeInput(2, 3, 4), x, filter, { ...PLAIN, bias });
    expect(outside).toBe(0);
    expect(before).toBeCloseTo(expected[unit] as number, 12);
  });
});

it("puts a fitted scaling and the activation behind the sum: A · sum + B + bias", () => {
  const window = { C: 1, H: 1, W: 1, kh: 1, kw: 1, row: 0, column: 0 };
  const rule = { ...PLAIN, a: 2, b: 0.25, bias: -1, slope: 0.1 };
  expect(outputSum(window, [0.5], [0.5], rule)).toMatchObject({ sum: 0.25, before: -0.25, after: -0.025 });
  expect(outputSum(window, [1], [1], rule)).toMatchObject({ before: 1.25, after: 1.25 });
});

it("adds nothing where the mean of x is 0", () => {
  const own = productOf("own", "|x|+|w|");
  const rule = { ...PLAIN, ...scaling(own, { meanX: 0, meanW: 0.5 }), product: own, bias: 0.5 };
  const window = { C: 1, H: 1, W: 1, kh: 1, kw: 1, row: 0, column: 0 };
  expect(outputSum(window, [0], [0], rule).after).toBe(0.5);
});
