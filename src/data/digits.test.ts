import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "./checksum.ts";
import type { Dataset, Split } from "./dataset.ts";
import { digits, makeDigits } from "./digits.ts";

let data: Dataset;
const reports: number[] = [];
beforeAll(() => {
  data = makeDigits(undefined, (done) => reports.push(done));
});

test("has the sizes its description promises", () => {
  expect(data.info).toBe(digits);
  for (const [split, size] of [
    [data.train, digits.trainSize],
    [data.test, digits.testSize],
  ] as const) {
    expect(split.count).toBe(size);
    expect(split.labels).toHaveLength(size);
    expect(split.images).toHaveLength(size * digits.height * digits.width * digits.channels);
  }
});

test("every class is equally frequent in both splits", () => {
  for (const split of [data.train, data.test]) {
    const counts = digits.classes.map((_, label) => split.labels.filter((value) => value === label).length);
    expect(new Set(counts)).toEqual(new Set([split.count / 10]));
  }
});

test("mean and standard deviation of the train pixels are those of its description", () => {
  let sum = 0;
  let squares = 0;
  for (const value of data.train.images) {
    sum += value / 255;
    squares += (value / 255) ** 2;
  }
  const mean = sum / data.train.images.length;
  expect(mean).toBeCloseTo(digits.mean[0] as number, 4);
  expect(Math.sqrt(squares / data.train.images.length - mean ** 2)).toBeCloseTo(digits.std[0] as number, 4);
});

test("version 1 always means these bytes", async () => {
  expect(await sha256(data.train.images)).toBe(
    "0cb71dd5bb06758006200499f0a07c1e3c7f4ecd8c7b922d4f9106e254585424",
  );
  expect(await sha256(data.test.images)).toBe(
    "ea7b8feeb5a56cb9209afef94c4d58de4796f10ae3b8d528ca7e2ac9e23de4bc",
  );
});

test("no image comes twice and none is empty", () => {
  const images = [...imagesOf(data.train), ...imagesOf(data.test)];
  expect(new Set(images.map((image) => Buffer.from(image).toString("latin1"))).size).toBe(images.length);
  const faintest = Math.min(...images.map((image) => image.filter((value) => value > 100).length));
  expect(faintest).toBeGreaterThan(10);
});

test("progress is told every thousand images, up to all", () => {
  expect(reports).toEqual(Array.from({ length: 14 }, (_, i) => 1000 * (i + 1)));
});

describe("difficulty", () => {
  test("class means alone do not solve it, and tell far more than chance", () => {
    const share = accuracyOfNearestMean(data);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.85);
  });
});

function* imagesOf(split: Split): Generator<Uint8Array> {
  const pixels = split.images.length / split.count;
  for (let i = 0; i < split.count; i++) yield split.images.subarray(i * pixels, (i + 1) * pixels);
}

/** Share of test images whose nearest class mean of the train set is their own. */
function accuracyOfNearestMean({ train, test: held }: Dataset): number {
  const pixels = train.images.length / train.count;
  const means = digits.classes.map(() => new Float64Array(pixels));
  let place = 0;
  for (const image of imagesOf(train)) {
    const mean = means[train.labels[place++] as number] as Float64Array;
    for (let p = 0; p < pixels; p++)
      mean[p] = (mean[p] as number) + (10 * (image[p] as number)) / train.count;
  }
  let correct = 0;
  place = 0;
  for (const image of imagesOf(held)) {
    const distances = means.map((mean) =>
      mean.reduce((sum, value, p) => sum + (value - (image[p] as number)) ** 2, 0),
    );
    if (distances.indexOf(Math.min(...distances)) === held.labels[place++]) correct++;
  }
  return correct / held.count;
}
