import { describe, expect, it } from "vitest";
import { type Optimizer, update, zeroMoments } from "./optim.ts";

function afterSteps(optimizer: Optimizer, gradients: readonly number[]): number {
  const parameters = Float64Array.of(1);
  const moments = zeroMoments(1);
  gradients.forEach((gradient, i) => {
    update(optimizer, i + 1, parameters, [gradient], moments);
  });
  return parameters[0] as number;
}

describe("SGD", () => {
  it("steps against the gradient and rolls on with momentum", () => {
    const sgd: Optimizer = { type: "sgd", lr: 0.1, momentum: 0.5 };
    expect(afterSteps(sgd, [2])).toBeCloseTo(1 - 0.2, 14);
    expect(afterSteps(sgd, [2, 0])).toBeCloseTo(1 - 0.2 - 0.1, 14);
  });
});

describe("Adam", () => {
  const adam: Optimizer = { type: "adam", lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8 };

  it("makes a first step of the learning rate, whatever the gradient's size", () => {
    expect(afterSteps(adam, [1e-3])).toBeCloseTo(1 - 0.01, 6);
    expect(afterSteps(adam, [-1e3])).toBeCloseTo(1 + 0.01, 6);
  });

  it("keeps that step while the gradient stays the same", () => {
    expect(afterSteps(adam, [5, 5, 5])).toBeCloseTo(1 - 0.03, 9);
  });

  it("does not move without a gradient", () => {
    expect(afterSteps(adam, [0, 0])).toBe(1);
  });
});
