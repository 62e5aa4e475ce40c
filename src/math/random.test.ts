import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dropoutKeeps,
  dropoutThreshold,
  fillNormal,
  fillUniform,
  fittedPixel,
  mix,
  normal,
  permutation,
  randomBits,
  STREAM,
  uniform,
} from "./random.ts";

const words = fc.nat({ max: 4294967295 });
const COUNT = 20000;
const draws = (draw: (index: number) => number) => Array.from({ length: COUNT }, (_, i) => draw(i));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Within five standard errors: a false alarm once in a million. */
const expectMean = (values: readonly number[], expected: number, deviation: number) =>
  expect(Math.abs(mean(values) - expected)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));

describe("words", () => {
  test("mixing is one to one: no two of many words become the same", () => {
    expect(new Set(draws(mix)).size).toBe(COUNT);
  });

  test("are whole numbers of 32 bits and depend on seed, stream and index alone", () => {
    fc.assert(
      fc.property(words, words, words, (seed, stream, index) => {
        const word = randomBits(seed, stream, index);
        expect(word).toBe(word >>> 0);
        expect(randomBits(seed, stream, index)).toBe(word);
      }),
    );
  });

  test("no two indices of a stream share a word", () => {
    expect(new Set(draws((i) => randomBits(42, STREAM.weights, i))).size).toBe(COUNT);
  });

  test("every bit is set half of the time", () => {
    for (let bit = 0; bit < 32; bit++) {
      expectMean(
        draws((i) => (randomBits(7, STREAM.dropout, i) >>> bit) & 1),
        0.5,
        0.5,
      );
    }
  });
});

describe("uniform numbers", () => {
  test("lie in [0, 1) with mean 1/2 and variance 1/12", () => {
    const values = draws((i) => uniform(42, STREAM.synthetic, i));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expectMean(values, 1 / 2, Math.sqrt(1 / 12));
    expectMean(
      values.map((value) => (value - 0.5) ** 2),
      1 / 12,
      Math.sqrt(1 / 180),
    );
  });

  const correlation = (other: (index: number) => number) =>
    draws((i) => 12 * (uniform(42, STREAM.weights, i) - 0.5) * (other(i) - 0.5));

  test.each([
    ["the next index", (i: number) => uniform(42, STREAM.weights, i + 1)],
    ["the next seed", (i: number) => uniform(43, STREAM.weights, i)],
    ["another stream", (i: number) => uniform(42, STREAM.shuffle, i)],
  ])("are not correlated with those of %s", (_, other) => {
    expectMean(correlation(other), 0, 1);
  });
});

test("normal numbers are finite, with mean 0, variance 1 and the tails of a normal distribution", () => {
  const values = draws((i) => normal(42, STREAM.weights, i));
  expect(values.every(Number.isFinite)).toBe(true);
  expectMean(values, 0, 1);
  expectMean(
    values.map((value) => value ** 2),
    1,
    Math.sqrt(2),
  );
  const beyondTwo = 0.0455;
  expectMean(
    values.map((value) => Number(Math.abs(value) > 2)),
    beyondTwo,
    Math.sqrt(beyondTwo),
  );
});

test("filled arrays hold the numbers of their indices, scaled", () => {
  for (const length of [0, 1, 2, 7]) {
    const normals = new Float32Array(length);
    fillNormal(normals, 42, STREAM.weights, 0.5);
    const uniforms = new Float32Array(length);
    fillUniform(uniforms, 42, STREAM.weights, 0.25);
    for (let i = 0; i < length; i++) {
      expect(normals[i]).toBeCloseTo(0.5 * normal(42, STREAM.weights, i), 6);
      expect(uniforms[i]).toBe(Math.fround(0.25 * (2 * uniform(42, STREAM.weights, i) - 1)));
    }
  }
});

describe("permutations", () => {
  test("hold every number once and depend on the seed alone", () => {
    fc.assert(
      fc.property(words, fc.nat(200), (seed, count) => {
        const order = permutation(seed, STREAM.shuffle, count);
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(permutation(seed, STREAM.shuffle, count)).toEqual(order);
      }),
      { numRuns: 30 },
    );
  });

  test("all orders of three are equally frequent", () => {
    const orders = draws((seed) => Number(permutation(seed, STREAM.shuffle, 3).join("")));
    for (const order of new Set(orders))
      expectMean(
        orders.map((each) => Number(each === order)),
        1 / 6,
        0.373,
      );
    expect(new Set(orders).size).toBe(6);
  });
});

describe("dropout", () => {
  test.each([0.1, 0.5, 0.9])("drops the share %f of values", (rate) => {
    const kept = draws((i) => Number(dropoutKeeps(42, 1, 5, i, rate)));
    expectMean(kept, 1 - rate, Math.sqrt(rate * (1 - rate)));
  });

  test("a rate of 0 keeps everything", () => {
    expect(dropoutThreshold(0)).toBe(0);
    expect(draws((i) => Number(dropoutKeeps(42, 3, 5, i, 0))).every((kept) => kept === 1)).toBe(true);
  });

  test("the threshold is a word of 32 bits for every rate below 1", () => {
    expect(dropoutThreshold(0.5)).toBe(2147483648);
    expect(dropoutThreshold(1 - Number.EPSILON / 2)).toBe(4294967295);
  });

  test("each step and each layer drops others", () => {
    const share = (step: number, layer: number) =>
      draws((i) => Number(dropoutKeeps(42, step, layer, i, 0.5) === dropoutKeeps(42, 1, 5, i, 0.5)));
    expectMean(share(2, 5), 0.5, 0.5);
    expectMean(share(1, 7), 0.5, 0.5);
  });
});

describe("samples of the linear fit", () => {
  test("are one pixel of each equal stretch, all of them where there are no more, others at other steps and layers", () => {
    const of = (step: number, layer: number, sizes: { samples: number; pixels: number }) =>
      Array.from({ length: sizes.samples }, (_, i) => fittedPixel(5, step, layer, i, sizes));
    const many = { samples: 256, pixels: 256 * 90 + 37 };
    for (const [i, pixel] of of(20, 1, many).entries()) expect(Math.floor(pixel / 90)).toBe(i);
    expect(of(20, 1, many)).toEqual(of(20, 1, many));
    expect(of(40, 1, many)).not.toEqual(of(20, 1, many));
    expect(of(20, 2, many)).not.toEqual(of(20, 1, many));
    expect(of(20, 1, { samples: 7, pixels: 7 })).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const offsets = Array.from({ length: COUNT }, (_, i) => fittedPixel(5, i, 1, 3, many) - 270);
    expectMean(offsets, 44.5, Math.sqrt((90 ** 2 - 1) / 12));
  });
});
