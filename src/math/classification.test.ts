import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Answers,
  agreement,
  calibration,
  confidence,
  confusion,
  margin,
  marginCounts,
} from "./classification.ts";

const CLASSES = 10;

/** An image of a class with the logits that two networks give it. */
const image = fc.record({
  label: fc.nat({ max: CLASSES - 1 }),
  logits: fc.tuple(
    ...[0, 1].map(() =>
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: CLASSES, maxLength: CLASSES }),
    ),
  ),
});
const images = fc.array(image, { minLength: 1, maxLength: 60 });
type Images = readonly { readonly label: number; readonly logits: readonly (readonly number[])[] }[];

const labelsOf = (all: Images) => Uint8Array.from(all, ({ label }) => label);

function answersOf(all: Images, network: number): Answers {
  const shares = all.map(({ logits }) => {
    const powers = (logits[network] ?? []).map(Math.exp);
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  });
  return {
    answers: Uint8Array.from(shares, (own) => own.indexOf(Math.max(...own))),
    right: Float32Array.from(shares, (own, i) => own[all[i]?.label ?? 0] ?? 0),
    other: Float32Array.from(shares, (own, i) => Math.max(...own.filter((_, k) => k !== all[i]?.label))),
  };
}

const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);

describe("what two networks say of the same images", () => {
  it("is in one group an image, and the groups of one right answer hold its right answers", () => {
    fc.assert(
      fc.property(images, (all) => {
        const labels = labelsOf(all);
        const [first, second] = [answersOf(all, 0), answersOf(all, 1)];
        const groups = agreement(labels, first, second);
        expect(
          Object.values(groups)
            .flat()
            .toSorted((a, b) => a - b),
        ).toEqual(all.map((_, i) => i));
        const correct = all.filter(({ label }, i) => first.answers[i] === label).length;
        expect(groups.both.length + groups.first.length).toBe(correct);
      }),
    );
  });

  it("is counted once in a confusion matrix: its rows sum to the images of a class, its diagonal to the right answers", () => {
    fc.assert(
      fc.property(images, (all) => {
        const labels = labelsOf(all);
        const own = answersOf(all, 0);
        const counts = confusion(labels, own, CLASSES);
        for (let label = 0; label < CLASSES; label++) {
          const row = counts.subarray(label * CLASSES, (label + 1) * CLASSES);
          expect(total(row)).toBe(all.filter((one) => one.label === label).length);
        }
        const diagonal = counts.filter((_, cell) => cell % (CLASSES + 1) === 0);
        expect(total(diagonal)).toBe(all.filter(({ label }, i) => own.answers[i] === label).length);
      }),
    );
  });
});

describe("how sure a network is", () => {
  it("has a margin above 0 only where the answer is right, all of them within [-1, 1]", () => {
    fc.assert(
      fc.property(images, (all) => {
        const own = answersOf(all, 0);
        all.forEach(({ label }, i) => {
          expect(margin(own, i) > 0 && own.answers[i] !== label).toBe(false);
          expect(confidence(own, i)).toBeGreaterThanOrEqual(1 / CLASSES - 1e-6);
        });
        expect(total(marginCounts(own, 20))).toBe(all.length);
      }),
    );
  });

  it("puts margins of -1, 0 and 1 into the first, the middle and the last bin", () => {
    const own = {
      answers: Uint8Array.of(1, 0, 0),
      right: Float32Array.of(0, 0.5, 1),
      other: Float32Array.of(1, 0.5, 0),
    };
    expect([...marginCounts(own, 4)]).toEqual([1, 0, 1, 1]);
  });

  it("is calibrated where it is right as often as it is sure", () => {
    // Four images at 0.75, three of them right; two at 1, one of them right.
    const own: Answers = {
      answers: Uint8Array.of(0, 0, 0, 1, 0, 1),
      right: Float32Array.of(0.75, 0.75, 0.75, 0.25, 1, 0),
      other: Float32Array.of(0.25, 0.25, 0.25, 0.75, 0, 1),
    };
    const { bins, error } = calibration(new Uint8Array(6), own, 10);
    expect(bins[7]).toEqual({ count: 4, accuracy: 0.75, confidence: 0.75 });
    expect(bins[9]).toEqual({ count: 2, accuracy: 0.5, confidence: 1 });
    expect(bins[0]).toEqual({ count: 0, accuracy: Number.NaN, confidence: Number.NaN });
    expect(error).toBeCloseTo((2 * 0.5) / 6, 12);
  });

  it("has a calibration error between 0 and 1, whose bins hold every image", () => {
    fc.assert(
      fc.property(images, (all) => {
        const { bins, error } = calibration(labelsOf(all), answersOf(all, 0), 10);
        expect(total(bins.map(({ count }) => count))).toBe(all.length);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("counts no image whose probabilities are no numbers", () => {
    const own = {
      answers: Uint8Array.of(0),
      right: Float32Array.of(Number.NaN),
      other: Float32Array.of(Number.NaN),
    };
    expect(total(marginCounts(own, 20))).toBe(0);
    expect(total(calibration(Uint8Array.of(0), own, 10).bins.map(({ count }) => count))).toBe(0);
  });
});
