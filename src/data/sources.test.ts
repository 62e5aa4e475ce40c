import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cacheHas, cacheKey, type DataCache, loadFromCache } from "./cache.ts";
import type { DatasetInfo, LoadProgress } from "./dataset.ts";
import type { FileSet } from "./fileSet.ts";
import type { Contents } from "./read.ts";
import { folderHas, type LoadOptions, loadFromFolder, loadFromMirrors, siteFolder } from "./sources.ts";
import { failureOf, type MannerName, TestMirror, tinySet } from "./testing.ts";

let set: FileSet;
let info: DatasetInfo;
let packed: ReadonlyMap<string, Buffer>;
let mirror: TestMirror;
let first: string;
let second: string;

beforeAll(async () => {
  ({ set, packed } = await tinySet());
  info = set.info;
  [first, second] = info.files.map((file) => file.name) as [string, string];
  mirror = new TestMirror(packed, new Map([...packed].map(([name, bytes]) => [name, gunzipSync(bytes)])));
  await mirror.start();
});
afterAll(() => mirror.stop());
beforeEach(() => {
  mirror.asked.length = 0;
});

/** A cache that keeps everything in memory. */
class MemoryCache implements DataCache {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();
  async has(key: string) {
    return this.kept.has(key);
  }
  async get(key: string) {
    return this.kept.get(key) ?? null;
  }
  async put(key: string, bytes: Uint8Array<ArrayBuffer>) {
    this.kept.set(key, bytes);
    return true;
  }
  async delete(key: string) {
    this.kept.delete(key);
  }
}

const folders = (...manners: MannerName[]) => manners.map((manner) => mirror.folder(manner));
const sums = (contents: readonly { sha256: string }[]) => contents.map((each) => each.sha256);
const published = () => info.files.map((file) => file.sha256);

const unreachable = "http://127.0.0.1:1/";

const whole = (contents: Contents) => contents;
const fromMirrors = async (mirrors: readonly string[], cache: DataCache, options: LoadOptions) => {
  const { taken, kept } = await loadFromMirrors(set, mirrors, cache, options, whole);
  return { contents: taken, kept };
};
const siteHas = (base: string, options: LoadOptions) => folderHas(set, siteFolder(info, base), options);
const loadFromSite = (base: string, options: LoadOptions) =>
  loadFromFolder(set, siteFolder(info, base), options, whole);

