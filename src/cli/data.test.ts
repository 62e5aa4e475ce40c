import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mnist } from "../data/mnist.ts";
import { failureOf, idxLabels } from "../data/testing.ts";
import { data } from "./data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const target = () => join(folder, "site", "mnist");
const prepare = (from: string) => data(["--from", from, "--to", join(folder, "site"), "--json"]);

test("asks where from", async () => {
  expect(await failureOf(() => data([]))).toMatchObject({ message: expect.stringContaining("--from") });
});

test("a folder without the files is refused with what is looked for, and nothing is written", async () => {
  expect(await failureOf(() => prepare(folder))).toMatchObject({
    kind: "missing",
    message: `${folder} holds no files of MNIST or CIFAR-10.`,
  });
  expect(existsSync(target())).toBe(false);
});

test("a folder that is not there is named", async () => {
  expect(await failureOf(() => prepare(join(folder, "nowhere")))).toMatchObject({
    kind: "unreadable",
    message: `The folder ${join(folder, "nowhere")} cannot be read.`,
  });
});

test("a file that is not the published one is refused by name, and nothing is written", async () => {
  const path = join(folder, "t10k-labels-idx1-ubyte");
  writeFileSync(path, idxLabels(10000));
  expect(await failureOf(() => prepare(folder))).toMatchObject({
    kind: "corrupt",
    message: `${path} is not a published file of MNIST: its checksum differs.`,
  });
  expect(existsSync(target())).toBe(false);
});

test("an address nobody answers at is said to be unreachable", async () => {
  expect(await failureOf(() => prepare("http://127.0.0.1:1/mnist"))).toMatchObject({ kind: "offline" });
});

const original = process.env.MINCONV_DATA;

describe.skipIf(!original)("the original files (skipped unless MINCONV_DATA names their folder)", () => {
  test("are copied as they are, under their published names", async () => {
    expect(await prepare(original as string)).toBe(0);
    for (const { name, bytes } of mnist.files) {
      const copy = readFileSync(join(target(), name));
      expect(copy).toHaveLength(bytes);
      expect(copy.equals(readFileSync(join(original as string, "mnist", name)))).toBe(true);
    }
  });
});
