import type { DataFile, DatasetInfo } from "./dataset.ts";
import { type Contents, readPublished } from "./read.ts";

/** Keeps downloaded files between visits. Nothing it does may fail: without storage it keeps nothing. */
export interface DataCache {
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
export async function readCached(
  cache: DataCache,
  info: DatasetInfo,
  file: DataFile,
): Promise<Contents | null> {
  const key = cacheKey(info, file);
  const packed = await cache.get(key);
  if (packed === null) return null;
  try {
    return await readPublished(packed, file, "corrupt");
  } catch {
    await cache.delete(key);
    return null;
  }
}

/** Whether every file of a set is kept. */
export async function cacheHas(cache: DataCache, info: DatasetInfo): Promise<boolean> {
  for (const file of info.files) if ((await cache.get(cacheKey(info, file))) === null) return false;
  return true;
}

/** All files of a set as kept, or null if one is not there or not whole. */
export async function loadFromCache(
  cache: DataCache,
  info: DatasetInfo,
): Promise<readonly Contents[] | null> {
  const all: Contents[] = [];
  for (const file of info.files) {
    const contents = await readCached(cache, info, file);
    if (contents === null) return null;
    all.push(contents);
  }
  return all;
}
