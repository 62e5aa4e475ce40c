import { describe, expect, it } from "vitest";
import type { Convolution } from "../math/products.ts";
import { lenet } from "../models/lenet.ts";
import { miniCifar } from "../models/miniCifar.ts";
import { largestBatch, planMemory } from "./memory.ts";
import { scheduledRate } from "./optim.ts";
import { checkModel, PlanError, planNetwork } from "./plan.ts";
import { type Conv2dSpec, type LinearSpec, layerProduct, type ModelSpec, type Scaling } from "./spec.ts";

const MNIST = { height: 28, width: 28, channels: 1 };
const CIFAR = { height: 32, width: 32, channels: 3 };

describe("the paper's networks", () => {
  it("LeNet as printed pools once: its first fully connected layer sees 14x14x64 values on MNIST", () => {
    const plans = planNetwork(lenet, MNIST);
    expect(plans.map(({ name }) => name)).toEqual([
      "conv 1",
      "pool 1",
      "conv 2",
      "fc 1",
      "dropout 1",
      "fc 2",
    ]);
    expect(plans[3]?.input).toEqual({ height: 14, width: 14, channels: 64 });
    expect(plans.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(
      26 * 32 + 801 * 64 + 12_545 * 1024 + 1025 * 10,
    );
    expect(plans.map(({ slope }) => slope)).toEqual([0.1, 1, 0.1, 0, 1, 1]);
  });

  it("mini_cifar ends in 8x8x64 values on CIFAR-10", () => {
    expect(planNetwork(miniCifar, CIFAR).at(-3)?.input).toEqual({ height: 8, width: 8, channels: 64 });
  });
});

describe("a network that cannot be built", () => {
  it("is refused by the name of its layer", () => {
    const pools = Array.from({ length: 5 }, () => ({ type: "maxPool2d", size: 2 }) as const);
    expect(() => planNetwork({ layers: pools }, MNIST)).toThrow(
      new PlanError("pool 5 of 2x2 does not fit a 1x1 input."),
    );
    expect(() => planNetwork({ layers: [{ type: "relu" }] }, MNIST)).toThrow(PlanError);
  });
});

describe("impossible networks", () => {
  const conv = { type: "conv2d", filters: 4, kernel: 3 } as const;
  const pool = { type: "maxPool2d", size: 20 } as const;
  const end = { type: "linear", units: 10 } as const;

  it("are refused with every reason", () => {
    expect(
      checkModel([{ type: "relu" }, conv, pool, pool, { type: "relu" }, { type: "relu" }], MNIST, 10),
    ).toEqual([
      "An activation needs a layer before it.",
      "pool 2 of 20x20 does not fit a 1x1 input.",
      "pool 1 has two activations.",
      "The last layer must give 10 values, one a class; pool 1 gives 4.",
    ]);
    expect(checkModel([conv, end], MNIST, 10)).toEqual([]);
    expect(checkModel([conv, { type: "linear", units: 9 }], MNIST, 10)[0]).toContain("fc 1 gives 9");
    expect(checkModel([conv, { ...conv, filters: 10 }], MNIST, 10)[0]).toContain("conv 2 gives 7840");
    expect(checkModel([], MNIST, 10)[0]).toContain("nothing gives 784");
  });

  it("that do learn nothing are refused too", () => {
    expect(checkModel([{ type: "dropout" }], { height: 1, width: 1, channels: 10 }, 10)).toEqual([
      "No layer has anything to learn.",
    ]);
  });

  it("do not include a normalisation of units or a second dropout", () => {
    const units = { type: "linear", units: 16 } as const;
    const drop = { type: "dropout" } as const;
    expect(checkModel([conv, units, { type: "batchNorm2d" }, drop, drop, end], MNIST, 10)).toEqual([]);
  });
});

describe("products", () => {
  const plans = planNetwork(lenet, MNIST);
  const bytes = (layers: ModelSpec["layers"], convolution: Convolution, scaling?: Scaling) =>
    planMemory(planNetwork({ layers }, MNIST), 64, convolution, scaling).totalBytes;

  it("under Algorithm 1 cost a clipped and a rescaled copy of the weights", () => {
    const convolutions = 4 * (25 * 4 * 32 + 25 * 32 * 64);
    expect(bytes(lenet.layers, "smin") - bytes(lenet.layers, "exact")).toBe(2 * convolutions);
    const everywhere = lenet.layers.map((spec) =>
      spec.type === "linear" ? { ...spec, product: "tested" as const } : spec,
    );
    const full = 4 * (14 * 14 * 64 * 1024 + 1024 * 12);
    expect(bytes(everywhere, "smin") - bytes(lenet.layers, "exact")).toBe(2 * (convolutions + full));
    expect(bytes(everywhere, "exact")).toBe(bytes(lenet.layers, "exact"));
    // A, B, their count, and the scale and bias they come to, a filter.
    expect(bytes(lenet.layers, "smin", "fitted") - bytes(lenet.layers, "smin")).toBe(5 * 4 * (32 + 64));
    expect(bytes(lenet.layers, "exact", "fitted")).toBe(bytes(lenet.layers, "exact"));
  });

  it("belong to layers: tested in a convolution, exact in a fully connected layer, unless named", () => {
    const [conv, fc] = [plans[0]?.spec, plans[3]?.spec] as [Conv2dSpec, LinearSpec];
    expect([layerProduct(conv, "smin"), layerProduct(fc, "smin")]).toEqual(["smin", "exact"]);
    expect(layerProduct({ ...fc, product: "tested" }, "max")).toBe("max");
    expect(layerProduct({ ...conv, product: "add" }, "smin")).toBe("add");
    expect(layerProduct({ ...conv, product: "add" }, "exact")).toBe("exact");
  });
});

describe("memory of LeNet on MNIST", () => {
  const plans = planNetwork(lenet, MNIST);
  const standard = 128 * 1024 * 1024;

  it("allows batches up to 1337 within WebGPU's standard binding of 128 MiB", () => {
    expect(largestBatch(plans, standard)).toBe(1337);
    expect(planMemory(plans, 1337).largestBytes).toBeLessThanOrEqual(standard);
    expect(planMemory(plans, 1338).largestBytes).toBeGreaterThan(standard);
  });

  it("needs a binding for all parameters at once", () => {
    expect(largestBatch(plans, 50_000_000)).toBe(0);
  });

  it("aligns every parameter block to 256 bytes", () => {
    for (const { offset } of planMemory(plans, 8).blocks) expect(offset % 256).toBe(0);
  });
});

describe("learning-rate schedules", () => {
  it("constant stays, step falls to a tenth at a half and again at three quarters, cosine ends at 0", () => {
    expect([0, 0.6, 1].map((done) => scheduledRate("constant", 2, done))).toEqual([2, 2, 2]);
    const steps = [0, 0.49, 0.5, 0.75].map((done) => scheduledRate("step", 2, done));
    for (const [i, rate] of [2, 2, 0.2, 0.02].entries()) expect(steps[i]).toBeCloseTo(rate, 12);
    const cosine = [0, 0.5, 1].map((done) => scheduledRate("cosine", 2, done));
    for (const [i, rate] of [2, 1, 0].entries()) expect(cosine[i]).toBeCloseTo(rate, 12);
  });
});
