import { describe, expect, it } from "vitest";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { testGpu, withGpu } from "../gpu/testing.ts";
import type { Convolution } from "../math/products.ts";
import { ReferenceNetwork } from "../reference/network.ts";
import { sample } from "../reference/testing.ts";
import { Inference } from "./inference.ts";
import { initialise } from "./network.ts";
import { planNetwork } from "./plan.ts";
import type { LayerSpec, Scaling } from "./spec.ts";

const INPUT = { height: 8, width: 7, channels: 3 };
const BATCH = 3;
const images = sample(BATCH * 8 * 7 * 3, 1).map(Math.fround);

/** Halos, a channel to pad, an activation of each kind, a layer that multiplies whatever is tested. */
const LAYERS: readonly LayerSpec[] = [
  { type: "conv2d", filters: 6, kernel: [5, 3] },
  { type: "leakyRelu", slope: 0.1 },
  { type: "conv2d", filters: 5, kernel: 3 },
  { type: "batchNorm2d" },
  { type: "relu" },
  { type: "linear", units: 9, product: "tested" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "linear", units: 4 },
];

const kernels = new Kernels((await testGpu()).device);

function twin(layers: readonly LayerSpec[], convolution: Convolution, scaling: Scaling): ReferenceNetwork {
  const parameters = initialise(planNetwork({ layers }, INPUT), 3, "he");
  const network = new ReferenceNetwork({
    layers,
    input: INPUT,
    parameters: parameters.map(({ weight, bias }) => ({ w: weight, b: bias.map((_, i) => i / 8) })),
    convolution,
    scaling,
    clipFactor: 2,
    gamma: 0.9,
    dropout: { seed: 0, rate: 0 },
  });
  network.measure([images], BATCH);
  return network;
}

/** Logits of the layers on the device; running statistics are those of the smin network on the images. */
async function logits(
  layers: readonly LayerSpec[],
  convolution: Convolution,
  alphas: readonly number[] = [],
  scaling: Scaling = "constraint",
): Promise<Float32Array<ArrayBuffer>[]> {
  const { device } = kernels;
  const plans = planNetwork({ layers }, INPUT);
  const settings = { convolution, scaling, clip: 2, gamma: 0.9, dropout: 0, tile: "4x4" } as const;
  const network = await Inference.build(kernels, plans, BATCH, settings, { blend: alphas.length > 0 });
  const { statistics } = twin(layers, "smin", scaling);
  network.writeWeights(
    initialise(plans, 3, "he").map(({ weight, bias }, i) => {
      const own = Object.entries(statistics[i] ?? {}).map(([key, values]) => [
        key,
        Float32Array.from(values),
      ]);
      return { weight, bias: bias.map((_, k) => k / 8), statistics: Object.fromEntries(own) };
    }),
  );
  network.writeImages(images);
  const read: Float32Array<ArrayBuffer>[] = [];
  for (const alpha of alphas.length > 0 ? alphas : [1]) {
    network.blend(alpha);
    const encoder = device.createCommandEncoder();
    const pass = new Pass(encoder);
    network.encodePrepare(pass);
    network.encode(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
    read.push(await network.read(plans.length));
  }
  network.destroy();
  return read;
}

const bits = (values: Float32Array<ArrayBuffer> | undefined) =>
  Array.from(new Uint32Array(values?.buffer ?? []));

describe("a forward pass between multiplication and the min-selector", () => {
  it("is the exact network's at 0 and the min-selector's at 1, bit for bit", () =>
    withGpu(async () => {
      const [at0, at1] = await logits(LAYERS, "smin", [0, 1]);
      const [exact] = await logits(LAYERS, "exact");
      const [smin] = await logits(LAYERS, "smin");
      expect(bits(at0)).toEqual(bits(exact));
      expect(bits(at1)).toEqual(bits(smin));
      expect(bits(exact)).not.toEqual(bits(smin));
    }));

  it.each(["constraint", "fitted"] as const)(
    "in between is the sum of both shares in every layer, behind which its activation stands (%s)",
    (scaling) =>
      withGpu(async () => {
        const layers: readonly LayerSpec[] = [{ type: "conv2d", filters: 6, kernel: [5, 3] }];
        const outputs = ["exact", "smin"].map((name) =>
          twin(layers, name as Convolution, scaling).infer(images, BATCH),
        );
        const [exact, smin] = outputs as [Float64Array, Float64Array];
        const largest = Math.max(...exact.map(Math.abs), ...smin.map(Math.abs));
        const [value] = await logits([...layers, { type: "leakyRelu", slope: 0.1 }], "smin", [0.3], scaling);
        exact.forEach((a, i) => {
          const z = 0.7 * a + 0.3 * (smin[i] as number);
          const y = z > 0 ? z : 0.1 * z;
          expect(Math.abs((value?.[i] as number) - y)).toBeLessThanOrEqual(1e-5 * largest);
        });
      }),
  );
});
