import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Kernels } from "../gpu/kernel.ts";
import { testGpu, withGpu } from "../gpu/testing.ts";
import type { PaperDistribution } from "../math/distribution.ts";
import { mix, randomBits, STREAM, stepSeed } from "../math/random.ts";
import { drawn, sampleSums } from "../reference/monteCarlo.ts";
import { errorBound, FLOAT32_UNIT, roundings } from "../reference/tolerance.ts";
import { relativeError } from "../theory/relativeError.ts";
import { type Reading, table1 } from "../theory/table1.ts";
import { BATCHES, type RowEstimate, SUMS } from "./estimate.ts";
import { MonteCarlo, type Pair, roughMeans, type Sampling } from "./monteCarlo.ts";
import { MAX_SAMPLES, planOf, ROUND } from "./plan.ts";
import { table1Pairs } from "./table1.ts";

const normal = (deviation: number, mean = 0): PaperDistribution => ({ kind: "normal", mean, deviation });
const uniform = (from: number, to: number): PaperDistribution => ({ kind: "uniform", from, to });

const PAIRS: readonly Pair[] = [
  { x: normal(1), w: normal(10) },
  { x: uniform(0, 1), w: uniform(0, 10) },
  { x: normal(0.5, 2), w: uniform(-1, 3) },
  { x: uniform(0, 1), w: normal(1) },
];

const UNCENTRED = [0, 0, 0, 0];

/** Roundings behind one number drawn and the terms made of it. */
const IN_A_DRAW = 24;

let monteCarlo: MonteCarlo;

beforeAll(async () => {
  monteCarlo = await MonteCarlo.build(new Kernels((await testGpu()).device));
});
afterAll(() => monteCarlo.destroy());

/** Expects a batch's sums of samples first..end-1 within float32's rounding of the twin's. */
function expectTwin(
  found: Float32Array,
  twin: { sums: Float64Array; magnitudes: Float64Array },
  count: number,
) {
  twin.sums.forEach((sum, i) => {
    const bound = errorBound(twin.magnitudes[i] as number, IN_A_DRAW + roundings(count), FLOAT32_UNIT);
    expect(Math.abs((found[i] as number) - sum), `sum ${i}: ${found[i]}, ${sum}`).toBeLessThanOrEqual(bound);
  });
}

const batchOf = (sums: Float32Array, batch: number) => sums.subarray(batch * SUMS, (batch + 1) * SUMS);

describe("what is drawn", () => {
  it.each(PAIRS)("is the twin's, sample by sample: $x.kind, $w.kind", async (pair) => {
    await withGpu(async () => {
      for (const row of [0, 3]) {
        const samples = { seed: 7, row, count: 1, centre: UNCENTRED };
        const { sums } = await monteCarlo.take(await monteCarlo.prepare(pair, samples), 0, 1);
        for (let batch = 0; batch < BATCHES; batch++)
          expectTwin(batchOf(sums, batch), sampleSums({ ...pair, seed: 7, row, batch }, 0, 1), 1);
      }
    });
  });

  it.each(PAIRS)(
    "is summed as the twin does, over whole rounds and the last: $x.kind, $w.kind",
    async (pair) => {
      await withGpu(async () => {
        const centre = roughMeans(pair);
        const count = 2 * ROUND + 77;
        const sampler = await monteCarlo.prepare(pair, { seed: 8, row: 1, count, centre });
        const { sums } = await monteCarlo.take(sampler, 1, 2);
        for (const [i, first, end] of [
          [0, ROUND, 2 * ROUND],
          [1, 2 * ROUND, count],
        ] as const)
          for (const batch of [0, 1, BATCHES - 1]) {
            const twin = sampleSums({ ...pair, seed: 8, row: 1, batch }, first, end, centre);
            expectTwin(batchOf(sums, i * BATCHES + batch), twin, end - first);
          }
      });
    },
  );

  it.each([0, 1, 2, 3])("is finite, and the twin's, where word %i is 0 or all ones", async (place) => {
    await withGpu(async () => {
      for (const word of [0, 0xffffffff]) {
        const { seed, batch, index } = whereWordIs(word, place);
        for (const pair of PAIRS) {
          const where = { ...pair, seed, row: 0, batch };
          expect(drawn(where, index).every(Number.isFinite)).toBe(true);
          const samples = { seed, row: 0, count: index + 1, centre: UNCENTRED };
          const sampler = await monteCarlo.prepare(pair, samples);
          const { sums } = await monteCarlo.take(sampler, index / ROUND, 1);
          expectTwin(batchOf(sums, batch), sampleSums(where, index, index + 1), 1);
        }
      }
    });
  });

  it("at the end of 10^9 samples is the twin's, and nothing is drawn beyond", async () => {
    await withGpu(async () => {
      const pair = PAIRS[0] as Pair;
      const { count, rounds } = planOf(MAX_SAMPLES);
      const centre = roughMeans(pair);
      const sampler = await monteCarlo.prepare(pair, { seed: 9, row: 5, count, centre });
      const { sums } = await monteCarlo.take(sampler, rounds - 1, 2);
      const first = (rounds - 1) * ROUND;
      for (const batch of [0, BATCHES - 1]) {
        const twin = sampleSums({ ...pair, seed: 9, row: 5, batch }, first, count, centre);
        expectTwin(batchOf(sums, batch), twin, count - first);
      }
      expect(sums.subarray(BATCHES * SUMS).every((sum) => sum === 0)).toBe(true);
    });
  });
});

