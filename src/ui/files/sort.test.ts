import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { kindOf } from "./sort.ts";

const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name);
const header = Uint8Array.from([...[2, 0, 0, 0, 0, 0, 0, 0], ...strToU8("{}")]);
const zip = Uint8Array.from(zipSync({ "settings.json": strToU8("{}") }));

it.each([
  ["weights.bin", header, "weights"],
  ["run", zip, "bundle"],
  ["train-images-idx3-ubyte.gz", Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), "data"],
  ["idx", Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 1, 0x7b]), "data"],
  ["digit", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), "picture"],
  ["photo.dat", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), "picture"],
  ["notes.txt", new Uint8Array(0), "data"],
] as const)("%s is known by its content", async (name, bytes, kind) => {
  expect(await kindOf(file(name, bytes as Uint8Array<ArrayBuffer>))).toBe(kind);
});

it("a picture of a form that is told by its type alone is one", async () => {
  const drawing = new File(["<svg/>"], "digit.svg", { type: "image/svg+xml" });
  expect(await kindOf(drawing)).toBe("picture");
});

it("a page saved under the name of weights or of a bundle is refused as such, not as data", async () => {
  const page = Uint8Array.from(strToU8("<!doctype html>"));
  expect(await kindOf(file("smin.safetensors", page))).toBe("weights");
  expect(await kindOf(file("run.ZIP", page))).toBe("bundle");
});

it("a file that cannot be read goes to the data, where that is said by name", async () => {
  const gone = file("gone", header);
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("gone")) }) as unknown as Blob;
  expect(await kindOf(gone)).toBe("data");
});
