import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cifar10, cifar10Files } from "./cifar10.ts";
import { CIFAR_RECORD } from "./cifarBinary.ts";
import { missingFiles, NO_PARTS } from "./fileSet.ts";
import { takeFiles } from "./givenFiles.ts";
import { FILE_SETS } from "./origins.ts";
import type { GivenFile } from "./read.ts";
import { folderHas, loadFromFolder, siteFolder } from "./sources.ts";
import { cifarRecords, failureOf, type MannerName, TestMirror, tarOf } from "./testing.ts";

const RECORDS = 10_000;
const file = (name: string, bytes: Uint8Array): GivenFile => new File([new Uint8Array(bytes)], name);
const packed = (name: string, bytes: Uint8Array) => file(name, gzipSync(bytes, { level: 1 }));

async function take(files: readonly GivenFile[]) {
  const { complete, problems, unknown, held } = await takeFiles(files, { sets: FILE_SETS });
  const parts = held.get("cifar10") ?? NO_PARTS;
  return {
    complete: complete[0] ?? null,
    problems,
    unknown,
    missing: missingFiles(cifar10, parts).map(({ role }) => role),
  };
}

const named = (name: string) => name.replace(".gz", "");

/** The six files of the set's form, each with other pixels. */
const members = () =>
  cifar10.files.map(({ name }, i) => [named(name), cifarRecords(RECORDS, i + 1)] as const);

test("its files in any order and in an archive, under any folder, come to one set in the batches' order", async () => {
  const [first, ...others] = members().reverse();
  const inside = others.map(([name, bytes]) => [`cifar-10-batches-bin/${name}`, bytes] as const);
  const { complete, problems } = await take([
    packed("some name.tgz", tarOf(inside)),
    file(`${first![0]} (1)`, first![1]),
  ]);
  expect(problems).toEqual([]);
  expect(complete?.verified).toBe(false);
  const { train, test: held } = complete!.dataset;
  expect([train.count, held.count]).toEqual([50_000, 10_000]);
  // Byte 97 of batch 3 is 97 x 3.
  const third = 2 * RECORDS * (CIFAR_RECORD - 1);
  expect(train.images.slice(third, third + 300)).toContain((97 * 3) % 256);
});

describe("refused, and the rest of the set is taken:", () => {
  const refusals: readonly (readonly [what: string, bad: () => GivenFile, said: Record<string, unknown>])[] =
    [
      [
        "a file that is cut off",
        () => file("data_batch_2.bin", cifarRecords(RECORDS).subarray(0, 5000)),
        { kind: "corrupt", facts: [{ what: "length", found: "5,000 bytes" }] },
      ],
      [
        "a file of another size",
        () => file("data_batch_2.bin", cifarRecords(RECORDS + 1)),
        { kind: "corrupt", facts: [{ what: "length", found: "30,733,073 bytes" }] },
      ],
      [
        "a file whose name does not say what it is",
        () => file("unknown.bin", cifarRecords(RECORDS, 2)),
        { kind: "corrupt", facts: [{ what: "sha256" }, { what: "name", found: "unknown.bin" }] },
      ],
      [
        "a label outside the classes",
        () => {
          const bytes = cifarRecords(RECORDS, 2);
          bytes[77 * CIFAR_RECORD] = 10;
          return file("data_batch_2.bin", bytes);
        },
        { kind: "corrupt", facts: [{ what: "label of record 77", expected: "0 to 9", found: "10" }] },
      ],
      [
        "a web page under its name",
        () => file("data_batch_2.bin", Buffer.from("<!doctype html><title>Sign in</title>")),
        { kind: "corrupt" },
      ],
    ];
  test.each(refusals)("%s", async (_, bad, said) => {
    const [first] = members();
    const { problems, unknown, missing } = await take([file(...first!), bad()]);
    expect([...problems, ...unknown]).toMatchObject([said]);
    expect(missing).toEqual(["batch 2", "batch 3", "batch 4", "batch 5", "test batch"]);
  });
});

const folder = process.env.MINCONV_DATA;
const real = folder !== undefined && existsSync(join(folder, "cifar10"));

describe.skipIf(!real)(
  "the original files (skipped unless MINCONV_DATA names a folder with cifar10/)",
  () => {
    const original = ({ name }: { name: string }) => readFileSync(join(folder as string, "cifar10", name));

    test("are recognised by their checksums under any name, and have CIFAR-10's class counts", async () => {
      const { complete, problems } = await take(cifar10.files.map((each, i) => file(`${i}`, original(each))));
      expect(problems).toEqual([]);
      expect(complete?.verified).toBe(true);
      const counts = (labels: Uint8Array) =>
        cifar10.classes.map((_, label) => labels.filter((each) => each === label).length);
      expect(counts(complete!.dataset.train.labels)).toEqual(Array(10).fill(5000));
      expect(counts(complete!.dataset.test.labels)).toEqual(Array(10).fill(1000));
    });

    test("in an archive in the site's folder are found and verified, packed by the server or not", async () => {
      const archive = cifar10.archive?.name ?? "";
      const tar = tarOf(cifar10.files.map((each) => [`x/${named(each.name)}`, gunzipSync(original(each))]));
      const gz = gzipSync(tar, { level: 1 });
      const site = new TestMirror(new Map([[archive, gz]]), new Map([[archive, tar]]));
      await site.start();
      try {
        for (const manner of ["plain", "encoded", "unpacked"] satisfies MannerName[]) {
          const from = siteFolder(cifar10, site.folder(manner));
          expect(await folderHas(cifar10Files, from, { fetch })).toBe(true);
          const sums = await loadFromFolder(cifar10Files, from, { fetch }, ({ sha256 }) => sha256);
          expect(sums).toEqual(cifar10.files.map(({ sha256 }) => sha256));
        }
        const page = siteFolder(cifar10, site.folder("page"));
        expect(await folderHas(cifar10Files, page, { fetch })).toBe(false);
        expect(
          await failureOf(() => loadFromFolder(cifar10Files, page, { fetch }, () => null)),
        ).toMatchObject({
          kind: "missing",
          message: "Instead of data_batch_1.bin.gz came a web page.",
        });
      } finally {
        await site.stop();
      }
    }, 120_000);
  },
);
