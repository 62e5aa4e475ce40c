import { cacheKey, type DataCache, readCached } from "./cache.ts";
import { DataError, type DataFile, type DatasetInfo, type LoadProgress } from "./dataset.ts";
import { type Download, download, type Fetch, probe } from "./download.ts";
import type { Contents } from "./read.ts";

/** What every load over the network is given. */
export interface LoadOptions {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal;
  /** Told of the whole set: bytes as published, of all its files; `file` is the one under way. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Files from mirrors; `kept` tells whether all of them will be at hand without a network. */
export interface MirrorResult {
  readonly contents: readonly Contents[];
  readonly kept: boolean;
}

/**
 * Whether the site's own folder has all files of a set, told from the first bytes of each. `base` is
 * the site's absolute address, ending with "/".
 */
export async function siteHas(
  info: DatasetInfo,
  base: string,
  { fetch, signal = never() }: LoadOptions,
): Promise<boolean> {
  for (const file of info.files) {
    if (!(await probe(fetch, siteAddress(info, base, file), file, signal))) return false;
  }
  return info.files.length > 0;
}

/**
 * All files of a set from the site's own folder `data/<id>/`, verified.
 * @throws DataError, of kind "missing" where a file is not there or a web page came instead.
 */
export async function loadFromSite(
  info: DatasetInfo,
  base: string,
  options: LoadOptions,
): Promise<readonly Contents[]> {
  const all: Contents[] = [];
  for (const file of info.files) {
    const { contents } = await download({
      fetch: options.fetch,
      url: siteAddress(info, base, file),
      file,
      signal: options.signal ?? never(),
      otherwise: "missing",
      onBytes: setProgress(info, file, options.onProgress),
    });
    all.push(contents);
  }
  return all;
}

/**
 * All files of a set from public mirrors (absolute addresses of folders, ending with "/"), verified
 * and then kept. A file that is kept already is not downloaded again; where one mirror fails the next
 * is asked, and stays first for the files that follow.
 * @throws DataError "offline", "forbidden", "missing", "corrupt": what the most telling mirror did,
 * with a fact a mirror; "cancelled".
 */
export async function loadFromMirrors(
  info: DatasetInfo,
  mirrors: readonly string[],
  cache: DataCache,
  options: LoadOptions,
): Promise<MirrorResult> {
  const order = [...mirrors];
  const contents: Contents[] = [];
  let kept = true;
  for (const file of info.files) {
    const onBytes = setProgress(info, file, options.onProgress);
    onBytes(0);
    const cached = await readCached(cache, info, file);
    if (cached !== null) {
      contents.push(cached);
      onBytes(file.bytes);
      continue;
    }
    const fresh = await firstThatGives(order, file, options, onBytes);
    contents.push(fresh.contents);
    kept = (await cache.put(cacheKey(info, file), fresh.received)) && kept;
  }
  return { contents, kept };
}

/** Asks one mirror after the other; those that fail move to the end of `order`. */
async function firstThatGives(
  order: string[],
  file: DataFile,
  options: LoadOptions,
  onBytes: (done: number) => void,
): Promise<Download> {
  const failures: DataError[] = [];
  for (const mirror of [...order]) {
    try {
      const url = new URL(file.name, mirror).href;
      const signal = options.signal ?? never();
      return await download({ fetch: options.fetch, url, file, signal, otherwise: "corrupt", onBytes });
    } catch (error) {
      if (!(error instanceof DataError) || error.kind === "cancelled") throw error;
      failures.push(error);
      order.push(...order.splice(0, 1));
    }
  }
  throw noMirror(order, file, failures);
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

function siteAddress(info: DatasetInfo, base: string, file: DataFile): string {
  return new URL(`data/${info.id}/${file.name}`, base).href;
}

/** Turns bytes of one file into progress of its whole set. */
function setProgress(
  info: DatasetInfo,
  file: DataFile,
  onProgress: ((progress: LoadProgress) => void) | undefined,
): (done: number) => void {
  const sizes = info.files.map((each) => each.bytes);
  const before = sum(sizes.slice(0, info.files.indexOf(file)));
  return (done) => onProgress?.({ file: file.name, done: before + done, total: sum(sizes) });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function never(): AbortSignal {
  return new AbortController().signal;
}
