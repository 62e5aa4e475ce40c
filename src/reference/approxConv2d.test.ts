import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRODUCTS, type Product, type ProductName, productOf, signedProduct } from "../math/products.ts";
import { clip, meanAbs } from "../math/stats.ts";
import {
  type ApproxConv,
  approxConv2d,
  approxConv2dBackward,
  approxConv2dInfer,
  prepareWeights,
  updateRunningMean,
} from "./approxConv2d.ts";
import { type ConvShape, conv2d, conv2dBackward, exactConv2d } from "./conv2d.ts";
import { distance, sample } from "./testing.ts";

const shape: ConvShape = { N: 2, C: 2, H: 4, W: 5, O: 3, kh: 3, kw: 3 };
const weightsPerFilter = 18;
const x = sample(80, 1);
const w = sample(54, 2);
const b = sample(3, 3);
const dy = sample(120, 4);
const under = (product: Product, clipFactor = 2): ApproxConv => ({ shape, product, clipFactor });

const EVERY = [
  ...(Object.keys(PRODUCTS) as ProductName[]).map((name) => [name, "tanh(x*w) + |w|*x/2"] as const),
  ["own", "1/|x|"],
] as const;

describe.each(EVERY)("Algorithm 1 around %s (%s)", (name, expression) => {
  const product = productOf(name, expression);

  it("equals its general form, means taken out, products of the rest, means put back", () => {
    const { meanAbsX, meanAbsW, y } = approxConv2d(under(product), x, w, b);
    const scaledX = x.map((value) => clip(value, 2 * meanAbsX) / meanAbsX);
    const scaledW = w.map((value, i) => {
      const mean = meanAbsW[Math.floor(i / weightsPerFilter)] as number;
      return clip(value, 2 * mean) / mean;
    });
    const sums = conv2d(shape, product, scaledX, scaledW, new Float64Array(3));
    const general = sums.map((sum, yi) => {
      const o = Math.floor(yi / 20) % 3;
      return meanAbsX * (meanAbsW[o] as number) * sum + (b[o] as number);
    });
    expect(distance(y, general)).toBeLessThan(1e-13);
  });

  it("gives the bias where x, a filter or the running mean is all zero", () => {
    const bias = Float64Array.from({ length: 120 }, (_, yi) => b[Math.floor(yi / 20) % 3] as number);
    expect(approxConv2d(under(product), new Float64Array(80), w, b).y).toEqual(bias);
    expect(approxConv2d(under(product), x, new Float64Array(54), b).y).toEqual(bias);
    expect(approxConv2dInfer(under(product), x, w, b, 0)).toEqual(bias);
  });
});

describe("Algorithm 1 around an expression", () => {
  it.each([
    ["min(|x|, |w|)", PRODUCTS.smin],
    ["x*w", PRODUCTS.mul],
    ["max(|x|, |w|)", PRODUCTS.max],
  ] as const)("%s gives what the product it spells gives", (expression, named) => {
    const own = under(productOf("own", expression));
    expect(distance(approxConv2d(own, x, w, b).y, approxConv2d(under(named), x, w, b).y)).toBeLessThan(1e-13);
    const inferred = [own, under(named)].map((conv) => approxConv2dInfer(conv, x, w, b, 0.7));
    expect(distance(inferred[0] as Float64Array, inferred[1] as Float64Array)).toBeLessThan(1e-13);
  });
});

describe("Algorithm 1 around smin", () => {
  it("rescales each filter's clipped weights to the mean of |x| (Eq. 12)", () => {
    const { meanAbsW, rescaledW } = prepareWeights(under(PRODUCTS.smin, 1e9), w, 0.8);
    expect(meanAbsW[1]).toBe(meanAbs(w, 18, 36));
    expect(meanAbs(rescaledW, 18, 36)).toBeCloseTo(0.8, 14);
  });

  it("needs no clip of x at inference (remark after Eq. 15)", () => {
    const running = fc.double({ min: 1e-3, max: 10, noNaN: true });
    fc.assert(
      fc.property(running, (mean) => {
        // The largest |w~| is 2 mean up to rounding, so x is clipped at the largest |w~| itself.
        const { rescaledW } = prepareWeights(under(PRODUCTS.smin), w, mean);
        const limit = Math.max(2 * mean, ...rescaledW.map(Math.abs));
        const clipped = x.map((value) => clip(value, limit));
        expect(approxConv2dInfer(under(PRODUCTS.smin), clipped, w, b, mean)).toEqual(
          approxConv2dInfer(under(PRODUCTS.smin), x, w, b, mean),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("scales with x: the output without bias is proportional to the input", () => {
    const none = new Float64Array(3);
    const doubled = approxConv2d(
      under(PRODUCTS.smin),
      x.map((value) => 4 * value),
      w,
      none,
    ).y;
    expect(
      distance(
        doubled,
        approxConv2d(under(PRODUCTS.smin), x, w, none).y.map((value) => 4 * value),
      ),
    ).toBe(0);
  });
});

describe("multiplication under Algorithm 1, the control", () => {
  it("is the exact convolution once the clip is out of reach", () => {
    const control = under(PRODUCTS.mul, 1e9);
    const forward = approxConv2d(control, x, w, b);
    expect(distance(forward.y, exactConv2d(shape, x, w, b))).toBeLessThan(1e-13);
    expect(approxConv2dBackward(control, forward, x, w, dy)).toEqual(conv2dBackward(shape, x, w, dy));
  });
});

describe("backward", () => {
  it("is the exact backward at the clipped values, closed where the clip acted", () => {
    const conv = under(PRODUCTS.smin, 1);
    const forward = approxConv2d(conv, x, w, b);
    const masked = approxConv2dBackward(conv, forward, x, w, dy);
    const open = conv2dBackward(shape, forward.clippedX, forward.clippedW, dy);
    masked.dx.forEach((value, i) => {
      const clipped = forward.clippedX[i] !== x[i];
      expect(value).toBe(clipped ? 0 : open.dx[i]);
    });
    masked.dw.forEach((value, i) => {
      const clipped = forward.clippedW[i] !== w[i];
      expect(value).toBe(clipped ? 0 : open.dw[i]);
    });
    expect(masked.db).toEqual(open.db);
  });

  it("passes exactly on the limit", () => {
    const single: ApproxConv = {
      shape: { N: 1, C: 1, H: 1, W: 4, O: 1, kh: 1, kw: 1 },
      product: PRODUCTS.smin,
      clipFactor: 2,
    };
    const onLimit = [4, 0, 2, -2];
    const forward = approxConv2d(single, onLimit, [1], [0]);
    expect(forward.meanAbsX).toBe(2);
    expect([...approxConv2dBackward(single, forward, onLimit, [1], [1, 1, 1, 1]).dx]).toEqual([1, 1, 1, 1]);
  });
});

it("moves the running mean by 1 - gamma, from the first minibatch's mean on", () => {
  const first = updateRunningMean(undefined, 3, 0.9);
  expect(first).toBe(3);
  expect(updateRunningMean(first, 5, 0.9)).toBeCloseTo(3.2, 14);
});

it("uses the product only where x and w meet, never the padding", () => {
  const corner: ConvShape = { N: 1, C: 1, H: 1, W: 1, O: 1, kh: 3, kw: 3 };
  const conv: ApproxConv = { shape: corner, product: PRODUCTS.max, clipFactor: 2 };
  const ones = new Float64Array(9).fill(1);
  expect(approxConv2d(conv, [1], ones, [0]).y[0]).toBe(signedProduct(PRODUCTS.max, 1, 1));
});
