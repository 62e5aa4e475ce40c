import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { DataError, type Dataset } from "../data/dataset.ts";
import { incomplete } from "../data/fileSet.ts";
import { takeFiles } from "../data/givenFiles.ts";
import type { DatasetName } from "../data/index.ts";
import { FILE_SETS, ORIGINS } from "../data/origins.ts";
import type { GivenFile } from "../data/read.ts";
import type { ByteStream } from "../data/unpack.ts";

/** A file on disk as the data loaders take it. */
export interface FileOnDisk extends GivenFile {
  readonly path: string;
}

/**
 * The files that may be those of some data sets: of each in the folder of its name inside `directory`, or
 * in `directory` itself.
 * @throws DataError if a folder cannot be read.
 */
export async function filesOf(directory: string, ids: readonly string[]): Promise<readonly FileOnDisk[]> {
  const folders = new Set<string>();
  for (const id of ids) {
    const own = join(directory, id);
    folders.add((await stat(own).catch(() => null))?.isDirectory() ? own : directory);
  }
  const files: FileOnDisk[] = [];
  for (const folder of folders) files.push(...(await filesIn(folder)));
  return files;
}

async function filesIn(folder: string): Promise<readonly FileOnDisk[]> {
  const names = await readdir(folder).catch(() => {
    throw new DataError(
      "unreadable",
      `The folder ${folder} cannot be read.`,
      "Name the folder that holds the files.",
    );
  });
  const found = await Promise.all(names.sort().map((name) => fileAt(join(folder, name))));
  return found.filter((file) => file !== null);
}

async function fileAt(path: string): Promise<FileOnDisk | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const stream = () => Readable.toWeb(createReadStream(path)) as ByteStream;
  return { path, name: basename(path), size: found.size, stream };
}

/**
 * Reads a data set for the command line.
 * @param directory holds the set's folder (`mnist/`, `cifar10/`) or the files themselves; not needed for
 * a set the project makes.
 * @throws DataError as the loaders do; Error when no folder was named.
 */
export async function loadDataset(name: DatasetName, directory: string | undefined): Promise<Dataset> {
  const origin = ORIGINS[name];
  if ("make" in origin) return origin.make();
  const { info } = origin;
  if (!directory)
    throw new Error(`Where is ${info.name}? Name its folder with --data-dir DIR or MINCONV_DATA.`);
  const files = await filesOf(directory, [name]);
  const { complete, held, problems } = await takeFiles(files, { sets: FILE_SETS });
  const whole = complete.find(({ dataset }) => dataset.info === info);
  if (whole) return whole.dataset;
  throw problems[0] ?? incomplete(info, ({ role }) => held.get(name)?.has(role) === true, directory);
}
