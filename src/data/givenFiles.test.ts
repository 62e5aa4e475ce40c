import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type FileParts, missingFiles, NO_PARTS } from "./fileSet.ts";
import { type Held, type TakeOptions, takeFiles } from "./givenFiles.ts";
import { mnist } from "./mnist.ts";
import { FILE_SETS } from "./origins.ts";
import type { GivenFile } from "./read.ts";
import { idxImages, idxLabels } from "./testing.ts";

const file = (name: string, bytes: Uint8Array<ArrayBuffer>): GivenFile => new File([bytes], name);
/** What files came to, and what is missing of MNIST. */
async function take(files: readonly GivenFile[], held: Held = new Map(), options: Partial<TakeOptions> = {}) {
  const taken = await takeFiles(files, { sets: FILE_SETS, held, ...options });
  const parts = taken.held.get("mnist") ?? NO_PARTS;
  return { ...taken, complete: taken.complete[0] ?? null, parts, missing: missingRoles(parts) };
}
const missingRoles = (parts: FileParts) => missingFiles(mnist, parts).map((file) => file.role);

const packed = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
  file(name, new Uint8Array(gzipSync(bytes, { level: 1 })));

let trainImages: GivenFile;
let trainLabels: GivenFile;
let testImages: GivenFile;
let testLabels: GivenFile;

beforeAll(() => {
  trainImages = file("train-images.idx3-ubyte", idxImages(60000));
  trainLabels = packed("train-labels-idx1-ubyte (1).gz", idxLabels(60000));
  testImages = packed("T10K-IMAGES-IDX3-UBYTE", idxImages(10000));
  testLabels = file("t10k-labels-idx1-ubyte.gz", idxLabels(10000));
});

test("four files in any order, packed or not, with odd names", async () => {
  const { complete, missing, problems } = await take([testLabels, trainImages, testImages, trainLabels]);
  expect(complete?.dataset.train.count).toBe(60000);
  expect(complete?.dataset.test.count).toBe(10000);
  expect([missing.length, problems]).toEqual([4, []]);
});

test("one after the other, saying each time what is missing", async () => {
  const first = await take([testLabels, trainLabels]);
  expect([first.complete, first.missing]).toEqual([null, ["train images", "test images"]]);
  const then = await take([trainImages], first.held);
  expect(then.missing).toEqual(["test images"]);
  expect((await take([testImages], then.held)).complete).not.toBeNull();
});

test("train images and test labels given one after the other are two good parts", async () => {
  const first = await take([trainImages]);
  expect(await take([testLabels], first.held)).toMatchObject({
    missing: ["train labels", "test images"],
    problems: [],
  });
});

test("given together they are refused, and what was held stays", async () => {
  const result = await take([trainImages, testLabels]);
  expect(result.problems).toMatchObject([{ kind: "mismatch", facts: [{ found: "10,000" }] }]);
  expect(result.parts.size).toBe(0);
});

test("other files beside the set are refused by name and do no harm", async () => {
  const readme = file("README.md", new TextEncoder().encode("# MNIST"));
  const empty = file("empty.gz", new Uint8Array());
  const result = await take([readme, testLabels, trainImages, empty, testImages, trainLabels]);
  expect(result.complete).not.toBeNull();
  expect(result.problems).toEqual([]);
  expect(result.unknown.map((problem) => problem.message)).toEqual([
    "README.md is no file of MNIST or CIFAR-10: it is bytes 23 20 4d 4e.",
    "empty.gz is no file of MNIST or CIFAR-10: it is an empty file.",
  ]);
  expect(result.unknown[1]?.facts).toEqual([
    { what: "MNIST", expected: "an IDX file (first bytes 00 00 08)", found: "0 bytes, an empty file" },
    { what: "CIFAR-10", expected: "30,730,000 bytes (binary version)", found: "0 bytes, an empty file" },
  ]);
});

describe("a file that is refused and mended under the same name", () => {
  test("cut off, then whole", async () => {
    const whole = gzipSync(idxImages(10000), { level: 1 });
    const cut = file("t10k-images-idx3-ubyte.gz", new Uint8Array(whole.subarray(0, whole.length / 2)));
    const first = await take([trainImages, trainLabels, cut, testLabels]);
    expect(first.complete).toBeNull();
    expect(first.problems).toMatchObject([
      { kind: "corrupt", message: expect.stringContaining("t10k-images-idx3-ubyte.gz") },
    ]);
    expect(first.missing).toEqual(["test images"]);
    const mended = file("t10k-images-idx3-ubyte.gz", new Uint8Array(whole));
    expect((await take([mended], first.held)).complete).not.toBeNull();
  });

  test("deleted on disk, then there again", async () => {
    const gone: GivenFile = {
      name: "labels.gz",
      size: 60008,
      stream: () =>
        new ReadableStream({
          pull() {
            throw new DOMException("A requested file could not be found.", "NotFoundError");
          },
        }),
    };
    expect((await take([gone])).problems).toMatchObject([
      {
        kind: "unreadable",
        message: "labels.gz can no longer be read: it was moved, changed or deleted, or may not be opened.",
        facts: [{ found: "A requested file could not be found." }],
      },
    ]);
    expect((await take([trainLabels])).problems).toEqual([]);
  });
});

test("a film dropped by mistake is refused by its size, unread", async () => {
  let read = false;
  const film: GivenFile = {
    name: "film.mp4",
    size: 5e9,
    stream: () => {
      read = true;
      return new Blob([]).stream();
    },
  };
  expect((await take([film])).problems).toMatchObject([
    {
      message: "film.mp4 is larger than any file of the data set.",
      facts: [{ found: "5,000,000,000 bytes" }],
    },
  ]);
  expect(read).toBe(false);
});

test("a wrong label among right ones is refused with value, position and range", async () => {
  const bytes = idxLabels(60000);
  bytes[8 + 12345] = 10;
  bytes[8 + 12346] = 255;
  const result = await take([trainImages, packed("labels.gz", bytes), testImages, testLabels]);
  expect(result.complete).toBeNull();
  expect(result.problems).toMatchObject([
    {
      kind: "corrupt",
      facts: [{ what: "label of item 12,345", expected: "0 to 9", found: "10" }, { found: "255" }],
    },
  ]);
});

const folder = process.env.MINCONV_DATA;
const real = folder !== undefined && existsSync(join(folder, "mnist"));

describe.skipIf(!real)("the original files (skipped unless MINCONV_DATA names a folder with mnist/)", () => {
  const given = () =>
    mnist.files.map(({ name }) =>
      file(name, new Uint8Array(readFileSync(join(folder as string, "mnist", name)))),
    );

  test("are recognised by their checksums and have MNIST's class counts and statistics", async () => {
    const { complete, problems } = await take(given());
    expect(problems).toEqual([]);
    expect(complete?.verified).toBe(true);
    const { train, test: held } = complete!.dataset;
    const counts = (labels: Uint8Array) =>
      mnist.classes.map((_, label) => labels.filter((each) => each === label).length);
    expect(counts(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(counts(held.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    let sum = 0;
    for (const pixel of train.images) sum += pixel;
    expect(sum / train.images.length / 255).toBeCloseTo(mnist.mean[0] as number, 4);
  });

  test("mixed with a file of another set: that file is refused", async () => {
    const result = await take([trainImages, ...given().slice(1)]);
    expect(result.complete).toBeNull();
    expect(result.problems).toMatchObject([{ kind: "corrupt", facts: [{ what: "train images" }] }]);
    expect(result.missing).toEqual(["train images"]);
  });
});
