import { describe, expect, it } from "vitest";
import { leakyRelu, leakyReluBackward } from "./activations.ts";
import { dropout } from "./dropout.ts";
import { linear, linearBackward } from "./linear.ts";
import { maxPool2d, maxPool2dBackward } from "./maxPool2d.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { distance, dot, finiteDifferences, sample } from "./testing.ts";

describe("leaky ReLU", () => {
  it("scales what is not positive", () => {
    expect([...leakyRelu([-2, 0, 3], 0.1)]).toEqual([-0.2, 0, 3]);
  });

  it("has the slope as its derivative at 0, ReLU has 0", () => {
    expect([...leakyReluBackward([-2, 0, 3], [1, 1, 1], 0.1)]).toEqual([0.1, 0.1, 1]);
    expect([...leakyReluBackward([-2, 0, 3], [1, 1, 1], 0)]).toEqual([0, 0, 1]);
  });
});

describe("max-pool", () => {
  it("takes the largest of each window and sends its gradient there", () => {
    const { y, winners } = maxPool2d([1, 2, 5, 0, 4, 3, 0, -1], { N: 1, C: 1, H: 2, W: 4 }, 2);
    expect([...y]).toEqual([4, 5]);
    expect([...maxPool2dBackward(8, winners, [10, 20])]).toEqual([0, 0, 20, 0, 10, 0, 0, 0]);
  });

  it("lets the first in row order win a tie", () => {
    const { winners } = maxPool2d([0, 7, 7, 7], { N: 1, C: 1, H: 2, W: 2 }, 2);
    expect([...winners]).toEqual([1]);
  });

  it("drops odd edges", () => {
    const { y } = maxPool2d([1, 2, 9, 3, 4, 9, 9, 9, 9], { N: 1, C: 1, H: 3, W: 3 }, 2);
    expect([...y]).toEqual([4]);
  });

  it("keeps images and channels apart", () => {
    const { y } = maxPool2d([1, 2, 3, 4, 8, 7, 6, 5], { N: 2, C: 1, H: 2, W: 2 }, 2);
    expect([...y]).toEqual([4, 8]);
  });
});

describe("a fully connected layer", () => {
  const shape = { N: 3, inputs: 4, units: 2 };
  const [x, w, b, dy] = [sample(12, 1), sample(8, 2), sample(2, 3), sample(6, 4)];

  it("multiplies each row by the weights of each unit and adds its bias", () => {
    expect([...linear({ N: 1, inputs: 2, units: 2 }, [3, 5], [1, 10, 2, 20], [0.5, -0.5])]).toEqual([
      53.5, 105.5,
    ]);
  });

  it("has gradients that agree with finite differences", () => {
    const loss = () => dot(dy, linear(shape, x, w, b));
    const { dx, dw, db } = linearBackward(shape, x, w, dy);
    expect(distance(dx, finiteDifferences(x, loss))).toBeLessThan(1e-8);
    expect(distance(dw, finiteDifferences(w, loss))).toBeLessThan(1e-8);
    expect(distance(db, finiteDifferences(b, loss))).toBeLessThan(1e-8);
  });
});

describe("dropout", () => {
  const shape = { N: 8, C: 250, H: 1, W: 1 };
  const ones = new Float64Array(2000).fill(1);
  const where = { seed: 42, step: 3, layer: 7, rate: 0.25 };

  it("drops about its rate and divides the rest by 1 - rate", () => {
    const y = dropout(ones, shape, where);
    const dropped = y.filter((value) => value === 0).length;
    expect(new Set(y)).toEqual(new Set([0, 1 / 0.75]));
    expect(Math.abs(dropped / 2000 - 0.25)).toBeLessThan(0.05);
  });

  it("draws the same mask for the same seed, step and layer, and another one otherwise", () => {
    const y = dropout(ones, shape, where);
    expect(dropout(ones, shape, where)).toEqual(y);
    expect(dropout(ones, shape, { ...where, step: 4 })).not.toEqual(y);
    expect(dropout(ones, shape, { ...where, layer: 8 })).not.toEqual(y);
    expect(dropout(ones, shape, { ...where, seed: 43 })).not.toEqual(y);
  });

  it("keeps everything at rate 0", () => {
    expect(dropout(ones, shape, { ...where, rate: 0 })).toEqual(ones);
  });

  it("draws image by image, pixel by pixel, channel by channel: the order of the engine", () => {
    const flat = dropout(ones.slice(0, 12), { N: 1, C: 12, H: 1, W: 1 }, where);
    const image = dropout(ones.slice(0, 12), { N: 1, C: 3, H: 2, W: 2 }, where);
    for (let c = 0; c < 3; c++) {
      for (let p = 0; p < 4; p++) expect(image[c * 4 + p]).toBe(flat[p * 3 + c]);
    }
  });
});

describe("softmax cross-entropy", () => {
  it("is log(classes) for equal logits", () => {
    const { loss, dlogits } = softmaxCrossEntropy([0, 0, 0, 0], [2], 4);
    expect(loss).toBeCloseTo(Math.log(4), 14);
    expect([...dlogits]).toEqual([0.25, 0.25, -0.75, 0.25]);
  });

  it("has a gradient that agrees with finite differences", () => {
    const logits = sample(12, 5);
    const labels = [1, 0, 3];
    const { dlogits } = softmaxCrossEntropy(logits, labels, 4);
    const numeric = finiteDifferences(logits, () => softmaxCrossEntropy(logits, labels, 4).loss);
    expect(distance(dlogits, numeric)).toBeLessThan(1e-9);
  });

  it("counts a tie for the first of the largest logits", () => {
    expect(softmaxCrossEntropy([5, 5, 0], [0], 3).correct).toBe(1);
    expect(softmaxCrossEntropy([5, 5, 0], [1], 3).correct).toBe(0);
  });

  it("stays finite for huge logits", () => {
    const { loss, dlogits } = softmaxCrossEntropy([1e4, -1e4], [1], 2);
    expect(loss).toBe(2e4);
    expect([...dlogits]).toEqual([1, -1]);
  });

  it("leaves out a label that is no class: no loss, not correct, no gradient", () => {
    const { loss, correct, dlogits } = softmaxCrossEntropy([0, 0, 9, 0], [0, 255], 2);
    expect(loss).toBeCloseTo(Math.log(2) / 2, 14);
    expect(correct).toBe(1);
    expect([...dlogits]).toEqual([-0.25, 0.25, 0, 0]);
  });
});
