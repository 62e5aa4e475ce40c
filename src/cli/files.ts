import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DataError, type Dataset } from "../data/dataset.ts";
import { makeDigits } from "../data/digits.ts";
import type { DatasetName } from "../data/index.ts";
import { assembleMnist, type MnistParts, mnist, mnistPart, withParts } from "../data/mnist.ts";
import { type GivenFile, readGiven } from "../data/read.ts";

/** A file on disk as the data loaders take it. */
export async function given(path: string): Promise<GivenFile> {
  const { size } = await stat(path);
  return {
    name: basename(path),
    size,
    arrayBuffer: async () => {
      const bytes = await readFile(path);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    },
  };
}

/** The files of a data set: in the folder of its name inside `directory`, or in `directory` itself. */
export async function filesOf(directory: string, id: string): Promise<string[]> {
  const own = join(directory, id);
  const folder = (await stat(own).catch(() => null))?.isDirectory() ? own : directory;
  const names = await readdir(folder).catch(() => {
    throw new DataError(
      "unreadable",
      `The folder ${folder} cannot be read.`,
      "Name the folder that holds the files.",
    );
  });
  return names.filter((name) => /idx[13]-ubyte/i.test(name)).map((name) => join(folder, name));
}

/**
 * Reads a data set for the command line.
 * @param directory holds `mnist/` or the files themselves; not needed for a set the project makes.
 * @throws DataError as the loaders do; Error when no folder was named.
 */
export async function loadDataset(name: DatasetName, directory: string | undefined): Promise<Dataset> {
  if (name === "digits") return makeDigits();
  if (!directory)
    throw new Error(`Where is ${mnist.name}? Name its folder with --data-dir DIR or MINCONV_DATA.`);
  let parts: MnistParts = {};
  for (const path of await filesOf(directory, name)) {
    parts = withParts(parts, [mnistPart(await readGiven(await given(path), mnist))]);
  }
  return assembleMnist(parts).dataset;
}
