import { cacheKey, type DataCache, readCached, setProgress } from "./cache.ts";
import {
  type Archive,
  DataError,
  type DataFile,
  type DatasetInfo,
  GET_ORIGINAL,
  type LoadProgress,
} from "./dataset.ts";
import { download, type Fetch, probe } from "./download.ts";
import { type FileSet, publishedFile } from "./fileSet.ts";
import { archiveLimit, type Contents, readGiven, readPublished } from "./read.ts";

/** What every load over the network is given. */
export interface LoadOptions {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal;
  /** Told of the whole set: bytes as published, of all its files; `file` is the one under way. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** What was taken of files from mirrors; `kept` tells whether all will be at hand without a network. */
export interface MirrorResult<T> {
  readonly taken: readonly T[];
  readonly kept: boolean;
}

/** The site's own folder of a set. `base` is the site's absolute address, ending with "/". */
export function siteFolder({ id }: DatasetInfo, base: string): string {
  return new URL(`data/${id}/`, base).href;
}

/**
 * Whether a folder (absolute address, ending with "/") has all files of a set, or its archive, told
 * from the first bytes of each.
 */
export async function folderHas(set: FileSet, folder: string, options: LoadOptions): Promise<boolean> {
  return (await hasFiles(set, folder, options)) || (await hasArchive(set, folder, options));
}

async function hasFiles(set: FileSet, folder: string, options: LoadOptions): Promise<boolean> {
  for (const { name } of set.info.files) {
    if (!(await probe(options.fetch, new URL(name, folder).href, set, signalOf(options)))) return false;
  }
  return set.info.files.length > 0;
}

async function hasArchive(set: FileSet, folder: string, options: LoadOptions): Promise<boolean> {
  const { archive } = set.info;
  if (archive === undefined) return false;
  return probe(options.fetch, new URL(archive.name, folder).href, set, signalOf(options));
}

/**
 * All files of a set from a folder (absolute address, ending with "/"), alone or in the set's archive,
 * verified. Each is handed to `take` as it comes; no two need be held at a time.
 * @throws DataError, of kind "missing" where a file is not there or a web page came instead.
 */
export async function loadFromFolder<T>(
  set: FileSet,
  folder: string,
  options: LoadOptions,
  take: (contents: Contents, file: DataFile) => T,
): Promise<readonly T[]> {
  if ((await hasArchive(set, folder, options)) && !(await hasFiles(set, folder, options)))
    return loadArchive(set, folder, options, take);
  const taken: T[] = [];
  for (const file of set.info.files) {
    const url = new URL(file.name, folder).href;
    const onBytes = setProgress(set.info, file, options.onProgress);
    const received = await download({ ...wanted(set, file, options), url, otherwise: "missing", onBytes });
    taken.push(take(await readPublished(received, set, file, "missing"), file));
  }
  return taken;
}

async function loadArchive<T>(
  set: FileSet,
  folder: string,
  options: LoadOptions,
  take: (contents: Contents, file: DataFile) => T,
): Promise<readonly T[]> {
  const { name, bytes } = set.info.archive as Archive;
  const received = await download({
    ...wanted(set, { name, bytes, rawBytes: archiveLimit(set) }, options),
    url: new URL(name, folder).href,
    otherwise: "missing",
    onBytes: (done) => options.onProgress?.({ file: name, done, total: bytes }),
  });
  const given = { name, size: received.length, stream: () => new Blob([received]).stream() };
  const found = new Map<DataFile, T>();
  for await (const contents of readGiven(given, [set], { signal: signalOf(options) })) {
    const file = publishedFile(set.info, contents);
    if (file !== undefined) found.set(file, take(contents, file));
  }
  const absent = set.info.files.filter((file) => !found.has(file));
  if (absent.length === 0) return set.info.files.map((file) => found.get(file) as T);
  throw new DataError(
    "corrupt",
    `${name} does not hold all published files of ${set.info.name}.`,
    GET_ORIGINAL,
    absent.map((file) => ({ what: file.role, expected: file.sha256, found: "nothing with this checksum" })),
  );
}

/**
 * All files of a set from public mirrors (absolute addresses of folders, ending with "/"), verified,
 * handed to `take` and kept. A file that is kept already is not downloaded again; where one mirror
 * fails the next is asked, and stays first for the files that follow.
 * @throws DataError "offline", "forbidden", "missing", "corrupt": what the most telling mirror did,
 * with a fact a mirror; "cancelled".
 */
export async function loadFromMirrors<T>(
  set: FileSet,
  mirrors: readonly string[],
  cache: DataCache,
  options: LoadOptions,
  take: (contents: Contents) => T,
): Promise<MirrorResult<T>> {
  const order = [...mirrors];
  const taken: T[] = [];
  let kept = true;
  for (const file of set.info.files) {
    const onBytes = setProgress(set.info, file, options.onProgress);
    onBytes(0);
    const cached = await readCached(cache, set, file);
    if (cached !== null) {
      taken.push(take(cached));
      onBytes(file.bytes);
      continue;
    }
    const { received, contents } = await firstThatGives(order, set, file, options, onBytes);
    kept = (await cache.put(cacheKey(set.info, file), received)) && kept;
    taken.push(take(contents));
  }
  return { taken, kept };
}

/** Asks one mirror after the other; those that fail move to the end of `order`. */
async function firstThatGives(
  order: string[],
  set: FileSet,
  file: DataFile,
  options: LoadOptions,
  onBytes: (done: number) => void,
): Promise<{ received: Uint8Array<ArrayBuffer>; contents: Contents }> {
  const failures: DataError[] = [];
  for (const mirror of [...order]) {
    try {
      const url = new URL(file.name, mirror).href;
      const received = await download({ ...wanted(set, file, options), url, otherwise: "corrupt", onBytes });
      return { received, contents: await readPublished(received, set, file, "corrupt") };
    } catch (error) {
      if (!(error instanceof DataError) || error.kind === "cancelled") throw error;
      failures.push(error);
      order.push(...order.splice(0, 1));
    }
  }
  throw noMirror(order, file, failures);
}

function wanted(
  set: FileSet,
  { name, bytes, rawBytes }: Pick<DataFile, "name" | "bytes" | "rawBytes">,
  options: LoadOptions,
) {
  return { fetch: options.fetch, set, name, bytes, rawBytes, signal: signalOf(options) };
}

/** A wrong file tells more than a refusal, and that more than no answer. */
const TELLING = ["corrupt", "forbidden", "missing", "offline"] as const;

function noMirror(mirrors: readonly string[], file: DataFile, failures: readonly DataError[]): DataError {
  const [kind, worst] = TELLING.flatMap((kind) => {
    const failure = failures.find((failed) => failed.kind === kind);
    return failure === undefined ? [] : [[kind, failure] as const];
  })[0] ?? ["missing", null];
  const reason = worst?.message ?? `There is no mirror to get ${file.name} from.`;
  return new DataError(
    kind,
    failures.length > 1 ? `${reason} No other mirror gave it either.` : reason,
    "Check the connection and try again, or choose the files yourself.",
    failures.map((failure, i) => ({
      what: new URL(mirrors[i] as string).host,
      expected: file.name,
      found: failure.facts[0]?.found ?? failure.message,
    })),
  );
}

function signalOf({ signal = new AbortController().signal }: LoadOptions): AbortSignal {
  return signal;
}
