import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Slices } from "../gpu/slices.ts";
import { BATCHES, SUMS } from "./estimate.ts";
import { MAX_ROUNDS, MAX_SAMPLES, planOf, ROUND, samplesOf } from "./plan.ts";

/** WebGPU's default limits. */
const MAX_GROUPS = 65535;
const MAX_BINDING = 128 << 20;

/** The slices of a run whose rounds take so many milliseconds each. */
function cut(samples: number, aim: number, time: (slice: number) => number): number[] {
  const slices = new Slices(planOf(samples).rounds, MAX_ROUNDS);
  const sizes: number[] = [];
  while (!slices.finished) {
    const rounds = slices.next(aim);
    slices.note(rounds, rounds * time(sizes.length));
    sizes.push(rounds);
  }
  return sizes;
}

const total = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);

describe("the plan of 10^9 samples", () => {
  const plan = planOf(MAX_SAMPLES);

  it("takes every sample once, and counts them within 32 bits", () => {
    expect(BATCHES * samplesOf(plan, plan.rounds)).toBe(1e9);
    expect(samplesOf(plan, plan.rounds - 1)).toBeLessThan(plan.count);
    // Four words a sample; the last round counts on past the last sample.
    expect(4 * plan.rounds * ROUND).toBeLessThan(2 ** 32);
  });

  it("stays within WebGPU's default limits however fast the device is", () => {
    const sizes = cut(MAX_SAMPLES, 30, () => 0);
    expect(total(sizes)).toBe(plan.rounds);
    expect(Math.max(...sizes)).toBe(MAX_ROUNDS);
    expect(MAX_ROUNDS).toBeLessThanOrEqual(MAX_GROUPS);
    expect(BATCHES).toBeLessThanOrEqual(MAX_GROUPS);
    expect(MAX_ROUNDS * BATCHES * SUMS * 4).toBeLessThanOrEqual(MAX_BINDING);
  });
});

it.each([0, 127, MAX_SAMPLES + 1, Number.NaN])("%f samples are refused", (samples) => {
  expect(() => planOf(samples)).toThrow(RangeError);
});

describe("slices", () => {
  it("hold every round once, whatever the device's times", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 1e8 }),
        fc.constantFrom(0, 10, 30),
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: -1, max: 100, noNaN: true })), { minLength: 1 }),
        (samples, aim, times) => {
          const sizes = cut(samples, aim, (slice) => times[slice % times.length] as number);
          expect(total(sizes)).toBe(planOf(samples).rounds);
          expect(Math.min(...sizes)).toBeGreaterThan(0);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_ROUNDS);
          sizes.forEach((size, i) => {
            expect(size).toBeLessThanOrEqual(2 * (sizes[i - 1] ?? 0.5));
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("begin with one round, leave its time out, and grow to what takes as long as asked", () => {
    expect(cut(1e7, 30, (slice) => (slice === 0 ? 500 : 3)).slice(0, 7)).toEqual([1, 1, 2, 4, 8, 10, 10]);
  });

  it("are single rounds where one takes longer than asked", () => {
    expect(new Set(cut(1e7, 30, () => 40))).toEqual(new Set([1]));
  });
});
