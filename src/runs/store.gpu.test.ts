import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventsOf, HistoryLog } from "./history.ts";
import { readRecord } from "./record.ts";
import { RunStore } from "./store.ts";
import { aRecord, stepRecords } from "./testing.ts";
import { browserVault, StorageError, type Vault } from "./vault.ts";

/** What only a real browser's database can show; no GPU is involved. */

const NAME = "minconv-runs-test";
let vault: Vault;
let store: RunStore;

beforeEach(() => {
  vault = browserVault(NAME, 1000);
  store = new RunStore(vault);
});
afterEach(() => vault.change("run/", () => ({ clear: "" })));

const put = (key: string, value: unknown) => vault.change(key, () => ({ put: [[key, value]] }));
const keys = async () => (await vault.entries("")).map(([key]) => key);
const file = (length: number) => new Blob([bytes(length)]);
const bytes = (length: number) => new Uint8Array(length).fill(7);

describe("kept runs", () => {
  it("are listed, the newest first, and changed in one piece", async () => {
    await store.create(aRecord({ id: "old", created: 1 }));
    await store.create(aRecord({ id: "new", created: 2 }));
    expect(await store.change("old", () => ({ name: "=1+1" }))).toBe(true);
    const { runs } = await store.list();
    expect(runs.map(({ id, name }) => [id, name])).toEqual([
      ["new", "LeNet on drawn digits, seed 42"],
      ["old", "=1+1"],
    ]);
  });

  it("are never written over by a new one, nor brought back by a change", async () => {
    await store.create(aRecord({ name: "first" }));
    await store.create(aRecord({ name: "second" }));
    expect((await store.run("one"))?.name).toBe("first");
    expect(await store.change("gone", () => ({ name: "x" }))).toBe(false);
    expect(await store.run("gone")).toBeNull();
  });

  it("keep their history to the bit, also after it was cut back", async () => {
    await store.create(aRecord());
    const log = new HistoryLog();
    const events = [{ type: "steps", run: "smin", records: stepRecords(1, 3000) }] as const;
    for (const event of events) log.add(event);
    await store.saveHistory("one", log.take(), () => ({ step: 3000 }));
    expect(eventsOf(await store.history("one"))).toEqual(events);
    const cut = new HistoryLog();
    cut.addAll(await store.history("one", { step: 100, tested: 0 }));
    await store.rewriteHistory("one", cut.take());
    const [lane] = await store.history("one");
    expect(lane?.losses.step).toHaveLength(100);
    expect((await keys()).filter((key) => key.includes("history"))).toHaveLength(1);
  });

  it("end their history where a stretch cannot be read", async () => {
    await store.create(aRecord());
    const log = new HistoryLog();
    log.add({ type: "steps", run: "smin", records: stepRecords(1, 3000) });
    await store.saveHistory("one", log.take(), () => ({}));
    await put("part/one/history/00000001", "cut");
    const [lane] = await store.history("one");
    expect(lane?.losses.step.at(-1)).toBe(2048);
  });

  it("have one checkpoint, the newest", async () => {
    await store.create(aRecord());
    await store.saveCheckpoint("one", 10, file(100));
    await store.saveCheckpoint("one", 20, file(200));
    const record = await store.run("one");
    expect(record?.checkpoint).toEqual({ step: 20, bytes: 200 });
    expect(record && (await store.checkpoint(record))).toEqual(bytes(200));
    expect((await keys()).filter((key) => key.includes("checkpoint"))).toEqual(["part/one/checkpoint/20"]);
    await store.dropCheckpoint("one");
    expect(await keys()).toEqual(["run/one"]);
  });

  it("have a ring of weights within its limit", async () => {
    await store.create(aRecord());
    const both = [
      { run: "exact", bytes: bytes(30) },
      { run: "smin", bytes: bytes(30) },
    ] as const;
    for (const step of [1, 2, 3]) expect(await store.saveWeights("one", step, both, 130)).toBe(true);
    expect(await store.saveWeights("one", 4, both, 50)).toBe(false);
    expect((await store.run("one"))?.weights.map(({ step, run }) => `${step} ${run}`)).toEqual([
      "2 exact",
      "2 smin",
      "3 exact",
      "3 smin",
    ]);
    expect(await store.weights("one", { step: 1, run: "exact" })).toBeNull();
    expect(await store.weights("one", { step: 3, run: "smin" })).toEqual(bytes(30));
  });

  it("that are deleted can be brought back whole, until they are swept away", async () => {
    await store.create(aRecord({ pinned: true }));
    await store.saveCheckpoint("one", 10, file(100));
    const before = await store.run("one");
    await store.remove(["one"], 1000);
    expect((await store.list()).runs).toEqual([]);
    await store.sweep(2000);
    await store.restore(["one"]);
    expect((await store.list()).runs).toEqual([before]);
    await store.remove(["one"], 1000);
    await store.sweep(100_000);
    expect(await keys()).toEqual([]);
    await store.create(aRecord());
    await store.remove(["one"], 1000);
    await store.sweep(1001, ["one"]);
    expect(await keys()).toEqual([]);
  });
});

