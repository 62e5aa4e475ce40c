import { afterEach, expect, test } from "vitest";
import { browserCache } from "./browserCache.ts";
import { sha256 } from "./checksum.ts";
import { makeDigits } from "./digits.ts";
import { unpack } from "./unpack.ts";

/** What only a real browser can show of the data sources; no GPU is involved. */

afterEach(() => caches.delete("minconv-data"));

test("the browser keeps files, across openings, until they are deleted", async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i);
  expect(await browserCache().get("tiny/1/a.gz")).toBeNull();
  expect(await browserCache().put("tiny/1/a.gz", bytes)).toBe(true);
  expect(await browserCache().get("tiny/1/a.gz")).toEqual(bytes);
  await browserCache().delete("tiny/1/a.gz");
  expect(await browserCache().get("tiny/1/a.gz")).toBeNull();
});

test("the browser's unpacking reports a gzip file that is cut off", async () => {
  const source = new Blob([new Uint8Array(50_000)]).stream().pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(source).arrayBuffer());
  expect(await unpack(packed, "whole.gz", 50_000)).toHaveLength(50_000);
  const cut = unpack(packed.slice(0, -4), "cut.gz", 50_000);
  await expect(cut).rejects.toMatchObject({ kind: "corrupt", message: expect.stringContaining("cut.gz") });
});

test("the drawn digits have the same bytes here", async () => {
  expect(await sha256(makeDigits().test.images)).toBe(
    "ea7b8feeb5a56cb9209afef94c4d58de4796f10ae3b8d528ca7e2ac9e23de4bc",
  );
});
