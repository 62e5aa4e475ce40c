import { describe, expect, it } from "vitest";
import { compareGolden } from "../cli/golden/compare.ts";
import type { GoldenLayer } from "../cli/golden/format.ts";
import { gpuEngine } from "../cli/golden/gpuEngine.ts";
import { referenceEngine } from "../cli/golden/referenceEngine.ts";
import { guarded } from "../gpu/device.ts";
import { Kernels } from "../gpu/kernel.ts";
import { readBuffer } from "../gpu/tensor.ts";
import { testTiles, withGpu } from "../gpu/testing.ts";
import { isShared, type Tile } from "../gpu/tile.ts";
import { NAMED_PRODUCTS, PRODUCTS, productOf, signedProduct } from "../math/products.ts";
import {
  approxConv2d,
  approxConv2dAbsTerms,
  approxConv2dBackward,
  approxConv2dBackwardAbsTerms,
  approxConv2dInfer,
  prepareWeights,
} from "../reference/approxConv2d.ts";
import { sample } from "../reference/testing.ts";
import { errorBound, FLOAT32_UNIT, roundings } from "../reference/tolerance.ts";
import type { ApproximateState } from "./layer.ts";
import { type LayerPlan, planNetwork } from "./plan.ts";
import { productTable } from "./productTable.ts";
import { SingleLayer } from "./single.ts";

/** N, C, H, W, O, kh, kw: tiles and padding break at 1, 3, 5, 33 and where the image is the smaller one; 29 filters fill a subgroup. */
const SHAPES: [number, number, number, number, number, number, number][] = [
  [1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 3, 5, 5],
  [2, 3, 2, 3, 5, 5, 5],
  [1, 33, 5, 4, 7, 1, 1],
  [3, 5, 7, 6, 33, 3, 5],
  [2, 7, 9, 1, 8, 1, 7],
  [1, 4, 6, 6, 4, 2, 4],
  [5, 1, 11, 13, 12, 5, 3],
  [3, 13, 7, 6, 29, 3, 5],
  [1, 30, 3, 3, 61, 1, 1],
];

const float32 = (values: Float64Array) => Float64Array.from(values, Math.fround);

function layerOf([N, C, H, W, O, kh, kw]: (typeof SHAPES)[number]): GoldenLayer {
  const x = float32(sample(N * C * H * W, 1));
  const w = float32(sample(O * C * kh * kw, 2));
  if (x.length > 2) x.set([0, -0], 0); // a zero and a negative zero
  return {
    kind: "layer",
    shape: { N, C, H, W, O, kh, kw },
    clipFactor: 2,
    gamma: 0.9,
    x,
    w,
    b: float32(sample(O, 3)),
    dy: float32(sample(N * O * H * W, 4)),
    runningMeanBefore: 0.75,
    inferenceMean: 0.8125,
    expected: undefined as never,
  };
}

describe("convolution kernels against their float64 twin", async () => {
  for (const tile of await testTiles()) {
    it.each(SHAPES)(`N=%i C=%i H=%i W=%i O=%i ${tile} tile, kernel %ix%i`, async (...shape) => {
      const layer = layerOf(shape);
      const golden = { ...layer, expected: await referenceEngine.layer(layer) };
      const rows = await withGpu(({ device }) => compareGolden("shape", golden, gpuEngine(device, tile)));
      expect(rows.filter(({ pass }) => !pass)).toEqual([]);
    });
  }

  // The second layer's operands take more than a row of a texture (gpu/mirror.ts), and not whole rows.
  it.each([[[3, 13, 7, 6, 29, 3, 5]], [[2, 64, 20, 20, 64, 3, 3]]] as [(typeof SHAPES)[number]][])(
    "all tiles give the same bits: %j",
    async (shape) => {
      const layer = layerOf(shape);
      await withGpu(async ({ device }) => {
        const [small, ...others] = await testTiles();
        const expected = await gpuEngine(device, small as Tile).layer(layer);
        for (const tile of others) expect(await gpuEngine(device, tile).layer(layer)).toEqual(expected);
      });
    },
  );

  it("a device opened without subgroups gives those bits, too", async () => {
    const layer = layerOf([3, 13, 7, 6, 29, 3, 5]);
    const expected = await withGpu(({ device, info }) => gpuEngine(device, info.tile).layer(layer));
    const adapter = await navigator.gpu.requestAdapter();
    const device = (await adapter?.requestDevice()) as GPUDevice;
    expect(device.features.has("subgroups")).toBe(false);
    for (const tile of (await testTiles()).filter((tile) => !isShared(tile)))
      expect(await guarded(device, () => gpuEngine(device, tile).layer(layer))).toEqual(expected);
    device.destroy();
  });
});

