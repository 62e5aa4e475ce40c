import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { FormatError } from "./formatError.ts";
import { type Dtype, decodeSafetensors, encodeSafetensors, tensorOf, valuesOf } from "./safetensors.ts";

const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text !== "__metadata__");
const tensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    dtype: fc.constantFrom<Dtype>("F32", "F16"),
    values: fc.array(fc.integer({ min: -1000, max: 1000 }), {
      minLength: shape.reduce((product, n) => product * n, 1),
      maxLength: shape.reduce((product, n) => product * n, 1),
    }),
  }),
);

/** A file with a header of our choosing. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const f32 = (shape: unknown, begin: unknown, end: unknown) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

describe("safetensors", () => {
  it("gives back what was written", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }),
        fc.dictionary(name, fc.string()),
        (entries, metadata) => {
          const tensors = entries.map(([key, { shape, values, dtype }]) =>
            tensorOf(key, shape, Float32Array.from(values), dtype),
          );
          const read = decodeSafetensors(encodeSafetensors(tensors, metadata));
          expect([...read.metadata]).toEqual(Object.entries(metadata));
          expect(read.tensors.size).toBe(entries.length);
          for (const [key, { shape, values, dtype }] of entries) {
            const found = read.tensors.get(key);
            expect(found).toMatchObject({ shape, dtype });
            if (found) expect([...valuesOf(found)]).toEqual(values.map((value) => value + 0));
          }
        },
      ),
    );
  });

  it.each<[string, unknown, number]>([
    ["a tensor past the end", { a: f32([3], 0, 12) }, 8],
    ["a tensor of another size than its shape", { a: f32([3], 0, 8) }, 8],
    ["a hole", { a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12],
    ["an overlap", { a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12],
    ["bytes left over", { a: f32([1], 0, 4) }, 8],
    ["the same bytes twice", { a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4],
    ["a negative side", { a: f32([-1, -1], 0, 4) }, 4],
    ["a size past any number", { a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4],
    ["an offset that is no number", { a: f32([1], "0", 4) }, 4],
    ["a kind of number not read here", { a: { ...f32([1], 0, 4), dtype: "I64" } }, 4],
    ["a shape that is none", { a: f32("1", 0, 4) }, 4],
    ["a list for a header", [], 0],
    ["metadata that is no text", { __metadata__: { a: 1 } }, 0],
    ["a header that is no JSON", "{", 0],
  ])("refuses %s", (_, header, dataBytes) => {
    expect(() => decodeSafetensors(fileWith(header, dataBytes))).toThrow(FormatError);
  });

  it("refuses a file cut anywhere", () => {
    const whole = encodeSafetensors([tensorOf("a", [2, 2], Float32Array.of(1, 2, 3, 4), "F32")], {});
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(FormatError);
  });

  it("refuses a header said to be longer than the file, with the numbers", () => {
    const bytes = new Uint8Array(64).fill(0xff);
    expect(() => decodeSafetensors(bytes)).toThrow(/header would not fit/);
  });
});

const PEER = fileURLToPath(new URL("safetensors.py", import.meta.url));
const python = spawnSync("python3", ["-c", ""]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));

function peer(args: readonly string[], input = ""): string {
  const { stdout, stderr, status } = spawnSync("python3", [PEER, ...args], { input, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Values that a float of the kind holds exactly, the smallest and largest among them. */
const EXACT = {
  F32: [0, 1, -1, Math.fround(0.1), 2 ** -149, 2 ** -126, Math.fround(3.4028234e38)],
  F16: [0, 1, -1, 0.0999755859375, 2 ** -24, 2 ** -14, 65504],
} as const;

describe.skipIf(!python)("beside a reader in Python's standard library (skipped without python3)", () => {
  it.each(["F32", "F16"] as const)("%s files mean the same to both, bit for bit", (dtype) => {
    const values = Float32Array.from(EXACT[dtype]);
    const path = join(folder, `${dtype}.safetensors`);
    writeFileSync(path, encodeSafetensors([tensorOf("conv1.weight", [7, 1], values, dtype)], { seed: "42" }));
    const text = peer(["read", path]);
    expect(JSON.parse(text)).toEqual({
      metadata: { seed: "42" },
      tensors: { "conv1.weight": { dtype, shape: [7, 1], values: [...values] } },
    });
    peer(["write", `${path}.python`], text);
    const back = decodeSafetensors(readFileSync(`${path}.python`));
    const tensor = back.tensors.get("conv1.weight");
    if (!tensor) throw new Error("no tensor");
    expect(valuesOf(tensor)).toEqual(values);
    expect(back.metadata.get("seed")).toBe("42");
  });
});
