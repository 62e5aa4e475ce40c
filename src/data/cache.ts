import type { DataFile, DatasetInfo, LoadProgress } from "./dataset.ts";
import type { FileSet } from "./fileSet.ts";
import { type Contents, readPublished } from "./read.ts";

/** Keeps downloaded files between visits. Nothing it does may fail: without storage it keeps nothing. */
export interface DataCache {
  /** Whether there is something under a key, without reading it. */
  has(key: string): Promise<boolean>;
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether it is kept. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Where a file of a data set is kept. */
export function cacheKey(info: DatasetInfo, file: DataFile): string {
  return `${info.id}/${info.version}/${file.name}`;
}

/** A kept file, verified again; one that is no longer whole is thrown away. */
export async function readCached(cache: DataCache, set: FileSet, file: DataFile): Promise<Contents | null> {
  const key = cacheKey(set.info, file);
  const packed = await cache.get(key);
  if (packed === null) return null;
  try {
    return await readPublished(packed, set, file, "corrupt");
  } catch {
    await cache.delete(key);
    return null;
  }
}

/** Whether every file of a set is kept. */
export async function cacheHas(cache: DataCache, info: DatasetInfo): Promise<boolean> {
  for (const file of info.files) if (!(await cache.has(cacheKey(info, file)))) return false;
  return true;
}

/**
 * All files of a set as kept, each handed to `take` as it comes, or null if one is not there or not
 * whole.
 */
export async function loadFromCache<T>(
  cache: DataCache,
  set: FileSet,
  take: (contents: Contents) => T,
  onProgress: (progress: LoadProgress) => void = () => {},
): Promise<readonly T[] | null> {
  const taken: T[] = [];
  for (const file of set.info.files) {
    setProgress(set.info, file, onProgress)(0);
    const contents = await readCached(cache, set, file);
    if (contents === null) return null;
    taken.push(take(contents));
  }
  return taken;
}

/** Turns bytes of one file into progress of its whole set, in bytes as published. */
export function setProgress(
  info: DatasetInfo,
  file: DataFile,
  onProgress: (progress: LoadProgress) => void = () => {},
): (done: number) => void {
  const before = sizeOf(info.files.slice(0, info.files.indexOf(file)));
  const total = sizeOf(info.files);
  return (done) => onProgress({ file: file.name, done: before + done, total });
}

function sizeOf(files: readonly DataFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
