import { describe, expect, test } from "vitest";
import { parseIdx } from "./idx.ts";
import { failureOf, idxImages, idxLabels } from "./testing.ts";

test("images: counts from the header, pixels as they lie", () => {
  const bytes = idxImages(2, 3, 4);
  expect(parseIdx(bytes, "few", 10)).toEqual({
    kind: "images",
    count: 2,
    rows: 3,
    columns: 4,
    pixels: bytes.slice(16),
  });
});

test("labels: counts from the header, labels as they lie", () => {
  const bytes = idxLabels(12);
  expect(parseIdx(bytes, "few", 10)).toEqual({ kind: "labels", count: 12, labels: bytes.slice(8) });
});

describe("refuses, saying what was expected and what was found", () => {
  const changed = (bytes: Uint8Array<ArrayBuffer>, at: number, value: number) => {
    bytes[at] = value;
    return bytes;
  };
  const header = idxImages(3, 4, 5);
  test.each([
    ["an empty file", new Uint8Array(), "first bytes", "none"],
    ["a web page", new TextEncoder().encode("<!doctype html>"), "first bytes", "3c 21 64 6f"],
    ["three bytes", idxImages(1).slice(0, 3), "first bytes", "00 00 08"],
    ["another IDX type", changed(idxLabels(3), 2, 0x0d), "first bytes", "00 00 0d 01"],
    ["another number of dimensions", changed(idxLabels(3), 3, 2), "first bytes", "00 00 08 02"],
    ["a header cut off", header.slice(0, 15), "header", "15 bytes"],
    ["a header alone", header.slice(0, 16), "length", "16 bytes"],
    ["one byte less", header.slice(0, -1), "length", "75 bytes"],
    ["one byte more", new Uint8Array([...header, 0]), "length", "77 bytes"],
    ["labels cut off", idxLabels(60).slice(0, -1), "length", "67 bytes"],
    ["no images", idxImages(0), "images", "0 of 28x28"],
    ["images without rows", idxImages(3, 0, 5), "images", "3 of 0x5"],
    ["no labels", idxLabels(0), "labels", "0"],
    ["a count near the largest number", changed(idxImages(3, 4, 5), 4, 0xff), "length", "76 bytes"],
  ])("%s", async (_, bytes, what, found) => {
    const error = await failureOf(() => parseIdx(bytes, "some-file", 10));
    expect(error).toMatchObject({
      kind: "corrupt",
      message: expect.stringContaining("some-file"),
      facts: [{ what, expected: expect.stringMatching(/./), found }],
    });
  });

  test("labels outside the classes, with value, position and allowed range", async () => {
    const bytes = idxLabels(60000);
    bytes[8 + 12345] = 10;
    bytes[8 + 12346] = 255;
    expect(await failureOf(() => parseIdx(bytes, "train-labels", 10))).toMatchObject({
      kind: "corrupt",
      message:
        "train-labels holds a label outside the classes: item 12,345 (counted from 0) is 10, allowed is 0 to 9.",
      facts: [
        { what: "label of item 12,345", expected: "0 to 9", found: "10" },
        { what: "label of item 12,346", expected: "0 to 9", found: "255" },
      ],
    });
  });
});
