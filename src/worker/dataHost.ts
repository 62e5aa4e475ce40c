import { browserCache } from "../data/browserCache.ts";
import { readCached } from "../data/cache.ts";
import { DataError, type Dataset, type LoadProgress } from "../data/dataset.ts";
import { makeDigits } from "../data/digits.ts";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { assembleMnist, missingRoles, MNIST_MIRRORS, type MnistParts, mnist, mnistPart, withParts } from "../data/mnist.ts";
import { type Contents, readGiven } from "../data/read.ts";
import { loadFromMirrors, loadFromSite, siteHas } from "../data/sources.ts";
import type { DataState } from "./protocol.ts";

/** What the host is given: how to fetch, where the site lies, whom to tell. */
export interface DataHostOptions {
  /** The site's absolute address, ending with "/". */
  readonly base: string;
  readonly onProgress: (progress: LoadProgress) => void;
}

const NOTHING: DataState = { ready: false, source: null, missing: [] };

/** Finds, loads and keeps data sets for the worker: dropped files, the site's own, kept ones, mirrors. */
export class DataHost {
  readonly #options: DataHostOptions;
  readonly #cache = browserCache();
  #mnist: Dataset | null = null;
  #parts: MnistParts = {};
  #digits: Dataset | null = null;
  #source: string | null = null;
  #abort = new AbortController();

  constructor(options: DataHostOptions) {
    this.#options = options;
  }

  /** Which data sets can be used at once. */
  async available(): Promise<Readonly<Record<DatasetName, DataState>>> {
    return { digits: { ready: true, source: "made here", missing: [] }, mnist: await this.#mnistState() };
  }

  async #mnistState(): Promise<DataState> {
    if (this.#mnist) return { ready: true, source: this.#source, missing: [] };
    const missing = missingRoles(this.#parts);
    if (missing.length < mnist.files.length) return { ...NOTHING, missing };
    if (await this.#siteHasMnist()) return { ready: true, source: "this site", missing: [] };
    if (await this.#kept()) return { ready: true, source: "kept in this browser", missing: [] };
    return NOTHING;
  }

  #siteHasMnist(): Promise<boolean> {
    return siteHas(mnist, this.#options.base, { fetch, signal: this.#begin() });
  }

  async #kept(): Promise<boolean> {
    for (const file of mnist.files) if ((await readCached(this.#cache, mnist, file)) === null) return false;
    return true;
  }

  /**
   * The data set, from wherever it is at hand.
   * @throws DataError "missing" when it must be fetched or given first.
   */
  async load(name: DatasetName): Promise<Dataset> {
    if (name === "digits") {
      this.#digits ??= makeDigits(undefined, (done, total) => this.#options.onProgress({ file: DATASETS.digits.name, done, total }));
      return this.#digits;
    }
    if (this.#mnist) return this.#mnist;
    const options = { fetch, signal: this.#begin(), onProgress: this.#options.onProgress };
    try {
      return this.#take(await loadFromSite(mnist, this.#options.base, options), "this site");
    } catch (error) {
      if (!(error instanceof DataError) || error.kind === "cancelled") throw error;
      const kept: Contents[] = [];
      for (const file of mnist.files) kept.push(...[await readCached(this.#cache, mnist, file)].filter((part) => part !== null));
      if (kept.length === mnist.files.length) return this.#take(kept, "kept in this browser");
      throw error;
    }
  }

  /** Downloads MNIST from a public mirror and keeps it for later visits. */
  async fetchMnist(): Promise<void> {
    const options = { fetch, signal: this.#begin(), onProgress: this.#options.onProgress };
    const { contents } = await loadFromMirrors(mnist, MNIST_MIRRORS, this.#cache, options);
    this.#take(contents, "kept in this browser");
  }

  /**
   * Takes files a visitor gave, whatever their names. Those that are good stay even if others are not.
   * @throws DataError of the first file that cannot be used.
   */
  async give(files: readonly File[]): Promise<void> {
    const problems: unknown[] = [];
    let parts = this.#parts;
    for (const file of files) {
      try {
        parts = withParts(parts, [mnistPart(await readGiven(file, mnist))]);
      } catch (error) {
        problems.push(error);
      }
    }
    this.#parts = parts;
    if (missingRoles(parts).length === 0) {
      this.#mnist = assembleMnist(parts).dataset;
      this.#source = "dropped files";
    }
    if (problems.length > 0) throw problems[0];
    // A lone pair that does not belong together is refused now; other gaps are simply still open.
    if (missingRoles(parts).length === 2) refuseMismatch(parts);
  }

  cancel(): void {
    this.#abort.abort();
  }

  #take(contents: readonly Contents[], source: string): Dataset {
    const parts = withParts({}, contents.map(mnistPart));
    this.#mnist = assembleMnist(parts).dataset;
    this.#source = source;
    return this.#mnist;
  }

  #begin(): AbortSignal {
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
    return this.#abort.signal;
  }
}

function refuseMismatch(parts: MnistParts): void {
  try {
    assembleMnist(parts);
  } catch (error) {
    if (error instanceof DataError && error.kind === "mismatch") throw error;
  }
}
