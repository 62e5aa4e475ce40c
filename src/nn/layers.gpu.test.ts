import { describe, expect, it } from "vitest";
import { Kernels } from "../gpu/kernel.ts";
import { testTiles, withGpu } from "../gpu/testing.ts";
import type { Tile } from "../gpu/tile.ts";
import type { Convolution } from "../math/products.ts";
import { channelStatistics } from "../reference/batchNorm2d.ts";
import { layerTwin } from "../reference/layers.ts";
import { sample } from "../reference/testing.ts";
import { errorBound, FLOAT32_UNIT, roundings } from "../reference/tolerance.ts";
import type { Parameters } from "../reference/twin.ts";
import { type LayerPlan, planNetwork } from "./plan.ts";
import { SingleLayer } from "./single.ts";
import type { LayerSpec, Shape } from "./spec.ts";

const float32 = (values: Float64Array) => Float64Array.from(values, Math.fround);
const size = ({ height, width, channels }: Shape) => height * width * channels;

interface Results {
  readonly y: ArrayLike<number>;
  readonly dx: ArrayLike<number>;
  readonly dw: ArrayLike<number>;
  readonly db: ArrayLike<number>;
}

/** A layer on the device and its twin, on the same input, weights and output gradient. */
async function both(
  spec: LayerSpec,
  input: Shape,
  batch: number,
  tile: Tile,
  x = float32(sample(batch * size(input), 1)),
  convolution: Convolution = "exact",
  expression = "",
) {
  const [plan] = planNetwork({ layers: [spec] }, input) as [LayerPlan];
  const filters = plan.output.channels;
  const dy = float32(sample(batch * size(plan.output), 4));
  const parameters: Parameters | undefined = plan.parameters
    ? { w: float32(sample(plan.parameters - filters, 2)), b: float32(sample(filters, 3)) }
    : undefined;
  const settings = { convolution, expression, clip: 2, gamma: 0.9, dropout: 0.5, tile } as const;
  const actual = await withGpu(async ({ device }): Promise<Results> => {
    const layer = await SingleLayer.build(new Kernels(device), plan, batch, settings, {
      step: 3,
      seed: 11,
      index: 2,
    });
    if (parameters)
      layer.writeWeights({ weight: Float32Array.from(parameters.w), bias: Float32Array.from(parameters.b) });
    const y = await layer.forward(x);
    const { dx, weight, bias } = await layer.backward(dy);
    layer.destroy();
    return { y, dx, dw: weight, db: bias };
  });
  const twin = (values: Float64Array, w: Parameters | undefined, gradient: Float64Array): Results => {
    const layer = layerTwin(spec, 2, input, w, {
      convolution,
      expression,
      clipFactor: 2,
      gamma: 0.9,
      dropout: { seed: 11, rate: 0.5 },
    });
    const y = layer.forward(values, batch, { step: 3 });
    const back = layer.backward(gradient);
    return { y, dx: back.dx, dw: back.gradient?.w ?? [], db: back.gradient?.b ?? [] };
  };
  const magnitude = (values: Float64Array) => values.map(Math.abs);
  const expected = twin(x, parameters, dy);
  // The twin of the magnitudes gives the sum of |terms| behind every value.
  const terms = twin(
    magnitude(x),
    parameters && { w: magnitude(parameters.w), b: magnitude(parameters.b) },
    magnitude(dy),
  );
  return { actual, expected, terms, inputs: size(input), parameters, x, dy };
}

function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  terms: ArrayLike<number>,
  count: number,
) {
  expect(actual.length).toBeGreaterThanOrEqual(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const bound = errorBound(terms[i] as number, roundings(count), FLOAT32_UNIT);
    const error = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(error <= bound))
      expect.fail(`value ${i}: ${actual[i]} for ${expected[i]}, error ${error} over ${bound}`);
  }
}

describe("fully connected layer", async () => {
  for (const tile of await testTiles()) {
    it.each([
      [1, 1, 1, 1, 1],
      [3, 2, 3, 5, 10],
      [9, 1, 1, 33, 7],
      [2, 7, 5, 16, 65],
      [65, 3, 3, 4, 12],
    ])(`N=%i, %ix%ix%i to %i, ${tile} tile`, async (batch, height, width, channels, units) => {
      const { actual, expected, terms, inputs } = await both(
        { type: "linear", units },
        { height, width, channels },
        batch,
        tile,
      );
      expectWithin(actual.y, expected.y, terms.y, inputs);
      expectWithin(actual.dx, expected.dx, terms.dx, units);
      expectWithin(actual.dw, expected.dw, terms.dw, batch);
      expectWithin(actual.db, expected.db, terms.db, batch);
    });
  }
});

