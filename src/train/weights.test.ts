import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHalf, toHalf } from "../formats/float16.ts";
import { FormatError } from "../formats/formatError.ts";
import { decodeSafetensors, encodeSafetensors, tensorOf } from "../formats/safetensors.ts";
import { fillNormal } from "../math/random.ts";
import { parseLayers } from "../models/notation.ts";
import type { LayerWeights } from "../nn/init.ts";
import { planNetwork } from "../nn/plan.ts";
import { decodeWeights, encodeWeights, type WeightsMetadata, weightsFor } from "./weights.ts";

const LAYERS = "conv3k5-bn-leaky0.1-pool2-conv4k1-leaky0.1-fc5.tested-relu-drop-fc10";
const plansOf = (layers: string) =>
  planNetwork({ layers: parseLayers(layers) }, { height: 6, width: 4, channels: 3 });
const plans = plansOf(LAYERS);

const metadata: WeightsMetadata = {
  network: "custom",
  layers: LAYERS,
  product: "smin",
  scaling: "fitted",
  clip: 2,
  gamma: 0.99,
  seed: 42,
  data: "mnist@1",
  normalisation: { mean: [0.1307], std: [0.3081] },
  epochs: 2.5,
  app: "test",
};

const normals = (count: number, stream: number) => {
  const values = new Float32Array(count);
  fillNormal(values, 3, stream, 0.2);
  return values;
};

/** Weights of every layer, with the statistics such a layer has. */
function weightsOf(): LayerWeights[] {
  return plans
    .filter(({ parameters }) => parameters > 0)
    .map(({ spec, parameters, output: { channels } }, i) => {
      const own = { weight: normals(parameters - channels, 2 * i), bias: normals(channels, 2 * i + 1) };
      if (spec.type === "batchNorm2d")
        return {
          ...own,
          statistics: { running_mean: normals(channels, 50), running_var: normals(channels, 51) },
        };
      const running_mean_abs_x = normals(1, 60 + i);
      if (i < 3) return i === 0 ? own : { ...own, statistics: { running_mean_abs_x } };
      const fit = { fit_a: normals(channels, 70 + i), fit_b: normals(channels, 80 + i) };
      return { ...own, statistics: { running_mean_abs_x, ...fit } };
    });
}

const file = (dtype: "F32" | "F16" = "F32") => encodeWeights(plans, weightsOf(), metadata, dtype);

/** The file with a tensor changed, or left out where `change` gives nothing. */
function changed(
  name: string,
  change: (shape: readonly number[], values: Float32Array) => [readonly number[], Float32Array] | null,
): Uint8Array {
  const { tensors, metadata: text } = decodeSafetensors(file());
  const all = [...tensors.values()].flatMap((tensor) => {
    if (tensor.name !== name) return [tensor];
    const values = new Float32Array(new Uint8Array(tensor.bytes).buffer);
    const other = change(tensor.shape, values);
    return other ? [tensorOf(name, other[0], other[1], "F32")] : [];
  });
  return encodeSafetensors(all, Object.fromEntries(text));
}

describe("a file of weights", () => {
  it("names its tensors as docs/formats.md says", () => {
    const shapes = [...decodeSafetensors(file()).tensors].map(
      ([name, { shape }]) => `${name} ${shape.join("x")}`,
    );
    expect(shapes).toEqual([
      "conv1.weight 3x3x5x5",
      "conv1.bias 3",
      "bn1.weight 3",
      "bn1.bias 3",
      "bn1.running_mean 3",
      "bn1.running_var 3",
      "conv2.weight 4x3x1x1",
      "conv2.bias 4",
      "conv2.running_mean_abs_x 1",
      "fc1.weight 5x24",
      "fc1.bias 5",
      "fc1.running_mean_abs_x 1",
      "fc1.fit_a 5",
      "fc1.fit_b 5",
      "fc2.weight 10x5",
      "fc2.bias 10",
      "fc2.running_mean_abs_x 1",
      "fc2.fit_a 10",
      "fc2.fit_b 10",
    ]);
  });

  it("gives back what was saved", () => {
    const saved = decodeWeights(file());
    expect(saved.metadata).toEqual(metadata);
    expect(weightsFor(plans, saved)).toEqual(weightsOf());
  });

  it("of before there was a choice of scaling is one of the constraint", () => {
    const { tensors, metadata: text } = decodeSafetensors(file());
    const older = [...text].filter(([key]) => key !== "scaling");
    const saved = decodeWeights(encodeSafetensors([...tensors.values()], Object.fromEntries(older)));
    expect(saved.metadata).toEqual({ ...metadata, scaling: "constraint" });
  });

  it("of an expression says which", () => {
    const own = { ...metadata, product: "own", expression: "x*w/(1 + |x|)" } as const;
    expect(decodeWeights(encodeWeights(plans, weightsOf(), own, "F32")).metadata).toEqual(own);
  });

  it("gives back halves of what was saved in half precision", () => {
    const read = weightsFor(plans, decodeWeights(file("F16")));
    weightsOf().forEach(({ weight }, i) => {
      expect(read[i]?.weight).toEqual(weight.map((value) => fromHalf(toHalf(value))));
    });
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      "those of another network",
      () => weightsFor(plansOf("conv3k3-fc10"), decodeWeights(file())),
      /another network/,
    ],
    [
      "a tensor that is missing",
      () => weightsFor(plans, decodeWeights(changed("fc2.bias", () => null))),
      /another/,
    ],
    [
      "a tensor of another shape",
      () => weightsFor(plans, decodeWeights(changed("fc2.weight", (_, values) => [[5, 10], values]))),
      /another/,
    ],
    [
      "a value that is not finite",
      () => decodeWeights(changed("fc1.bias", (shape, values) => [shape, values.fill(Number.NaN, 2, 3)])),
      /fc1.bias/,
    ],
    ["other tensors", () => decodeWeights(encodeSafetensors([], {})), /does not say/],
    [
      "a product nobody knows",
      () =>
        decodeWeights(encodeWeights(plans, weightsOf(), { ...metadata, product: "pow" as "smin" }, "F32")),
      /product/,
    ],
    [
      "a scaling nobody knows",
      () =>
        decodeWeights(encodeWeights(plans, weightsOf(), { ...metadata, scaling: "x" as "fitted" }, "F32")),
      /scaling/,
    ],
    [
      "an expression that is none",
      () => {
        const own = { ...metadata, product: "own", expression: "x;w" } as const;
        decodeWeights(encodeWeights(plans, weightsOf(), own, "F32"));
      },
      /At character 2/,
    ],
  ])("refuses %s", (_, read, why) => {
    expect(read).toThrow(FormatError);
    expect(read).toThrow(why);
  });

  it("says what was expected and what was found", () => {
    const cut = changed("fc2.weight", (_, values) => [[9, 5], values.subarray(5)]);
    try {
      weightsFor(plans, decodeWeights(cut));
      expect.unreachable();
    } catch (error) {
      expect((error as FormatError).facts).toEqual([
        { what: "fc2.weight", expected: "10 x 5", found: "9 x 5" },
      ]);
    }
  });

  it("is refused, never misread, wherever a byte of its header is another", () => {
    const whole = file();
    const header = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: header - 1 }), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const bytes = whole.slice();
        bytes[place] = (bytes[place] as number) ^ by;
        try {
          weightsFor(plans, decodeWeights(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});
