import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../train/link.ts";
import { groupOf, keptBytes, readConfig, readRecord } from "./record.ts";
import { aRecord } from "./testing.ts";

describe("a stored record", () => {
  it("that the page wrote is read back as it was", () => {
    const record = aRecord({
      checkpoint: { step: 5, bytes: 9 },
      weights: [{ run: "exact", step: 5, bytes: 1 }],
    });
    expect(readRecord(structuredClone(record))).toEqual({ kind: "run", record });
  });

  it.each(["{", null, [], "x", 7, {}, { state: {} }, { version: "1" }])("%j is bad, and told so", (value) => {
    expect(readRecord(value)).toMatchObject({ kind: "bad", why: expect.any(String) });
  });

  it("of a newer format is told apart: it is not damaged", () => {
    expect(readRecord({ ...aRecord(), version: 999 })).toEqual({ kind: "newer", version: 999 });
    expect(readRecord({ version: 999, everything: "else" })).toEqual({ kind: "newer", version: 999 });
  });

  it("with one field cut off or of another kind names the field", () => {
    for (const [name, value] of Object.entries(aRecord())) {
      if (name === "version" || name === "config") continue;
      const { [name as "id"]: _, ...cut } = aRecord();
      expect(readRecord(cut)).toEqual({ kind: "bad", why: `Its ${name} is missing.` });
      const other = typeof value === "string" ? 3 : "a text";
      expect(readRecord({ ...cut, [name]: other })).toEqual({
        kind: "bad",
        why: `Its ${name} is not valid.`,
      });
    }
  });

  it("is read without an error, whatever it is", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...Object.keys(aRecord())), fc.anything()).map((part) => ({
        ...aRecord(),
        ...part,
      })),
    );
    fc.assert(fc.property(anything, (value) => ["run", "bad", "newer"].includes(readRecord(value).kind)));
  });
});

describe("stored settings", () => {
  it.each([
    [{ net: "resnet" }, "Network cannot be"],
    [{ batch: "64" }, "batch is not a number"],
    [{ lr: Number.NaN }, "Learning rate cannot be"],
    [{ epochs: 0 }, "It goes from 1"],
    [{ unheardOf: 1 }, "no setting"],
    [{ product: "own", expression: "this" }, "“this” is no operand"],
    [null, "missing"],
  ])("%j are refused with a reason", (settings, why) => {
    expect(readConfig(settings && { ...defaultConfig(), ...settings })).toContain(why);
  });

  it("from before a knob existed take its default", () => {
    const { dropout: _, ...older } = defaultConfig();
    expect(readConfig(older)).toEqual(defaultConfig());
  });
});

it("runs form a group when nothing but the seed differs", () => {
  const config = defaultConfig();
  expect(groupOf({ ...config, seed: 7 })).toBe(groupOf(config));
  expect(groupOf({ ...config, batch: 7 })).not.toBe(groupOf(config));
});

it("a run takes the bytes of its history, its checkpoint and its weights", () => {
  const weights = [{ run: "exact", step: 5, bytes: 10 } as const];
  expect(keptBytes(aRecord({ checkpoint: { step: 5, bytes: 100 }, weights, historyBytes: 1 }))).toBe(111);
});