describe("fully connected layer under Algorithm 1", async () => {
  for (const tile of await testTiles()) {
    it.each([
      [1, 1, 1, 1, 1, "smin"],
      [3, 2, 3, 5, 10, "smin"],
      [2, 7, 5, 16, 65, "smin"],
      [65, 3, 3, 4, 12, "mul"],
      [9, 1, 1, 33, 7, "max"],
      [2, 7, 5, 16, 65, "own"],
    ] as const)(
      `N=%i, %ix%ix%i to %i with %s, ${tile} tile`,
      async (batch, height, width, channels, units, product) => {
        const spec = { type: "linear", units, product: "tested" } as const;
        const input = { height, width, channels };
        const { actual, expected, inputs } = await both(
          spec,
          input,
          batch,
          tile,
          undefined,
          product,
          "sqrt(|x|*|w|)",
        );
        // Clipping makes the twin of the magnitudes useless as a sum of |terms|; the largest value will do.
        const largest = (values: ArrayLike<number>) =>
          Array.from(values).fill(inputs ** 0.5 * Math.max(...Array.from(values, Math.abs)));
        for (const quantity of ["y", "dx", "dw", "db"] as const)
          expectWithin(actual[quantity], expected[quantity], largest(expected[quantity]), inputs + batch);
      },
    );
  }
});

describe("batch normalisation", () => {
  it.each([
    [1, 1, 1, 1],
    [1, 1, 1, 5],
    [4, 1, 1, 33],
    [2, 3, 5, 3],
    [5, 6, 4, 7],
    [3, 9, 11, 5],
    [33, 16, 12, 8],
  ])("N=%i, %ix%i, %i channels", async (N, H, W, C) => {
    const input = { height: H, width: W, channels: C };
    const { actual, expected, parameters, x, dy } = await both({ type: "batchNorm2d" }, input, N, "4x4");
    const { mean, variance } = channelStatistics({ N, C, H, W }, x);
    const meanAbs = channelStatistics({ N, C, H, W }, x.map(Math.abs)).mean;
    const slope = Float64Array.from(variance, (v) => 1 / Math.sqrt(v + 1e-5));
    expect(mean.length).toBe(C);
    // Sums of |terms| behind x^ and what is made of it; they matter where x hardly varies.
    const channel = (i: number) => Math.floor(i / (H * W)) % C;
    const of = (values: ArrayLike<number> | undefined, c: number) => Math.abs(values?.[c] ?? 0);
    const size = x.map((v, i) => of(slope, channel(i)) * (Math.abs(v) + of(meanAbs, channel(i))));
    const product = dy.map((g, i) => Math.abs(g) * (size[i] as number));
    const meanDy = channelStatistics({ N, C, H, W }, dy.map(Math.abs)).mean;
    const meanProduct = channelStatistics({ N, C, H, W }, product).mean;
    const terms = {
      y: size.map((s, i) => of(parameters?.w, channel(i)) * s + of(parameters?.b, channel(i))),
      dx: size.map((s, i) => {
        const c = channel(i);
        return (
          of(parameters?.w, c) *
          of(slope, c) *
          (Math.abs(dy[i] as number) + of(meanDy, c) + s * of(meanProduct, c))
        );
      }),
      dw: meanProduct.map((m) => m * N * H * W),
      db: meanDy.map((m) => m * N * H * W),
    };
    for (const quantity of ["y", "dx", "dw", "db"] as const)
      expectWithin(actual[quantity], expected[quantity], terms[quantity], N * H * W);
  });
});

describe("max-pool", () => {
  it.each([
    [2, 6, 4, 3],
    [1, 5, 7, 1],
    [3, 3, 3, 9],
  ])("N=%i, %ix%i, %i channels: odd edges are floored", async (batch, height, width, channels) => {
    const { actual, expected } = await both(
      { type: "maxPool2d", size: 2 },
      { height, width, channels },
      batch,
      "4x4",
    );
    expect(Array.from(actual.y)).toEqual(Array.from(expected.y));
    expect(Array.from(actual.dx, (v) => v + 0)).toEqual(Array.from(expected.dx, (v) => v + 0));
  });

  it("gives the gradient of a tie to the first maximum in row order", async () => {
    const x = new Float64Array(2 * 4 * 4 * 3).fill(0.25);
    const { actual, expected } = await both(
      { type: "maxPool2d", size: 2 },
      { height: 4, width: 4, channels: 3 },
      2,
      "4x4",
      x,
    );
    expect(Array.from(actual.dx)).toEqual(Array.from(expected.dx));
  });
});

describe("dropout", () => {
  it("keeps what the counter-based mask keeps, forward and backward", async () => {
    const { actual, expected } = await both(
      { type: "dropout" },
      { height: 3, width: 2, channels: 7 },
      5,
      "4x4",
    );
    expect(Array.from(actual.y, (v) => v + 0)).toEqual(Array.from(expected.y, (v) => v + 0));
    expect(Array.from(actual.dx, (v) => v + 0)).toEqual(Array.from(expected.dx, (v) => v + 0));
    const dropped = Array.from(actual.y).filter((v) => v === 0).length;
    expect(dropped).toBeGreaterThan(210 * 0.3);
    expect(dropped).toBeLessThan(210 * 0.7);
  });
});
