import { expect, test } from "vitest";
import { CIFAR_RECORD, parseCifar } from "./cifarBinary.ts";
import { cifarRecords, failureOf } from "./testing.ts";

test("planes are interleaved: the three channels of a pixel lie side by side", () => {
  const bytes = Uint8Array.from({ length: 2 * CIFAR_RECORD }, (_, i) => i * 7);
  bytes[0] = 3;
  bytes[CIFAR_RECORD] = 9;
  const { count, images, labels } = parseCifar(bytes, "two", 2, 10);
  expect([count, ...labels]).toEqual([2, 3, 9]);
  expect(images).toHaveLength(2 * 32 * 32 * 3);
  for (const [image, row, column, channel] of [
    [0, 0, 0, 0],
    [0, 0, 1, 2],
    [1, 31, 30, 1],
    [1, 17, 5, 0],
  ] as const)
    expect(images[((image * 32 + row) * 32 + column) * 3 + channel]).toBe(
      bytes[image * CIFAR_RECORD + 1 + channel * 1024 + row * 32 + column],
    );
});

test.each([
  ["cut off", 20 * CIFAR_RECORD - 1, "is shorter"],
  ["of half its length", 10 * CIFAR_RECORD, "is shorter"],
  ["one byte longer", 20 * CIFAR_RECORD + 1, "is longer"],
  ["empty", 0, "is shorter"],
])("a file %s is refused with both lengths", async (_, length, what) => {
  expect(await failureOf(() => parseCifar(new Uint8Array(length), "a.bin", 20, 10))).toMatchObject({
    kind: "corrupt",
    message: `a.bin ${what} than a file of CIFAR-10's binary version.`,
    facts: [
      {
        what: "length",
        expected: "61,460 bytes: 20 records of 3,073",
        found: `${length.toLocaleString("en-US")} bytes`,
      },
    ],
  });
});

test("a label outside the classes is refused with value, place and range", async () => {
  const bytes = cifarRecords(100);
  bytes[77 * CIFAR_RECORD] = 10;
  bytes[78 * CIFAR_RECORD] = 255;
  expect(await failureOf(() => parseCifar(bytes, "b.bin", 100, 10))).toMatchObject({
    kind: "corrupt",
    message: "b.bin holds a label outside the classes: record 77 (counted from 0) is 10, allowed is 0 to 9.",
    facts: [
      { what: "label of record 77", expected: "0 to 9", found: "10" },
      { what: "label of record 78", expected: "0 to 9", found: "255" },
    ],
  });
});
