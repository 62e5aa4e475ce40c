import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LayerProduct, LayerSpec } from "../nn/spec.ts";
import { MODELS, modelOf } from "./index.ts";
import { BOUNDS, formatLayers, NotationError, parseLayers } from "./notation.ts";

const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
const decimal = ([min, max]: readonly [number, number]) =>
  fc.integer({ min: min * 1e6, max: max * 1e6 }).map((millionths) => millionths / 1e6);
/** The usual product is left out, as in specs. */
const product = (usual: LayerProduct) =>
  fc
    .constantFrom<LayerProduct>("tested", "exact", "mul", "smin", "add", "max")
    .map((named) => (named === usual ? {} : { product: named }));
const kernel = fc
  .tuple(whole(BOUNDS.kernel), whole(BOUNDS.kernel))
  .map(([height, width]) => (height === width ? height : ([height, width] as const)));

const layer: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc
    .tuple(whole(BOUNDS.filters), kernel, product("tested"))
    .map(([filters, size, named]) => ({ type: "conv2d" as const, filters, kernel: size, ...named })),
  fc
    .tuple(whole(BOUNDS.units), product("exact"))
    .map(([units, named]) => ({ type: "linear" as const, units, ...named })),
  whole(BOUNDS.pool).map((size) => ({ type: "maxPool2d" as const, size })),
  decimal(BOUNDS.slope).map((slope) => ({ type: "leakyRelu" as const, slope })),
  decimal(BOUNDS.rate).map((rate) => ({ type: "dropout" as const, rate })),
  fc.constantFrom<LayerSpec>({ type: "dropout" }, { type: "relu" }, { type: "batchNorm2d" }),
);
const network = fc.array(layer, { minLength: 1, maxLength: BOUNDS.layers });

function refusal(text: string): NotationError {
  try {
    parseLayers(text);
  } catch (error) {
    if (error instanceof NotationError) return error;
  }
  return expect.fail(`${text} was read`);
}

describe("the notation of networks", () => {
  it("reads like the tables of the paper", () => {
    expect(formatLayers(MODELS.lenet.layers)).toBe(
      "conv32k5-leaky0.1-pool2-conv64k5-leaky0.1-fc1024-relu-drop-fc10",
    );
  });

  it("gives back the layers it was written from, and needs no escaping in a link", () => {
    fc.assert(
      fc.property(network, (layers) => {
        const text = formatLayers(layers);
        expect(text).toMatch(/^[a-z0-9.-]+$/);
        expect(parseLayers(text)).toEqual(layers);
      }),
    );
  });

  it("knows every network by heart", () => {
    for (const { layers } of Object.values(MODELS)) expect(parseLayers(formatLayers(layers))).toEqual(layers);
  });

  it("names a layer's own product, and leaves out the usual one", () => {
    const text = "conv8k3x5.exact-fc64.tested-fc10.smin";
    expect(formatLayers(parseLayers(text))).toBe(text);
    expect(formatLayers(parseLayers("conv8k3.tested-fc10.exact"))).toBe("conv8k3-fc10");
  });
});

describe("a text that is no network", () => {
  it.each([
    ["", 0, "a layer is missing"],
    ["conv8k3-", 8, "a layer is missing"],
    ["conv8k3--relu", 8, "a layer is missing"],
    ["conv8k3-lstm5", 8, "“lstm5” is no layer"],
    ["conv8", 0, "“conv8” is no layer"],
    ["conv08k3-conv1e3k3", 9, "“conv1e3k3” is no layer"],
    ["relu-conv8k16", 5, "kernel goes from 1 to 15"],
    ["fc0", 0, "units goes from 1 to 4096"],
    ["fc10.minmax", 0, "“minmax” is no product"],
    ["fc10.constructor", 0, "“constructor” is no product"],
    ["leaky1.5", 0, "slope goes from"],
    ["leaky-0.1", 0, "“leaky” is no layer"],
    ["FC10", 0, "“FC10” is no layer"],
    ["pool2 -fc10", 0, "“pool2 ” is no layer"],
  ])("%j is refused at character %i", (text, position, reason) => {
    const error = refusal(text);
    expect(error.position).toBe(position);
    expect(error.message).toContain(reason);
  });

  it("of too many layers or too many characters is refused", () => {
    expect(refusal(Array(41).fill("relu").join("-")).message).toContain("more than 40 layers");
    expect(refusal("9".repeat(100_000)).message).toContain("100000 characters");
  });

  it("is never read as one: only a NotationError comes out", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z0-9.-]{0,40}$/)),
        (text) => {
          try {
            formatLayers(parseLayers(text));
          } catch (error) {
            expect(error).toBeInstanceOf(NotationError);
          }
        },
      ),
    );
  });
});

it("a config names a network or spells its layers out", () => {
  expect(modelOf("lenet", "unread")).toBe(MODELS.lenet);
  expect(modelOf("custom", "fc10").layers).toEqual([{ type: "linear", units: 10 }]);
});
