import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "./checksum.ts";
import { assemble, type FilePart, missingFiles, NO_PARTS, withParts } from "./fileSet.ts";
import { mnist, mnistFiles } from "./mnist.ts";
import { failureOf, idxImages, idxLabels } from "./testing.ts";

/** Four files of MNIST's form that are not MNIST. */
let parts: Record<"trainImages" | "trainLabels" | "testImages" | "testLabels", FilePart>;

const part = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
  mnistFiles.part({ name, bytes, sha256: await sha256(bytes), archived: false });

beforeAll(async () => {
  parts = {
    trainImages: await part("a.bin", idxImages(60000)),
    trainLabels: await part("b.bin", idxLabels(60000)),
    testImages: await part("c.bin", idxImages(10000)),
    testLabels: await part("d.bin", idxLabels(10000)),
  };
});

test("the published files' sizes follow from the format", () => {
  const [trainImages, trainLabels, testImages, testLabels] = mnist.files.map((file) => file.rawBytes);
  expect(trainImages).toBe(16 + 60000 * 784);
  expect(trainLabels).toBe(8 + 60000);
  expect(testImages).toBe(16 + 10000 * 784);
  expect(testLabels).toBe(8 + 10000);
});

test("roles are told from header and count, not from names", () => {
  expect(Object.values(parts).map((each) => each.role)).toEqual([
    "train images",
    "train labels",
    "test images",
    "test labels",
  ]);
});

test("a whole set of another origin is accepted and marked so", () => {
  const { dataset, verified } = assemble(mnist, withParts(NO_PARTS, Object.values(parts).reverse()));
  expect(verified).toBe(false);
  expect(dataset.info).toBe(mnist);
  expect([dataset.train.count, dataset.test.count]).toEqual([60000, 10000]);
  expect(dataset.train.images).toHaveLength(60000 * 784);
  expect(dataset.train.labels.slice(0, 12)).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
});

test("of two files with the same role the later one stays", async () => {
  const again = await part("again.bin", idxLabels(10000));
  expect(withParts(NO_PARTS, [parts.testLabels, again]).get("test labels")?.name).toBe("again.bin");
});

test("a partly given set says what is still missing", async () => {
  const given = withParts(NO_PARTS, [parts.testLabels, parts.trainImages, parts.testImages]);
  expect(missingFiles(mnist, given).map((file) => file.role)).toEqual(["train labels"]);
  expect(await failureOf(() => assemble(mnist, given))).toMatchObject({
    kind: "missing",
    message: "What was given lacks MNIST's train labels.",
    facts: [{ what: "train labels", expected: "train-labels-idx1-ubyte.gz", found: "nothing" }],
  });
});

test("train images with test labels are refused, naming both counts", async () => {
  expect(
    await failureOf(() => assemble(mnist, withParts(NO_PARTS, [parts.trainImages, parts.testLabels]))),
  ).toMatchObject({
    kind: "mismatch",
    message: "a.bin holds 60,000 images, d.bin holds 10,000 labels: they do not belong together.",
  });
});

describe("refuses a file", () => {
  test("with another number of images or labels", async () => {
    expect(await failureOf(() => part("few", idxImages(5000)))).toMatchObject({
      kind: "corrupt",
      facts: [{ what: "images", expected: "60,000 or 10,000", found: "5,000" }],
    });
    expect(await failureOf(() => part("many", idxLabels(60001)))).toMatchObject({
      facts: [{ found: "60,001" }],
    });
  });

  test("with images of another size", async () => {
    expect(await failureOf(() => part("wide", idxImages(10000, 14, 56)))).toMatchObject({
      kind: "corrupt",
      facts: [{ what: "image size", expected: "28x28", found: "14x56" }],
    });
  });

  test("that is not the published one among others that are", async () => {
    const others = [parts.trainLabels, parts.testImages, parts.testLabels].map((each) => ({
      ...each,
      verified: true,
    }));
    expect(
      await failureOf(() => assemble(mnist, withParts(NO_PARTS, [parts.trainImages, ...others]))),
    ).toMatchObject({
      kind: "corrupt",
      message: "a.bin: not the published MNIST file, though others given are.",
      facts: [{ what: "train images" }],
    });
  });
});
