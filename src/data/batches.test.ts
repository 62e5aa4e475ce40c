import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchOrder, chunks, epochAfter, roundOrder, stepsPerEpoch, testSubset } from "./batches.ts";

const seeds = fc.nat({ max: 4294967295 });
const sizes = fc.integer({ min: 1, max: 60 });
const batchSizes = fc.integer({ min: 1, max: 150 });

describe("minibatches", () => {
  test("run on through one permutation after another, every batch full", () => {
    fc.assert(
      fc.property(seeds, sizes, batchSizes, (seed, trainSize, batch) => {
        const order = batchOrder(seed, trainSize, batch);
        const seen = Array.from({ length: 8 }, (_, step) => Array.from(order(step))).flat();
        expect(seen).toHaveLength(8 * batch);
        for (let round = 0; (round + 1) * trainSize <= seen.length; round++) {
          const part = seen.slice(round * trainSize, (round + 1) * trainSize);
          expect(part).toEqual(Array.from(roundOrder(seed, trainSize, round)));
        }
      }),
    );
  });

  test("a step's images do not depend on which steps were asked for before", () => {
    fc.assert(
      fc.property(
        seeds,
        sizes,
        batchSizes,
        fc.array(fc.nat(500), { maxLength: 10 }),
        (seed, trainSize, batch, steps) => {
          const order = batchOrder(seed, trainSize, batch);
          for (const step of steps) expect(order(step)).toEqual(batchOrder(seed, trainSize, batch)(step));
        },
      ),
    );
  });

  test("each pass is a permutation of its own, and so is each seed's", () => {
    const all = Array.from({ length: 1000 }, (_, i) => i);
    const orders = [roundOrder(42, 1000, 0), roundOrder(42, 1000, 1), roundOrder(43, 1000, 0)];
    for (const order of orders) expect(Array.from(order).sort((a, b) => a - b)).toEqual(all);
    const samePlaces = (a: Uint32Array, b: Uint32Array) => a.filter((value, i) => value === b[i]).length;
    // One common place is expected of unrelated permutations; more than 8 has odds of one in a million.
    expect(samePlaces(orders[0] as Uint32Array, orders[1] as Uint32Array)).toBeLessThan(9);
    expect(samePlaces(orders[0] as Uint32Array, orders[2] as Uint32Array)).toBeLessThan(9);
  });
});

test("an epoch is ceil(n / batch) steps; its number is images seen / images there are", () => {
  expect(stepsPerEpoch(60000, 64)).toBe(938);
  expect(stepsPerEpoch(60000, 60000)).toBe(1);
  expect(epochAfter(0, 60000, 64)).toBe(0);
  expect(epochAfter(938, 60000, 64)).toBeCloseTo(1.00053, 5);
});

describe("the test subset", () => {
  test("is fixed, ascending, without repetition, within the test set", () => {
    const subset = testSubset(10000, 1000);
    expect(subset).toHaveLength(1000);
    expect(new Set(subset).size).toBe(1000);
    expect(subset).toEqual(testSubset(10000, 1000).sort());
    expect(subset.at(-1)).toBeLessThan(10000);
  });

  test("is spread over the whole test set", () => {
    const inFirstHalf = testSubset(10000, 1000).filter((place) => place < 5000).length;
    expect(inFirstHalf).toBeGreaterThan(430);
    expect(inFirstHalf).toBeLessThan(570);
  });

  test("a larger subset holds the smaller one", () => {
    const large = new Set(testSubset(2000, 500));
    expect(testSubset(2000, 100).every((place) => large.has(place))).toBe(true);
  });

  test("is the whole test set where that is smaller", () => {
    expect(Array.from(testSubset(5, 1000))).toEqual([0, 1, 2, 3, 4]);
  });
});

test("evaluation chunks cover every image once", () => {
  expect(chunks(10, 4)).toEqual([
    { start: 0, count: 4 },
    { start: 4, count: 4 },
    { start: 8, count: 2 },
  ]);
  expect(chunks(8, 4)).toHaveLength(2);
  expect(chunks(3, 100)).toEqual([{ start: 0, count: 3 }]);
});
