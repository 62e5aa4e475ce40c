import { browserCache } from "../data/browserCache.ts";
import { cacheHas, cacheKey, loadFromCache } from "../data/cache.ts";
import type { DataError, Dataset, DatasetInfo, LoadProgress } from "../data/dataset.ts";
import { assemble, type FilePart, type FileSet, missingFiles, NO_PARTS, withParts } from "../data/fileSet.ts";
import { type Held, takeFiles } from "../data/givenFiles.ts";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { FILE_SETS, ORIGINS } from "../data/origins.ts";
import { folderHas, loadFromFolder, loadFromMirrors, siteFolder } from "../data/sources.ts";
import type { DataState } from "./protocol.ts";

/** What the host is given: where the site lies, and whom to tell how far a load is. */
export interface DataHostOptions {
  /** The site's absolute address, ending with "/". */
  readonly base: string;
  readonly onProgress: (progress: LoadProgress, unit: "bytes" | "images") => void;
}

const MADE = "made here";
const SITE = "this site";
const KEPT = "kept in this browser";
const FETCHED = "downloaded, but this browser does not keep it";
const DROPPED = "your files";
const DROPPED_AND_KEPT = "your files, kept in this browser";

interface Loaded {
  readonly data: Dataset;
  /** Where it came from, in words. */
  readonly source: string;
  /** How often the visitor gave its files. */
  readonly given: number;
}

/** Finds, loads and keeps data sets for the worker: given files, the site's own, kept ones, mirrors. */
export class DataHost {
  readonly #options: DataHostOptions;
  readonly #cache = browserCache();
  readonly #loaded = new Map<string, Loaded>();
  #held: Held = new Map();
  #abort = new AbortController();

  constructor(options: DataHostOptions) {
    this.#options = options;
  }

  /** Which data sets can be used at once. */
  async available(): Promise<Readonly<Record<string, DataState>>> {
    const states = Object.entries(ORIGINS).map(async ([id, origin]) => [
      id,
      "make" in origin ? { ready: true, source: MADE, given: 0, missing: [] } : await this.#stateOf(origin),
    ]);
    return Object.fromEntries(await Promise.all(states));
  }

  async #stateOf(set: FileSet): Promise<DataState> {
    const source = await this.#sourceOf(set);
    const parts = this.#held.get(set.info.id);
    const missing = parts === undefined ? [] : missingFiles(set.info, parts).map((file) => file.role);
    const given = this.#loaded.get(set.info.id)?.given ?? 0;
    return { ready: source !== null, source, given, missing };
  }

  async #sourceOf(set: FileSet): Promise<string | null> {
    const { info } = set;
    const loaded = this.#loaded.get(info.id);
    if (loaded) return loaded.source;
    if (await folderHas(set, siteFolder(info, this.#options.base), { fetch: browserFetch })) return SITE;
    return (await cacheHas(this.#cache, info)) ? KEPT : null;
  }

  /**
   * The data set, from wherever it is at hand.
   * @throws DataError of kind "missing" when it must be fetched or given first.
   */
  async load(name: DatasetName): Promise<Dataset> {
    const loaded = this.#loaded.get(name);
    if (loaded) return loaded.data;
    const origin = ORIGINS[name];
    if ("part" in origin) return this.#loadFiles(origin);
    const file = DATASETS[name].name;
    const data = origin.make((done, total) => this.#options.onProgress({ file, done, total }, "images"));
    return this.#keep(data, MADE);
  }

  async #loadFiles(set: FileSet): Promise<Dataset> {
    const { onProgress, ...options } = this.#loading();
    const kept = await loadFromCache(this.#cache, set, set.part, onProgress);
    if (kept) return this.#assemble(set.info, kept, KEPT);
    const folder = siteFolder(set.info, this.#options.base);
    return this.#assemble(
      set.info,
      await loadFromFolder(set, folder, { ...options, onProgress }, set.part),
      SITE,
    );
  }

  /** Downloads a set from a public mirror and keeps it for later visits where the browser lets it. Throws DataError. */
  async fetch(id: string): Promise<void> {
    const set = FILE_SETS.find(({ info }) => info.id === id) as FileSet;
    const { mirrors } = set.info;
    const { taken, kept } = await loadFromMirrors(set, mirrors, this.#cache, this.#loading(), set.part);
    this.#assemble(set.info, taken, kept ? KEPT : FETCHED);
  }

  /**
   * Takes files a visitor gave, at once or bit by bit, whatever their names, and keeps published ones
   * for later visits.
   * @returns why files were refused; the others stay.
   */
  async give(files: readonly File[]): Promise<readonly DataError[]> {
    const { signal, onProgress } = this.#loading();
    const { held, complete, problems, unknown } = await takeFiles(files, {
      sets: FILE_SETS,
      held: this.#held,
      signal,
      onProgress,
      onPublished: async ({ info }, file, { bytes }) => {
        await this.#cache.put(cacheKey(info, file), bytes);
      },
    });
    this.#held = held;
    for (const { dataset, verified } of complete) {
      const kept = verified && (await cacheHas(this.#cache, dataset.info));
      const given = (this.#loaded.get(dataset.info.id)?.given ?? 0) + 1;
      this.#keep(dataset, kept ? DROPPED_AND_KEPT : DROPPED, given);
    }
    return [...unknown, ...problems];
  }

  cancel(): void {
    this.#abort.abort();
  }

  #assemble(info: DatasetInfo, parts: readonly FilePart[], source: string): Dataset {
    return this.#keep(assemble(info, withParts(NO_PARTS, parts)).dataset, source);
  }

  #keep(data: Dataset, source: string, given = 0): Dataset {
    this.#loaded.set(data.info.id, { data, source, given });
    return data;
  }

  #loading() {
    this.#abort = new AbortController();
    const onProgress = (progress: LoadProgress) => this.#options.onProgress(progress, "bytes");
    return { fetch: browserFetch, signal: this.#abort.signal, onProgress };
  }
}

/** `fetch` must be called on its own global. */
const browserFetch: typeof fetch = (input, init) => fetch(input, init);
