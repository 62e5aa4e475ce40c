import { describe, expect, it } from "vitest";
import type { Convolution } from "../math/products.ts";
import type { LayerSpec, Shape } from "../nn/spec.ts";
import { ReferenceNetwork } from "./network.ts";
import { outputShape, parameterSizes } from "./shapes.ts";
import { distance, finiteDifferences, sample } from "./testing.ts";
import type { Parameters } from "./twin.ts";

const layers: readonly LayerSpec[] = [
  { type: "conv2d", filters: 3, kernel: [3, 5] },
  { type: "leakyRelu", slope: 0.1 },
  { type: "maxPool2d", size: 2 },
  { type: "conv2d", filters: 4, kernel: 1 },
  { type: "leakyRelu", slope: 0.1 },
  { type: "linear", units: 6 },
  { type: "relu" },
  { type: "dropout" },
  { type: "linear", units: 4 },
];
const input: Shape = { height: 5, width: 4, channels: 2 };
const labels = [3, 0, 1];
const x = sample(3 * 40, 1);
const sgd = { type: "sgd", lr: 0.05, momentum: 0.9 } as const;

function startValues(): Parameters[] {
  const parameters: Parameters[] = [];
  let shape = input;
  for (const layer of layers) {
    const sizes = parameterSizes(layer, shape);
    if (sizes) {
      const scale = Math.sqrt((2 * sizes.b) / sizes.w);
      parameters.push({
        w: sample(sizes.w, 10 + parameters.length).map((v) => scale * v),
        b: sample(sizes.b, 20).map((v) => 0.1 * v),
      });
    }
    shape = outputShape(layer, shape);
  }
  return parameters;
}

function network(convolution: Convolution, rate = 0.3, of = layers): ReferenceNetwork {
  return new ReferenceNetwork({
    layers: of,
    input,
    convolution,
    clipFactor: 2,
    gamma: 0.9,
    parameters: startValues(),
    dropout: { seed: 5, rate },
  });
}

describe("a whole small exact network, dropout included", () => {
  const exact = network("exact");
  const { gradients } = exact.gradients(x, labels);
  const loss = () => exact.gradients(x, labels).loss;

  it.each(exact.parameters.map((parameters, i) => ({ parameters, i })))(
    "has gradients of parameters $i that agree with finite differences",
    ({ parameters, i }) => {
      expect(distance(gradients[i]?.w ?? [], finiteDifferences(parameters.w, loss, 1e-6))).toBeLessThan(1e-8);
      expect(distance(gradients[i]?.b ?? [], finiteDifferences(parameters.b, loss, 1e-6))).toBeLessThan(1e-8);
    },
  );

  it("has a gradient somewhere in every layer", () => {
    for (const { w } of gradients) expect(w.some((value) => value !== 0)).toBe(true);
  });
});

describe.each(["exact", "mul", "smin", "add", "max"] as const)("training with %s", (convolution) => {
  it("lowers the loss on one batch, the same way each time", () => {
    const losses = () => {
      const trained = network(convolution, 0);
      return Array.from({ length: 30 }, () => trained.trainStep(x, labels, sgd).loss);
    };
    const first = losses();
    expect(first.at(-1)).toBeLessThan((first[0] as number) / 2);
    expect(losses()).toEqual(first);
  });
});

describe("the means of Algorithm 1", () => {
  it("start at the first minibatch's and then follow slowly, one for each approximate convolution", () => {
    const smin = network("smin");
    const first = smin.trainStep(x, labels, sgd);
    expect(first.meanAbsX).toHaveLength(2);
    expect(first.runningMeanAbsX).toEqual(first.meanAbsX);
    const other = smin.trainStep(
      x.map((value) => 2 * value),
      labels,
      sgd,
    );
    expect(other.runningMeanAbsX[0]).toBeCloseTo(
      0.9 * (first.meanAbsX[0] as number) + 0.1 * (other.meanAbsX[0] as number),
      12,
    );
  });

  it("do not exist in an exact network", () => {
    expect(network("exact").trainStep(x, labels, sgd).meanAbsX).toEqual([]);
  });

  it("stand still at inference", () => {
    const smin = network("smin");
    smin.trainStep(x, labels, sgd);
    const logits = smin.infer(x, 3);
    smin.infer(
      x.map((value) => 10 * value),
      3,
    );
    expect(smin.infer(x, 3)).toEqual(logits);
  });
});

describe("a pass that sets the running statistics", () => {
  it("averages the means of unclipped inputs, each layer's of what came before it on the same images", () => {
    const smin = network("smin");
    smin.trainStep(x, labels, sgd);
    const half = x.map((value) => value / 2);
    smin.measure([x, half], 3);
    const [first, second, none] = smin.statistics;
    const meanAbs = (values: Float64Array) => values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
    expect(first?.running_mean_abs_x?.[0]).toBeCloseTo((meanAbs(x) + meanAbs(half)) / 2, 12);
    expect(second?.running_mean_abs_x?.[0]).toBeGreaterThan(0);
    expect(none).toBeUndefined();
  });

  it("over one minibatch makes inference on it what the pass itself gave, as often as it is repeated", () => {
    const smin = network("smin");
    smin.measure([x], 3);
    const logits = smin.infer(x, 3);
    smin.trainStep(x, labels, { ...sgd, lr: 0 });
    smin.measure([x], 3);
    expect(smin.infer(x, 3)).toEqual(logits);
  });
});

it("multiplies plainly in an exact network, whatever product a layer names", () => {
  const named = layers.map((layer) =>
    layer.type === "conv2d" || layer.type === "linear" ? { ...layer, product: "smin" as const } : layer,
  );
  const plain = network("exact").infer(x, 3);
  expect(network("exact", 0.3, named).infer(x, 3)).toEqual(plain);
  const [, , full] = network("mul", 0.3, named).trainStep(x, labels, sgd).meanAbsX;
  expect(full).toBeGreaterThan(0);
});

it("leaves the parameters alone when the gradient is not finite", () => {
  const exact = network("exact");
  const broken = x.map((value, i) => (i === 0 ? Number.NaN : value));
  const { gradientNorm } = exact.trainStep(broken, labels, sgd);
  expect(gradientNorm).toBeNaN();
  expect(exact.parameters).toEqual(network("exact").parameters);
});
