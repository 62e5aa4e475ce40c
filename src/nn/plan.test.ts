import { describe, expect, it } from "vitest";
import { lenet } from "../models/lenet.ts";
import { miniCifar } from "../models/miniCifar.ts";
import { largestBatch, planMemory } from "./memory.ts";
import { scheduledRate } from "./optim.ts";
import { PlanError, planNetwork } from "./plan.ts";

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
