import { describe, expect, it } from "vitest";
import type { DatasetInfo } from "../data/dataset.ts";
import { DATASETS } from "../data/index.ts";
import { withGpu } from "../gpu/testing.ts";
import { NAMED_PRODUCTS, type NamedProductName } from "../math/products.ts";
import { uniform } from "../math/random.ts";
import type { LayerWeights } from "../nn/init.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import type { LayerSpec, Scaling } from "../nn/spec.ts";
import { sample } from "../reference/testing.ts";
import { type Glass, isAffine, rowsOf } from "../ui/look/microscope.ts";
import { normalised } from "./images.ts";
import { type LaneSettings, Pair } from "./pair.ts";

interface Subject {
  readonly info: DatasetInfo;
  readonly layers: readonly LayerSpec[];
  readonly lanes: readonly (NamedProductName | "exact" | "own")[];
  readonly scaling: Scaling;
}

const { digits } = DATASETS;
const EXPRESSION = "sqrt(|x|*|w|)";

const ODD: readonly LayerSpec[] = [
  { type: "conv2d", filters: 7, kernel: [5, 3] },
  { type: "batchNorm2d" },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 5, kernel: 4 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "conv2d", filters: 3, kernel: 1, product: "exact" },
  { type: "relu" },
  { type: "linear", units: 9, product: "tested" },
  { type: "relu" },
  { type: "dropout" },
  { type: "linear", units: 4 },
];
const LENET: readonly LayerSpec[] = [
  { type: "conv2d", filters: 32, kernel: 5 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 64, kernel: 5 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "linear", units: 33 },
  { type: "relu" },
  { type: "linear", units: 10 },
];
const colours = { ...digits, height: 9, width: 7, channels: 3, mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] };

const SUBJECTS: Readonly<Record<string, Subject>> = {
  "a small network of odd shapes, every product": {
    info: colours,
    layers: ODD,
    lanes: ["exact", ...NAMED_PRODUCTS],
    scaling: "constraint",
  },
  "a fitted scaling": { info: colours, layers: ODD, lanes: ["exact", "smin"], scaling: "fitted" },
  "a written product": { info: colours, layers: ODD, lanes: ["exact", "own"], scaling: "constraint" },
  "a network like LeNet": { info: digits, layers: LENET, lanes: ["exact", "smin"], scaling: "constraint" },
};

const PIXELS = 6;

describe.each(Object.entries(SUBJECTS))("the terms of random output values of %s", (_name, subject) => {
  const { info, layers, lanes, scaling } = subject;
  const plans = planNetwork({ layers }, info);
  const pixels = Uint8Array.from({ length: info.height * info.width * info.channels }, (_, i) =>
    Math.floor(256 * uniform(5, 1, i) * uniform(5, 2, i)),
  );

  it("add up to what the device puts out, in every layer and network", () =>
    withGpu(async (gpu) => {
      const settings = { clip: 2, gamma: 0.9, dropout: 0.5, scaling, expression: EXPRESSION };
      const pair = await Pair.build(
        gpu,
        plans,
        lanes.map((name): LaneSettings => ({ name, settings: { ...settings, convolution: name } })),
      );
      for (const [i, name] of lanes.entries()) pair.write(name, weightsOf(initialise(plans, 3 + i, "he")));
      const sights = await pair.see(normalised(pixels, info), true);
      const config = { clip: 2, product: "own", expression: EXPRESSION } as Glass["subject"]["config"];
      for (const [layer, plan] of plans.entries()) {
        if (!isAffine(plan)) continue;
        const contents = await pair.inside(layer);
        for (let k = 0; k < PIXELS; k++) {
          const pick = (stream: number, count: number) => Math.floor(count * uniform(layer, stream, k));
          const { channels, height, width } = plan.output;
          const spot = { channel: pick(1, channels), row: pick(2, height), column: pick(3, width) };
          const glass = {
            subject: { config, info, blend: null },
            seen: { pixels, sights, alpha: 1 },
            plan,
            layer,
            contents,
            spot,
          };
          const rows = rowsOf(glass, "own");
          expect(rows.map(({ run }) => run)).toEqual(lanes);
          for (const { run, sum, device } of rows) {
            const where = `${plan.name} of ${run} at ${JSON.stringify(spot)}`;
            expect(sum.terms.length, where).toBeGreaterThan(0);
            expect(Math.abs((device ?? Number.NaN) - sum.after), where).toBeLessThanOrEqual(sum.tolerance);
          }
        }
      }
      pair.destroy();
    }));

  /** Random biases, and running statistics as training may leave them. */
  function weightsOf(initial: readonly LayerWeights[]): LayerWeights[] {
    return initial.map((weights, i) => {
      const values = (stream: number, count: number) =>
        Float32Array.from(sample(count, 50 * i + stream), (value) => 0.1 + Math.abs(value));
      const count = weights.bias.length;
      const bias = Float32Array.from(sample(count, 50 * i));
      const statistics = {
        running_mean_abs_x: values(1, 1),
        fit_a: values(2, count),
        fit_b: Float32Array.from(sample(count, 50 * i + 3)),
        running_mean: values(4, count),
        running_var: values(5, count),
      };
      return { ...weights, bias, statistics };
    });
  }
});
