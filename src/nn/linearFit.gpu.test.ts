import { describe, expect, it } from "vitest";
import { Kernels } from "../gpu/kernel.ts";
import { readBuffer } from "../gpu/tensor.ts";
import { testTiles, withGpu } from "../gpu/testing.ts";
import type { ProductName } from "../math/products.ts";
import { layerTwin } from "../reference/layers.ts";
import { sample } from "../reference/testing.ts";
import { unpackRunning } from "./block.ts";
import type { Running } from "./layer.ts";
import { type LayerPlan, planNetwork } from "./plan.ts";
import { SingleLayer } from "./single.ts";
import { type LayerSpec, LINEAR_FIT, type Scaling, type Shape } from "./spec.ts";

const float32 = (values: Float64Array) => Float64Array.from(values, Math.fround);
const size = ({ height, width, channels }: Shape) => height * width * channels;
const PLACE = { seed: 11, index: 2 };
const EXPRESSION = "sqrt(|x| * |w|) + x * w / 9";
const SETTINGS = {
  expression: EXPRESSION,
  clip: 2,
  gamma: 0.9,
  dropout: 0,
  tile: "4x4",
} as const;

/** A layer with its input, weights and output gradient. */
function given(spec: LayerSpec, input: Shape, batch: number) {
  const [plan] = planNetwork({ layers: [spec] }, input) as [LayerPlan];
  const filters = plan.output.channels;
  return {
    plan,
    batch,
    spec,
    x: float32(sample(batch * size(input), 1)),
    w: float32(sample(plan.parameters - filters, 2)),
    b: float32(sample(filters, 3)),
    dy: float32(sample(batch * size(plan.output), 4)),
  };
}
type Given = ReturnType<typeof given>;

function twinOf({ spec, plan, w, b }: Given, convolution: ProductName) {
  return layerTwin(
    spec,
    PLACE.index,
    plan.input,
    { w, b },
    {
      convolution,
      expression: EXPRESSION,
      scaling: "fitted",
      clipFactor: SETTINGS.clip,
      gamma: SETTINGS.gamma,
      dropout: { seed: PLACE.seed, rate: 0 },
    },
  );
}

/** The layer on the device, ready to run, and what there is of its running statistics. */
async function built(
  device: GPUDevice,
  { plan, batch, w, b }: Given,
  convolution: ProductName,
  scaling: Scaling,
  { step = 0, tile = SETTINGS.tile as (typeof tiles)[number] } = {},
) {
  const settings = { ...SETTINGS, convolution, scaling, tile };
  const layer = await SingleLayer.build(new Kernels(device), plan, batch, settings, { ...PLACE, step });
  layer.writeWeights({ weight: Float32Array.from(w), bias: Float32Array.from(b) });
  const fitted = async () => {
    const { running = [] } = layer.layer;
    const read = running.map(async (one: Running) =>
      unpackRunning(one, new Float32Array(await readBuffer(device, one.buffer))),
    );
    return Object.assign({}, ...(await Promise.all(read))) as Record<string, Float32Array | undefined>;
  };
  return { layer, fitted };
}

/** Far above rounding of these sums and regressions, far below a wrong sample or term. */
function expectClose(actual: ArrayLike<number> | undefined, expected: ArrayLike<number> | undefined) {
  const largest = Math.max(...Array.from(expected ?? [], Math.abs));
  expect(actual?.length).toBe(expected?.length);
  Array.from(expected ?? []).forEach((value, i) => {
    expect(Math.abs((actual?.[i] as number) - value)).toBeLessThanOrEqual(1e-4 * largest);
  });
}

const conv = (filters: number, ...kernel: [number, number]): LayerSpec => ({
  type: "conv2d",
  filters,
  kernel,
});
const full = (units: number): LayerSpec => ({ type: "linear", units, product: "tested" });
const image = (channels: number, height: number, width: number): Shape => ({ height, width, channels });

