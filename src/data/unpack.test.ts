import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { failureOf, idxImages } from "./testing.ts";
import { unpack } from "./unpack.ts";

const contents = idxImages(50);
const packed = new Uint8Array(gzipSync(contents));

test("packed bytes are unpacked, whatever the file is called", async () => {
  expect(await unpack(packed, "images-without-ending", contents.length)).toEqual(contents);
});

test("bytes that are not packed stay, whatever the file is called", async () => {
  expect(await unpack(contents, "images.gz", contents.length)).toBe(contents);
});

test.each([1, 2, 10, 18, Math.floor(packed.length / 2), packed.length - 9, packed.length - 1])(
  "a gzip file cut off after %i bytes or before is refused readably",
  async (length) => {
    const cut = packed.slice(0, length);
    if (length < 2) return expect(await unpack(cut, "cut.gz", 100)).toEqual(cut);
    expect(await failureOf(() => unpack(cut, "cut.gz", contents.length))).toMatchObject({
      kind: "corrupt",
      message: "cut.gz cannot be unpacked: it is cut off or damaged.",
    });
  },
);

test("a gzip file with wrong bytes inside is refused", async () => {
  const wrong = packed.slice();
  wrong[wrong.length >> 1] = (wrong[wrong.length >> 1] as number) ^ 0xff;
  expect(await failureOf(() => unpack(wrong, "wrong.gz", contents.length))).toMatchObject({
    kind: "corrupt",
  });
});

test("a small file that unpacks to a huge one is refused at the limit", async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(30_000_000)));
  expect(bomb.length).toBeLessThan(60_000);
  expect(await failureOf(() => unpack(bomb, "bomb.gz", 1_000_000))).toMatchObject({
    kind: "corrupt",
    message: "bomb.gz is larger than any file of the data set.",
    facts: [{ expected: "at most 1,000,000 bytes", found: "more" }],
  });
});

test("a file over the limit is refused unpacked too", async () => {
  expect(await failureOf(() => unpack(contents, "large", 100))).toMatchObject({
    facts: [{ expected: "at most 100 bytes", found: "39,216 bytes" }],
  });
});
