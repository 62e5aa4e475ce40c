import { expect, test } from "vitest";
import { describe as describeContents, grouped, isGzip, isIdx } from "./contents.ts";

const text = (value: string) => new TextEncoder().encode(value);

test.each([
  ["a web page", text("<!doctype html><title>App</title>")],
  ["a web page", text("\ufeff\n  <HTML lang=en>")],
  ["an XML document", text("<Error><Code>AccessDenied</Code></Error>")],
  ["an empty file", new Uint8Array()],
  ["a gzip file", Uint8Array.of(0x1f, 0x8b, 8)],
  ["an IDX file", Uint8Array.of(0, 0, 8, 3)],
  ["a zip archive", text("PK\u0003\u0004")],
  ["a PNG image", Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
  ["bytes 4d 5a 90 00", Uint8Array.of(0x4d, 0x5a, 0x90, 0, 3)],
  ["bytes 07", Uint8Array.of(7)],
])("names %s by its first bytes", (name, bytes) => {
  expect(describeContents(bytes)).toBe(name);
});

test("the two kinds of file a data set may come as", () => {
  expect(isGzip(Uint8Array.of(0x1f, 0x8b))).toBe(true);
  expect(isIdx(Uint8Array.of(0, 0, 8, 1))).toBe(true);
  expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  expect(isIdx(Uint8Array.of(0, 0))).toBe(false);
});

test("numbers are grouped by thousands", () => {
  expect([0, 999, 47040016].map(grouped)).toEqual(["0", "999", "47,040,016"]);
});