describe("kernels of an expression against its float64 twin", async () => {
  /** The expression, and the product that its twin computes with. */
  const EXPRESSIONS = [
    ["sqrt(|x|*|w|)", productOf("own", "sqrt(|x|*|w|)")],
    ["x*w", PRODUCTS.mul],
    ["x*w/(1 + abs(x*w))", productOf("own", "x*w/(1 + abs(x*w))")],
    ["min(|x|, |w|)", PRODUCTS.smin],
  ] as const;

  /** Roundings of one such term and of the means that it is divided by, and the sum multiplied with. */
  const TERM = 24;

  for (const tile of await testTiles()) {
    it.each(SHAPES.map((shape, i) => [...shape, i] as const))(
      `N=%i C=%i H=%i W=%i O=%i ${tile} tile, kernel %ix%i`,
      async (N, C, H, W, O, kh, kw, index) => {
        const [expression, product] = EXPRESSIONS[index % EXPRESSIONS.length] as (typeof EXPRESSIONS)[number];
        const { x, w, b, dy, inferenceMean } = layerOf([N, C, H, W, O, kh, kw]);
        const conv = { shape: { N, C, H, W, O, kh, kw }, product, clipFactor: 2 };
        const forward = approxConv2d(conv, x, w, b);
        const inference = prepareWeights(conv, w, inferenceMean);
        const backward = approxConv2dBackward(conv, forward, x, w, dy);
        const gradientTerms = approxConv2dBackwardAbsTerms(conv, forward, x, w, dy);

        const layers = [{ type: "conv2d", filters: O, kernel: [kh, kw] }] as const;
        const [plan] = planNetwork({ layers }, { height: H, width: W, channels: C });
        const settings = { convolution: "own", expression, clip: 2, gamma: 0.9, dropout: 0, tile } as const;
        const actual = await withGpu(async ({ device }) => {
          const layer = await SingleLayer.build(new Kernels(device), plan as LayerPlan, N, settings);
          layer.writeWeights({ weight: Float32Array.from(w), bias: Float32Array.from(b) });
          const y = await layer.forward(x);
          const { dx, weight, bias } = await layer.backward(dy);
          const { mean } = layer.layer.approximate as ApproximateState;
          device.queue.writeBuffer(mean, 8, Float32Array.of(inferenceMean, 1));
          const inferred = await layer.infer(x);
          layer.destroy();
          return { y, dx, dw: weight, db: bias, inferred };
        });

        const ofMeans = roundings(x.length) + roundings(C * kh * kw);
        const within = (
          got: Float32Array,
          wanted: Float64Array,
          terms: Float64Array,
          count: number,
          extra = 0,
        ) => {
          expect(got.length).toBe(wanted.length);
          for (const [i, value] of wanted.entries())
            expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(
              errorBound(terms[i] as number, roundings(count) + 2 * ofMeans + extra, FLOAT32_UNIT),
            );
        };
        const termsOfY = approxConv2dAbsTerms(conv, forward.clippedX, forward, b);
        within(actual.y, forward.y, termsOfY, C * kh * kw, TERM);
        const inferred = approxConv2dInfer(conv, x, w, b, inferenceMean);
        within(actual.inferred, inferred, approxConv2dAbsTerms(conv, x, inference, b), C * kh * kw, TERM);
        within(actual.dx, backward.dx, gradientTerms.dx, O * kh * kw);
        within(actual.dw, backward.dw, gradientTerms.dw, N * H * W);
        within(actual.db, backward.db, gradientTerms.db, N * H * W);
      },
    );
  }

  it("gives the bias where all inputs are 0", async () => {
    const [plan] = planNetwork(
      { layers: [{ type: "conv2d", filters: 5, kernel: 3 }] },
      { height: 3, width: 2, channels: 2 },
    );
    const bias = Float32Array.from(sample(5, 3));
    const settings = { clip: 2, gamma: 0.9, dropout: 0, tile: "4x4", convolution: "own" } as const;
    const y = await withGpu(async ({ device }) => {
      const layer = await SingleLayer.build(new Kernels(device), plan as LayerPlan, 1, {
        ...settings,
        expression: "1/(|x|*|w|)",
      });
      layer.writeWeights({ weight: Float32Array.from(sample(90, 2)), bias });
      const zero = await layer.forward(new Float32Array(12));
      layer.destroy();
      return zero;
    });
    expect([...y]).toEqual([...bias].flatMap((value) => Array(6).fill(value)));
  });
});

describe("products on the device", () => {
  const numbers = [0, -0, 1, -1, 0.5, -2, 3.25, 1e-18, -1e18, 7];

  it.each(NAMED_PRODUCTS)("%s equals sign(xw) g(|x|, |w|)", async (name) => {
    const table = await withGpu(({ device }) =>
      productTable(new Kernels(device), name, numbers, numbers, "4x4"),
    );
    const expected = numbers.flatMap((x) =>
      numbers.map((w) => signedProduct(productOf(name), Math.fround(x), Math.fround(w))),
    );
    const rounded = expected.map(Math.fround);
    // Values below the smallest normal number may be flushed to zero.
    const tiny = 2 ** -126;
    for (const [i, value] of rounded.entries())
      expect(Math.abs((table[i] as number) - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -23 + tiny);
  });
});

describe("inference of an approximate convolution", () => {
  // The remark after Eq. 15: clipped weights never let a too large input be selected.
  it("gives the same bits whether the inputs are clipped or not", async () => {
    const [plan] = planNetwork(
      { layers: [{ type: "conv2d", filters: 6, kernel: 3 }] },
      { height: 6, width: 5, channels: 3 },
    );
    if (!plan) throw new Error("no layer");
    const settings = { convolution: "smin", clip: 2, gamma: 0.9, dropout: 0, tile: "4x4" } as const;
    await withGpu(async ({ device }) => {
      const layer = await SingleLayer.build(new Kernels(device), plan, 2, settings);
      const { mean, rescaled } = layer.layer.approximate as ApproximateState;
      layer.writeWeights({
        weight: Float32Array.from(sample(162, 1)),
        bias: Float32Array.from(sample(6, 2)),
      });
      device.queue.writeBuffer(mean, 8, Float32Array.of(0.5, 1));
      const x = sample(180, 3).map((value) => 3 * value);
      const free = await layer.infer(x);
      // w~ may round to a last bit above twice the mean, so the limit is the largest |w~| itself.
      const limit = new Float32Array(await readBuffer(device, rescaled)).reduce(
        (most, w) => Math.max(most, Math.abs(w)),
        0,
      );
      const clipped = await layer.infer(x.map((value) => Math.max(-limit, Math.min(limit, value))));
      expect(x.some((value) => Math.abs(value) > limit)).toBe(true);
      expect(clipped).toEqual(free);
    });
  });
});
