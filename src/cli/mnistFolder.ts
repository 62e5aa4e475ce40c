import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../data/dataset.ts";
import { assembleMnist, type MnistResult, mnist, mnistPart, withParts } from "../data/mnist.ts";
import { type GivenFile, readGiven } from "../data/read.ts";

/** Names an unpacker or browser may have given the files; what they hold decides their role. */
const LIKELY_NAME = /idx[13]-ubyte/i;

/**
 * The files of a folder, or of its sub-folder `mnist`, that are named like MNIST's, packed or not.
 * @throws DataError "missing" if there is none, "unreadable" if there is no such folder.
 */
export async function mnistFilesIn(folder: string): Promise<readonly GivenFile[]> {
  for (const place of [join(folder, "mnist"), folder]) {
    const names = (await namesIn(place)).filter((name) => LIKELY_NAME.test(name)).sort();
    if (names.length > 0) return Promise.all(names.map((name) => givenFile(place, name)));
  }
  const expected = mnist.files.map((file) => ({ what: file.role, expected: file.name, found: "nothing" }));
  const remedy = "Name the folder that holds them, or the one above it.";
  throw new DataError("missing", `There are no MNIST files in ${folder}.`, remedy, expected);
}

/**
 * MNIST from a folder.
 * @throws DataError for the first file that is not what it should be, or if one is missing.
 */
export async function loadMnistFolder(folder: string): Promise<MnistResult> {
  const parts = [];
  for (const file of await mnistFilesIn(folder)) parts.push(mnistPart(await readGiven(file, mnist)));
  return assembleMnist(withParts({}, parts));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function givenFile(folder: string, name: string): Promise<GivenFile> {
  const path = join(folder, name);
  const { size } = await stat(path);
  return { name, size, arrayBuffer: async () => new Uint8Array(await readFile(path)).buffer };
}
