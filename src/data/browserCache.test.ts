import { expect, test } from "vitest";
import { browserCache } from "./browserCache.ts";

const BYTES = Uint8Array.of(1, 2, 3);
const never = () => new Promise<never>(() => {});
const fails = () => Promise.reject(new DOMException("full", "QuotaExceededError"));

/** Storage of which only the parts given here work. */
const storage =
  (cache: Partial<Cache>, open: CacheStorage["open"] = async () => cache as Cache) =>
  () =>
    ({ open }) as CacheStorage;

test("what was put is had again, until it is deleted", async () => {
  const kept = new Map<string, Response>();
  const cache = browserCache(
    storage({
      match: async (url) => kept.get(String(url)),
      put: async (url, response) => void kept.set(String(url), response),
      delete: async (url) => kept.delete(String(url)),
    }),
  );
  expect(await cache.get("mnist/1/a")).toBeNull();
  expect(await cache.put("mnist/1/a", BYTES)).toBe(true);
  expect([...kept.keys()].every((url) => url.startsWith("https://"))).toBe(true);
  expect(await cache.get("mnist/1/a")).toEqual(BYTES);
  await cache.delete("mnist/1/a");
  expect(await cache.get("mnist/1/a")).toBeNull();
});

test.each([
  ["is absent", () => undefined],
  [
    "throws when touched",
    () => {
      throw new DOMException("blocked", "SecurityError");
    },
  ],
  ["cannot be opened", storage({}, fails)],
  ["never opens", storage({}, never)],
  ["is full or broken", storage({ match: fails, put: fails, delete: fails })],
  ["never answers", storage({ match: never, put: never, delete: never })],
])("storage that %s keeps nothing and fails nothing", async (_, find) => {
  const cache = browserCache(find, 5);
  expect(await cache.put("key", BYTES)).toBe(false);
  expect(await cache.get("key")).toBeNull();
  await cache.delete("key");
});