describe("mirrors", () => {
  test.each(["plain", "encoded", "unpacked", "no-length"])(
    "%s: loaded, with progress up to all bytes as published",
    async (manner) => {
      const seen: LoadProgress[] = [];
      const onProgress = (progress: LoadProgress) => seen.push(progress);
      const { contents, kept } = await fromMirrors(folders(manner), new MemoryCache(), {
        fetch,
        onProgress,
      });
      expect(sums(contents)).toEqual(published());
      expect(kept).toBe(true);
      const total = info.files[0]!.bytes + info.files[1]!.bytes;
      expect(seen.every((each) => each.total === total)).toBe(true);
      const done = seen.map((each) => each.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect([done[0], done.at(-1)]).toEqual([0, total]);
      expect(new Set(seen.map((each) => each.file))).toEqual(new Set([first, second]));
    },
  );

  test("a length of 0 stated beside a whole file does no harm", async () => {
    const lying = async (url: string) =>
      new Response(new Uint8Array(packed.get(url.split("/").at(-1) as string) as Buffer), {
        headers: { "content-length": "0" },
      });
    const { contents } = await fromMirrors(["http://lying.test/"], new MemoryCache(), {
      fetch: lying,
    });
    expect(sums(contents)).toEqual(published());
  });

  test.each([
    "zero-length",
    "page",
    "long-page",
    "forbidden",
    "absent",
    "busy",
    "cut-off",
    "broken-off",
    "wrong-bytes",
    "endless",
  ])("%s: the next mirror is asked and stays first", async (manner) => {
    const { contents } = await fromMirrors(folders(manner, "plain"), new MemoryCache(), { fetch });
    expect(sums(contents)).toEqual(published());
    expect(mirror.asked).toEqual([`/${manner}/${first}`, `/plain/${first}`, `/plain/${second}`]);
  });

  test("a mirror that cannot be reached is passed over", async () => {
    const { contents } = await fromMirrors([unreachable, mirror.folder("plain")], new MemoryCache(), {
      fetch,
    });
    expect(sums(contents)).toEqual(published());
  });

  test.each([
    ["page", "corrupt", "Instead of images-idx3-ubyte.gz came a web page."],
    ["long-page", "corrupt", "Instead of images-idx3-ubyte.gz came a web page."],
    ["zero-length", "corrupt", "Instead of images-idx3-ubyte.gz came an empty file."],
    ["cut-off", "corrupt", "images-idx3-ubyte.gz cannot be unpacked: it is cut off or damaged."],
    ["wrong-bytes", "corrupt", "images-idx3-ubyte.gz is not the published file: its checksum differs."],
    ["endless", "corrupt", "images-idx3-ubyte.gz is larger than any file of the data set."],
    ["forbidden", "forbidden", /refuses to give images-idx3-ubyte.gz \(status 403\)/],
    ["absent", "missing", /does not have images-idx3-ubyte.gz/],
    ["busy", "offline", /cannot give images-idx3-ubyte.gz now \(status 503\)/],
    ["broken-off", "offline", /broke off within images-idx3-ubyte.gz/],
  ])("%s alone: %s, and nothing is kept", async (manner, kind, message) => {
    const cache = new MemoryCache();
    const error = await failureOf(() => fromMirrors(folders(manner), cache, { fetch }));
    expect(error).toMatchObject({
      name: "DataError",
      kind,
      message: typeof message === "string" ? message : expect.stringMatching(message),
      remedy: expect.stringContaining("choose the files"),
    });
    expect(cache.kept.size).toBe(0);
  });

  test("no network", async () => {
    const error = await failureOf(() => fromMirrors([unreachable], new MemoryCache(), { fetch }));
    expect(error).toMatchObject({ kind: "offline", facts: [{ expected: first, found: "no answer" }] });
  });

  test("when all fail, the most telling failure is the message and each mirror a fact", async () => {
    const mirrors = [unreachable, ...folders("forbidden", "page")];
    expect(await failureOf(() => fromMirrors(mirrors, new MemoryCache(), { fetch }))).toMatchObject({
      kind: "corrupt",
      message: "Instead of images-idx3-ubyte.gz came a web page. No other mirror gave it either.",
      facts: [{ what: "127.0.0.1:1", found: "no answer" }, { found: "status 403" }, { found: "a web page" }],
    });
  });

  test("can be stopped in the middle of a file, leaving the connection", async () => {
    const stop = new AbortController();
    const left = mirror.left();
    const onProgress = ({ done }: LoadProgress) => {
      if (done > 0) stop.abort();
    };
    const options = { fetch, signal: stop.signal, onProgress };
    const error = await failureOf(() => fromMirrors(folders("stalled", "plain"), new MemoryCache(), options));
    expect(error).toMatchObject({ kind: "cancelled" });
    await left;
    expect(mirror.asked).toHaveLength(1);
  });

  test("asked to stop before it began, it asks nobody", async () => {
    const options = { fetch, signal: AbortSignal.abort() };
    expect(await failureOf(() => fromMirrors(folders("plain"), new MemoryCache(), options))).toMatchObject({
      kind: "cancelled",
    });
    expect(mirror.asked).toEqual([]);
  });
});

describe("kept files", () => {
  test("are not downloaded again, and are all that is needed without a network", async () => {
    const cache = new MemoryCache();
    expect(await cacheHas(cache, info)).toBe(false);
    expect(await loadFromCache(cache, set, whole)).toBeNull();
    await fromMirrors(folders("plain"), cache, { fetch });
    const { contents } = await fromMirrors([unreachable], cache, { fetch });
    expect(sums(contents)).toEqual(published());
    expect(await cacheHas(cache, info)).toBe(true);
    expect(sums((await loadFromCache(cache, set, whole)) ?? [])).toEqual(published());
  });

  test("a file that is complete stays when a later one fails, so that the rest can follow", async () => {
    const cache = new MemoryCache();
    const half = (url: string, init: { signal: AbortSignal }) =>
      fetch(url.includes(second) ? unreachable : url, init);
    await failureOf(() => fromMirrors(folders("plain"), cache, { fetch: half }));
    expect([...cache.kept.keys()]).toEqual([cacheKey(info, info.files[0]!)]);
    mirror.asked.length = 0;
    await fromMirrors(folders("plain"), cache, { fetch });
    expect(mirror.asked).toEqual([`/plain/${second}`]);
  });

  test("one that was damaged is thrown away and downloaded again", async () => {
    const cache = new MemoryCache();
    await fromMirrors(folders("plain"), cache, { fetch });
    const key = cacheKey(info, info.files[0]!);
    cache.kept.set(key, (cache.kept.get(key) as Uint8Array<ArrayBuffer>).slice(0, 100));
    expect(await loadFromCache(cache, set, whole)).toBeNull();
    expect(cache.kept.has(key)).toBe(false);
    await fromMirrors(folders("plain"), cache, { fetch });
    expect(sums((await loadFromCache(cache, set, whole)) ?? [])).toEqual(published());
  });

  test("a browser that keeps nothing still loads, and says so", async () => {
    const forgetful: DataCache = {
      has: async () => false,
      get: async () => null,
      put: async () => false,
      delete: async () => {},
    };
    const { contents, kept } = await fromMirrors(folders("plain"), forgetful, { fetch });
    expect(sums(contents)).toEqual(published());
    expect(kept).toBe(false);
  });

  test("their place changes with the version of the set", () => {
    expect(cacheKey(info, info.files[0]!)).toBe("tiny/3/images-idx3-ubyte.gz");
  });
});

describe("the site's own folder", () => {
  test.each(["plain", "encoded", "unpacked", "no-length"])(
    "%s: found and loaded from data/<id>/",
    async (manner) => {
      const base = mirror.folder(manner);
      expect(await siteHas(base, { fetch })).toBe(true);
      mirror.asked.length = 0;
      expect(sums(await loadFromSite(base, { fetch }))).toEqual(published());
      expect(mirror.asked).toEqual([`/${manner}/data/tiny/${first}`, `/${manner}/data/tiny/${second}`]);
    },
  );

  test.each(["page", "long-page", "absent", "forbidden", "zero-length"])("%s: not there", async (manner) => {
    expect(await siteHas(mirror.folder(manner), { fetch })).toBe(false);
    expect(mirror.asked).toHaveLength(1);
  });

  test("a web page in place of a file is a missing file, and says what came", async () => {
    expect(await failureOf(() => loadFromSite(mirror.folder("page"), { fetch }))).toMatchObject({
      kind: "missing",
      message: "Instead of images-idx3-ubyte.gz came a web page.",
      facts: [{ found: "a web page" }],
    });
  });

  test("one file of two is not the set", async () => {
    const one = (url: string, init: { signal: AbortSignal }) =>
      fetch(url.includes(second) ? url.replace("/plain/", "/page/") : url, init);
    expect(await siteHas(mirror.folder("plain"), { fetch: one })).toBe(false);
    expect(await failureOf(() => loadFromSite(mirror.folder("plain"), { fetch: one }))).toMatchObject({
      kind: "missing",
      message: "Instead of labels-idx1-ubyte.gz came a web page.",
    });
  });

  test("looking for it reads the first bytes only", async () => {
    const left = mirror.left();
    expect(await siteHas(mirror.folder("endless"), { fetch })).toBe(true);
    await left;
  });

  test("a stopped look is an error, not a no", async () => {
    const options = { fetch, signal: AbortSignal.abort() };
    expect(await failureOf(() => siteHas(mirror.folder("plain"), options))).toMatchObject({
      kind: "cancelled",
    });
  });
});
