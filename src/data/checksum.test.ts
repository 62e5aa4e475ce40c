import fc from "fast-check";
import { expect, test } from "vitest";
import { digest, sha256 } from "./checksum.ts";

const text = (value: string) => new TextEncoder().encode(value);

test("the published example", async () => {
  const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await sha256(text("abc"))).toBe(expected);
});

test("without the browser's code the sum is the same, at every length around a block", async () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 37 + length);
    expect(Buffer.from(digest(bytes)).toString("hex"), `${length} bytes`).toBe(await sha256(bytes));
  }
});

test("without the browser's code the sum is the same for any bytes, also in the middle of a buffer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), fc.nat(7), async (bytes, offset) => {
      const moved = new Uint8Array(bytes.length + offset).subarray(offset);
      moved.set(bytes);
      expect(Buffer.from(digest(moved)).toString("hex")).toBe(await sha256(new Uint8Array(bytes)));
    }),
    { numRuns: 50 },
  );
});