const LAYERS: readonly [string, LayerSpec, Shape, number, ProductName][] = [
  ["one channel, fewer pixels than samples", conv(3, 5, 5), image(1, 3, 4), 2, "smin"],
  ["33 channels, 1x1", conv(7, 1, 1), image(33, 5, 4), 3, "smin"],
  ["more pixels than samples, an even filter", conv(29, 2, 5), image(5, 11, 13), 5, "smin"],
  ["addition", conv(8, 3, 5), image(3, 9, 7), 6, "add"],
  ["an expression of one's own", conv(8, 3, 5), image(3, 9, 7), 6, "own"],
  ["max-selector", conv(5, 3, 3), image(2, 9, 7), 6, "max"],
  ["multiplication", conv(4, 3, 3), image(4, 6, 6), 4, "mul"],
  ["fully connected", full(10), image(5, 2, 3), 9, "smin"],
  ["fully connected, its sum split", full(65), image(33, 7, 5), 65, "smin"],
];
const tiles = await testTiles();

describe.each(tiles)("a fitted layer against its float64 twin, %s tile", (tile) => {
  it.each(LAYERS)("%s", async (_, spec, input, batch, product) => {
    const layer = given(spec, input, batch);
    const twin = twinOf(layer, product);
    await withGpu(async ({ device }) => {
      const run = await built(device, layer, product, "fitted", { tile });
      expectClose(await run.layer.forward(layer.x), twin.forward(layer.x, batch, { step: 0 }));
      const { fit_a, fit_b } = await run.fitted();
      expectClose(fit_a, twin.running?.().fit_a);
      expectClose(
        [...(fit_a ?? []), ...(fit_b ?? [])],
        [...(twin.running?.().fit_a ?? []), ...(twin.running?.().fit_b ?? [])],
      );
      expectClose(await run.layer.infer(layer.x), twin.forward(layer.x, batch, "inference"));
      run.layer.destroy();
    });
  });
});