describe("a stored value that cannot be used", () => {
  const { lanes: _, ...half } = aRecord({ id: "half" });

  it.each([
    ["half", half, "lanes"],
    ["text", "{", "not a record"],
    ["net", aRecord({ config: { ...aRecord().config, net: "gone" as "lenet" } }), "Network"],
  ])("(%s) is set aside as it is, and the others are listed", async (id, value, why) => {
    await store.create(aRecord());
    await put(`run/${id}`, value);
    const { runs, aside } = await store.list();
    expect(runs).toHaveLength(1);
    expect(aside).toMatchObject([{ key: `run/${id}`, newer: false, why: expect.stringContaining(why) }]);
    expect(JSON.parse(aside[0]?.text ?? "")).toEqual(value);
    await store.create(aRecord({ id }));
    await store.change(id, () => ({ name: "other" }));
    await store.remove([id], 0);
    await store.sweep(1e9, [id]);
    expect(await vault.read(`run/${id}`)).toEqual(value);
    await store.removeAside(`run/${id}`);
    expect(await keys()).toEqual(["run/one"]);
  });

  it("is left alone altogether where a newer page wrote it", async () => {
    const newer = { version: 999, id: "newer", what: "ever" };
    await put("run/newer", newer);
    const { aside } = await store.list();
    expect(aside).toMatchObject([{ newer: true, why: expect.stringContaining("newer version") }]);
    await store.removeAside("run/newer");
    expect(readRecord(await vault.read("run/newer")).kind).toBe("newer");
  });
});

describe("storage that fails", () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "indexedDB") as PropertyDescriptor;
  const plant = (fault: PropertyDescriptor) =>
    Object.defineProperty(globalThis, "indexedDB", { configurable: true, ...fault });
  afterEach(() => {
    Object.defineProperty(globalThis, "indexedDB", real);
  });

  it.each<[string, PropertyDescriptor, StorageError["kind"]]>([
    [
      "throws when touched",
      {
        get: () => {
          throw new DOMException("no", "SecurityError");
        },
      },
      "blocked",
    ],
    ["is not there", { value: undefined }, "blocked"],
    [
      "does not open",
      {
        value: {
          open: () => {
            const request = { error: new DOMException("no", "UnknownError") } as { onerror?: () => void };
            queueMicrotask(() => request.onerror?.());
            return request;
          },
        },
      },
      "blocked",
    ],
    ["never answers", { value: { open: () => ({}) } }, "silent"],
  ])("because it %s gives a StorageError in time", async (_name, fault, kind) => {
    plant(fault);
    const failing = new RunStore(browserVault("other", 100));
    await expect(failing.list()).rejects.toMatchObject({ name: "StorageError", kind });
    await expect(failing.create(aRecord())).rejects.toMatchObject({ kind });
  });

  it("in the middle of a write leaves all of the old", async () => {
    await store.create(aRecord());
    await store.saveCheckpoint("one", 10, file(100));
    const refuse = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (key === "run/one") throw new DOMException("full", "QuotaExceededError");
      return refuse.call(this, value, key);
    };
    const failed = store.saveCheckpoint("one", 20, file(100));
    await expect(failed).rejects.toEqual(new StorageError("full", "QuotaExceededError: full"));
    IDBObjectStore.prototype.put = refuse;
    expect((await store.run("one"))?.checkpoint?.step).toBe(10);
    expect(await keys()).toEqual(["part/one/checkpoint/10", "run/one"]);
  });
});