/** A seed and a batch whose first sample of some round has `word` at a place; row 0. */
function whereWordIs(word: number, place: number): { seed: number; batch: number; index: number } {
  for (let seed = 0; ; seed++)
    for (let batch = 0; batch < BATCHES; batch++) {
      const key = mix(stepSeed(seed, batch) ^ mix(Math.imul(STREAM.monteCarlo, 0x9e3779b9)));
      const at = (unmix((unmix(word) - key) >>> 0) ^ key) >>> 0;
      if (at % (4 * ROUND) !== place) continue;
      expect(randomBits(stepSeed(seed, batch), STREAM.monteCarlo, at)).toBe(word);
      return { seed, batch, index: (at - place) / 4 };
    }
}

/** The word that `mix` takes to this one. */
function unmix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x7ed1b41d);
  h ^= (h >>> 13) ^ (h >>> 26);
  h = Math.imul(h, 0xa5cb9243);
  return (h ^ (h >>> 16)) >>> 0;
}

const run = (changes: Partial<Sampling>) =>
  withGpu(() =>
    monteCarlo.run({
      pairs: table1Pairs("deviation"),
      samples: 1e7,
      seed: 1,
      aim: () => 30,
      onProgress: () => {},
      stopped: () => false,
      ...changes,
    }),
  );

describe("Table 1 from 10^7 samples a row", () => {
  /** (estimate - exact) / standard error of every cell of some rows. */
  const deviations = (rows: readonly RowEstimate[], reading: Reading, shift: number) => {
    const cells = table1();
    return rows.flatMap(({ row, correlations }) =>
      cells.slice(3 * (row + shift), 3 * (row + shift) + 3).map(({ operator, values }) => {
        const { value, standardError } = correlations[operator];
        return (value - values[reading]) / standardError;
      }),
    );
  };

  it("agrees with quadrature in every cell of both readings, within what it says of its error", async () => {
    const rows = await run({});
    const others = await run({ pairs: table1Pairs("variance").slice(1, 3), seed: 2 });
    const all = [...deviations(rows, "deviation", 0), ...deviations(others, "variance", 1)];
    expect(rows.every(({ samples }) => samples === 1e7)).toBe(true);
    expect(all).toHaveLength(24);
    expect(Math.max(...all.map(Math.abs))).toBeLessThan(4);
    const size = Math.sqrt(all.reduce((sum, each) => sum + each ** 2, 0) / all.length);
    expect(size).toBeGreaterThan(0.3);
    expect(size).toBeLessThan(2);
    // L of min; no standard error tells how far it may be off.
    expect(Math.abs((rows[0]?.relativeError ?? 0) - relativeError(0, 1))).toBeLessThan(0.01);
    expect(Math.abs((rows[3]?.relativeError ?? 0) - 1)).toBeLessThan(0.01);
  });

  it("has the same bits whatever the slices, and others from another seed", async () => {
    const samples = 3_000_001;
    const pairs = table1Pairs("deviation").slice(2, 4);
    const whole = await run({ pairs, samples, aim: () => 1e9 });
    expect(await run({ pairs, samples, aim: () => 0 })).toEqual(whole);
    expect(await run({ pairs, samples, seed: 2 })).not.toEqual(whole);
    expect(whole[0]?.samples).toBe(BATCHES * Math.ceil(samples / BATCHES));
  });

  it("stops between slices with what it has, each row with its own samples", async () => {
    let asked = 0;
    const rows = await run({ samples: MAX_SAMPLES, stopped: () => ++asked > 9 });
    expect(rows.map(({ samples }) => samples >= BATCHES * ROUND)).toEqual(Array(6).fill(true));
    expect(rows.every(({ correlations }) => correlations.min.standardError > 0)).toBe(true);
    expect(await run({ stopped: () => true })).toEqual([]);
  });
});