describe("a fitted layer", () => {
  const layer = given(conv(6, 3, 3), image(3, 7, 6), 8);
  const outputs = async (scaling: Scaling, step: number) =>
    withGpu(async ({ device }) => {
      const run = await built(device, layer, "smin", scaling, { step });
      const y = await run.layer.forward(layer.x);
      const gradients = await run.layer.backward(layer.dy);
      const statistics = await run.fitted();
      run.layer.destroy();
      return { y, gradients, statistics };
    });

  it("has the backward pass of Algorithm 1, to the last bit", async () => {
    const [fitted, constraint] = [await outputs("fitted", 0), await outputs("constraint", 0)];
    expect(fitted.y).not.toEqual(constraint.y);
    expect(fitted.gradients).toEqual(constraint.gradients);
  });

  it("gives the bits of Eq. 13 before its first fit, and fits at every 20th step alone", async () => {
    const early = await outputs("fitted", LINEAR_FIT.every - 1);
    expect(early.y).toEqual((await outputs("constraint", LINEAR_FIT.every - 1)).y);
    expect(early.statistics.fit_a).toBeUndefined();
    expect((await outputs("fitted", LINEAR_FIT.every)).statistics.fit_a).toHaveLength(6);
  });

  it("fits again with momentum", async () => {
    const twin = twinOf(layer, "smin");
    const other = float32(sample(layer.x.length, 20));
    await withGpu(async ({ device }) => {
      const run = await built(device, layer, "smin", "fitted");
      for (const x of [layer.x, other, other]) {
        expectClose(await run.layer.forward(x), twin.forward(x, layer.batch, { step: 0 }));
        expectClose((await run.fitted()).fit_a, twin.running?.().fit_a);
      }
      run.layer.destroy();
    });
  });

  it("averages the fits of a pass over minibatches, unclipped, as often as it is asked", async () => {
    // As many pixels as samples at most: the twin counts the pass's minibatches as steps, a lone layer stands still.
    const small = given(conv(5, 3, 3), image(3, 5, 6), 8);
    const twin = twinOf(small, "smin");
    const inputs = [21, 22, 23].map((stream) => float32(sample(small.x.length, stream)));
    await withGpu(async ({ device }) => {
      const run = await built(device, small, "smin", "fitted");
      await run.layer.forward(small.x);
      for (const pass of [inputs, inputs.slice(1)]) {
        run.layer.measure(pass);
        twin.restart?.();
        for (const x of pass) twin.forward(x, small.batch, "measure");
        const statistics = await run.fitted();
        for (const [name, values] of Object.entries(twin.running?.() ?? {}))
          expectClose(statistics[name], values);
        expectClose(await run.layer.infer(small.x), twin.forward(small.x, small.batch, "inference"));
      }
      run.layer.destroy();
    });
  });

  it("keeps what it has where no output differs from another: zero inputs, a zero filter, one pixel", async () => {
    const dead = { ...layer, w: layer.w.map((value, i) => (i < 27 ? 0 : value)) };
    await withGpu(async ({ device }) => {
      const run = await built(device, dead, "smin", "fitted");
      const y = await run.layer.forward(new Float64Array(layer.x.length));
      expect((await run.fitted()).fit_a).toBeUndefined();
      expect(y).toEqual(Float32Array.from(y, (_, i) => layer.b[Math.floor(i / 42) % 6] as number));
      await run.layer.forward(layer.x);
      const { fit_a, fit_b } = await run.fitted();
      expect([fit_a?.[0], fit_b?.[0]]).toEqual([1, 0]);
      for (const a of fit_a?.subarray(1) ?? []) expect(a).toBeGreaterThan(1);
      await run.layer.forward(new Float64Array(layer.x.length));
      expect(await run.fitted()).toMatchObject({ fit_a, fit_b });
      run.layer.destroy();
      const pixel = given(full(3), image(2, 1, 1), 1);
      const one = await built(device, pixel, "smin", "fitted");
      await one.layer.forward(pixel.x);
      expect((await one.fitted()).fit_a).toBeUndefined();
      one.layer.destroy();
    });
  });

  it("holds A within its bounds: two samples make lines of any slope", async () => {
    const pair = given(full(33), image(3, 1, 1), 2);
    const twin = twinOf(pair, "max");
    await withGpu(async ({ device }) => {
      const run = await built(device, pair, "max", "fitted");
      expectClose(await run.layer.forward(pair.x), twin.forward(pair.x, 2, { step: 0 }));
      const { fit_a = [] } = await run.fitted();
      expectClose(fit_a, twin.running?.().fit_a);
      expect(Math.min(...fit_a)).toBe(Math.fround(LINEAR_FIT.least));
      expect(Math.max(...fit_a)).toBeLessThanOrEqual(LINEAR_FIT.most);
      run.layer.destroy();
    });
  });
});

describe("the scaling of Eq. 13", () => {
  it("launches what it launched before there was a choice, and keeps a mean alone", async () => {
    const layer = given(conv(6, 3, 3), image(3, 7, 6), 2);
    await withGpu(async ({ device }) => {
      const run = await built(device, layer, "smin", "constraint");
      const { forward, fittingForward, infer, prepareInference, measure, running } = run.layer.layer;
      const labels = (list: typeof forward = []) => list.map(({ label }) => label);
      expect(labels(forward)).toEqual(["partial_sums", "mean_of_sums", "main", "forward"]);
      expect(fittingForward).toBeUndefined();
      expect(labels([...prepareInference, ...infer])).toEqual(["use_running", "main", "forward"]);
      expect(labels(measure)).toEqual(["partial_sums", "average_of_sums", "main", "forward"]);
      expect(running?.map(({ values }) => Object.keys(values))).toEqual([["running_mean_abs_x"]]);
      run.layer.destroy();
    });
  });
});
