import { describe, expect, it } from "vitest";
import { PRODUCTS } from "../math/products.ts";
import { type ConvShape, conv2d, conv2dAbsTerms, conv2dBackward, exactConv2d } from "./conv2d.ts";
import { distance, dot, finiteDifferences, sample } from "./testing.ts";

const row = (W: number, kw: number): ConvShape => ({ N: 1, C: 1, H: 1, W, O: 1, kh: 1, kw });

describe("same padding", () => {
  it("puts (k - 1) / 2 zeros before and as many after an odd kernel", () => {
    expect([...exactConv2d(row(3, 3), [1, 2, 3], [100, 10, 1], [0])]).toEqual([12, 123, 230]);
  });

  it("puts the odd zero after, for an even kernel", () => {
    expect([...exactConv2d(row(3, 2), [1, 2, 3], [10, 1], [0])]).toEqual([12, 23, 30]);
    expect([...exactConv2d(row(3, 4), [1, 2, 3], [1000, 100, 10, 1], [0])]).toEqual([123, 1230, 2300]);
  });

  it("holds for an image smaller than the kernel", () => {
    expect([...exactConv2d(row(1, 5), [2], [1, 2, 3, 4, 5], [0.5])]).toEqual([6.5]);
  });
});

it("sums over input channels and adds each filter's bias", () => {
  const shape: ConvShape = { N: 1, C: 2, H: 1, W: 1, O: 2, kh: 1, kw: 1 };
  expect([...exactConv2d(shape, [3, 5], [1, 10, 2, 20], [0.25, -0.5])]).toEqual([53.25, 105.5]);
});

it("sums any other product in the same places", () => {
  expect([...conv2d(row(3, 3), PRODUCTS.smin, [1, -2, 3], [2, 2, -2], [1])]).toEqual([4, -2, 1]);
});

it("knows the sum of |terms| of each output", () => {
  expect([...conv2dAbsTerms(row(3, 3), PRODUCTS.mul, [1, -2, 3], [1, 1, -1], [-1])]).toEqual([4, 7, 6]);
});

const shapes: Record<string, ConvShape> = {
  "3x3": { N: 2, C: 2, H: 4, W: 5, O: 3, kh: 3, kw: 3 },
  "3x5 kernel": { N: 1, C: 2, H: 4, W: 3, O: 2, kh: 3, kw: 5 },
  "even 2x4 kernel": { N: 1, C: 1, H: 3, W: 4, O: 2, kh: 2, kw: 4 },
  "1x1 image": { N: 2, C: 3, H: 1, W: 1, O: 2, kh: 5, kw: 5 },
};

describe.each(Object.entries(shapes))("gradients of a convolution, %s", (_name, shape) => {
  const { N, C, H, W, O, kh, kw } = shape;
  const x = sample(N * C * H * W, 1);
  const w = sample(O * C * kh * kw, 2);
  const b = sample(O, 3);
  const dy = sample(N * O * H * W, 4);
  const loss = () => dot(dy, exactConv2d(shape, x, w, b));
  const { dx, dw, db } = conv2dBackward(shape, x, w, dy);

  it("agree with finite differences", () => {
    expect(distance(dx, finiteDifferences(x, loss))).toBeLessThan(1e-8);
    expect(distance(dw, finiteDifferences(w, loss))).toBeLessThan(1e-8);
    expect(distance(db, finiteDifferences(b, loss))).toBeLessThan(1e-8);
  });
});
