import { describe, expect, it } from "vitest";
import { Kernels } from "../gpu/kernel.ts";
import { testTiles, withGpu } from "../gpu/testing.ts";
import { layerTwin, type Parameters } from "../reference/layers.ts";
import { sample } from "../reference/testing.ts";
import { errorBound, FLOAT32_UNIT, roundings } from "../reference/tolerance.ts";
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
  wide: boolean,
  x = float32(sample(batch * size(input), 1)),
) {
  const [plan] = planNetwork({ layers: [spec] }, input) as [LayerPlan];
  const filters = plan.output.channels;
  const dy = float32(sample(batch * size(plan.output), 4));
  const parameters: Parameters | undefined = plan.parameters
    ? { w: float32(sample(plan.parameters - filters, 2)), b: float32(sample(filters, 3)) }
    : undefined;
  const settings = { convolution: "exact", clip: 2, gamma: 0.9, dropout: 0.5, wide } as const;
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
      convolution: "exact",
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
  return { actual, expected, terms, inputs: size(input), filters, batch };
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
  for (const wide of await testTiles()) {
    it.each([
      [1, 1, 1, 1, 1],
      [3, 2, 3, 5, 10],
      [9, 1, 1, 33, 7],
      [2, 7, 5, 16, 65],
      [65, 3, 3, 4, 12],
    ])(
      `N=%i, %ix%ix%i to %i, ${wide ? "8x8" : "4x4"} tile`,
      async (batch, height, width, channels, units) => {
        const { actual, expected, terms, inputs } = await both(
          { type: "linear", units },
          { height, width, channels },
          batch,
          wide,
        );
        expectWithin(actual.y, expected.y, terms.y, inputs);
        expectWithin(actual.dx, expected.dx, terms.dx, units);
        expectWithin(actual.dw, expected.dw, terms.dw, batch);
        expectWithin(actual.db, expected.db, terms.db, batch);
      },
    );
  }
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
      false,
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
      false,
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
      false,
    );
    expect(Array.from(actual.y, (v) => v + 0)).toEqual(Array.from(expected.y, (v) => v + 0));
    expect(Array.from(actual.dx, (v) => v + 0)).toEqual(Array.from(expected.dx, (v) => v + 0));
    const dropped = Array.from(actual.y).filter((v) => v === 0).length;
    expect(dropped).toBeGreaterThan(210 * 0.3);
    expect(dropped).toBeLessThan(210 * 0.7);
  });
});
