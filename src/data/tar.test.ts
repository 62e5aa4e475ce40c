import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isTar, tarMembers } from "./tar.ts";
import { failureOf, tarOf } from "./testing.ts";
import { Unpacked } from "./unpack.ts";

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);

const archive = tarOf([
  ["set/", bytes(0, 0)],
  ["set/one.bin", bytes(1000, 1)],
  ["set/._one.bin", bytes(10, 9)],
  ["set/large.bin", bytes(3000, 2)],
  ["set/whole-block.bin", bytes(1024, 3)],
]);

const open = (content: Uint8Array<ArrayBuffer>, packed = false, limit = 1e6) =>
  new Unpacked(new Blob([content]).stream(), packed, "a.tar", limit);

async function members(from: Unpacked, limit = 2000) {
  const found: [string, number, number | undefined][] = [];
  for await (const member of tarMembers(from, limit))
    found.push([member.name, member.bytes.length, member.bytes[0]]);
  return found;
}

test("its ordinary files are given, folders, notes of the system and longer files passed over", async () => {
  const expected = [
    ["one.bin", 1000, 1],
    ["whole-block.bin", 1024, 3],
  ];
  expect(await members(open(new Uint8Array(archive)))).toEqual(expected);
  expect(await members(open(new Uint8Array(gzipSync(archive)), true))).toEqual(expected);
});

test("is told by the sum in its first header, not by a name", () => {
  expect(isTar(archive)).toBe(true);
  expect(isTar(archive.subarray(0, 511))).toBe(false);
  expect(isTar(new Uint8Array(1024))).toBe(false);
  const changed = Uint8Array.from(archive);
  changed[3] = 90;
  expect(isTar(changed)).toBe(false);
});

describe("an archive cut off", () => {
  test("within a file is refused with both lengths", async () => {
    expect(await failureOf(() => members(open(new Uint8Array(archive.subarray(0, 1400)))))).toMatchObject({
      kind: "corrupt",
      message: "a.tar is cut off within one.bin.",
      facts: [{ what: "one.bin", expected: "1,000 bytes", found: "376 bytes" }],
    });
  });

  test.each([
    ["before its end mark", archive.length - 1024],
    ["within a header", 2600],
    ["within a file that is passed over", 4500],
  ])("%s is refused", async (_, length) => {
    expect(await failureOf(() => members(open(new Uint8Array(archive.subarray(0, length)))))).toMatchObject({
      kind: "corrupt",
      message: "a.tar cannot be read: the archive is cut off or damaged.",
    });
  });

  test("while packed is refused, not waited for", async () => {
    const packed = gzipSync(archive);
    const cut = new Uint8Array(packed.subarray(0, packed.length / 2));
    expect(await failureOf(() => members(open(cut, true)))).toMatchObject({
      kind: "corrupt",
      message: "a.tar cannot be unpacked: it is cut off or damaged.",
    });
  });
});

test("something else in place of a header is refused with its place", async () => {
  const changed = Uint8Array.from(archive);
  changed[512 + 1024 + 600] = 77;
  expect(await failureOf(() => members(open(changed)))).toMatchObject({ kind: "corrupt" });
});

test("a small archive that unpacks to a huge one is refused at the limit", async () => {
  const bomb = gzipSync(tarOf([["set/zeros", bytes(5_000_000, 0)]]));
  expect(bomb.length).toBeLessThan(10_000);
  expect(await failureOf(() => members(open(new Uint8Array(bomb), true)))).toMatchObject({
    kind: "corrupt",
    facts: [{ expected: "at most 1,000,000 bytes", found: "more" }],
  });
});
