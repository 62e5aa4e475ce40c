import { browserCache } from "../data/browserCache.ts";
import { cacheHas, loadFromCache } from "../data/cache.ts";
import type { DataError, Dataset, LoadProgress } from "../data/dataset.ts";
import { makeDigits } from "../data/digits.ts";
import { DATASETS, type DatasetName } from "../data/index.ts";
import {
  assembleMnist,
  MNIST_MIRRORS,
  MNIST_ROLES,
  type MnistParts,
  missingRoles,
  mnist,
  mnistPart,
  withParts,
} from "../data/mnist.ts";
import { mnistFromFiles } from "../data/mnistFiles.ts";
import type { Contents } from "../data/read.ts";
import { loadFromMirrors, loadFromSite, siteHas } from "../data/sources.ts";
import type { DataState } from "./protocol.ts";

/** What the host is given: where the site lies, and whom to tell how far a load is. */
export interface DataHostOptions {
  /** The site's absolute address, ending with "/". */
  readonly base: string;
  readonly onProgress: (progress: LoadProgress) => void;
}

const SITE = "this site";
const KEPT = "kept in this browser";
const FETCHED = "downloaded, but this browser does not keep it";
const DROPPED = "your files";

/** Finds, loads and keeps data sets for the worker: given files, the site's own, kept ones, mirrors. */
export class DataHost {
  readonly #options: DataHostOptions;
  readonly #cache = browserCache();
  #digits: Dataset | null = null;
  /** MNIST once it is loaded, and where it came from. */
  #mnist: { data: Dataset; source: string } | null = null;
  /** Files given so far of a set that is not whole yet. */
  #parts: MnistParts = {};
  #abort = new AbortController();

  constructor(options: DataHostOptions) {
    this.#options = options;
  }

  /** Which data sets can be used at once. */
  async available(): Promise<Readonly<Record<DatasetName, DataState>>> {
    const source = await this.#mnistSource();
    const missing = missingRoles(this.#parts);
    return {
      digits: { ready: true, source: "made here", missing: [] },
      mnist: { ready: source !== null, source, missing: missing.length < MNIST_ROLES.length ? missing : [] },
    };
  }

  async #mnistSource(): Promise<string | null> {
    if (this.#mnist) return this.#mnist.source;
    if (await siteHas(mnist, this.#options.base, { fetch: browserFetch })) return SITE;
    return (await cacheHas(this.#cache, mnist)) ? KEPT : null;
  }

  /**
   * The data set, from wherever it is at hand.
   * @throws DataError of kind "missing" when it must be fetched or given first.
   */
  async load(name: DatasetName): Promise<Dataset> {
    if (name === "mnist") return this.#mnist?.data ?? this.#loadMnist();
    this.#digits ??= makeDigits(undefined, (done, total) =>
      this.#options.onProgress({ file: DATASETS.digits.name, done, total }),
    );
    return this.#digits;
  }

  async #loadMnist(): Promise<Dataset> {
    const kept = await loadFromCache(this.#cache, mnist);
    if (kept) return this.#take(kept, KEPT);
    return this.#take(await loadFromSite(mnist, this.#options.base, this.#loading()), SITE);
  }

  /** Downloads MNIST from a public mirror and keeps it for later visits where the browser lets it. Throws DataError. */
  async fetchMnist(): Promise<void> {
    const { contents, kept } = await loadFromMirrors(mnist, MNIST_MIRRORS, this.#cache, this.#loading());
    this.#take(contents, kept ? KEPT : FETCHED);
  }

  /**
   * Takes files a visitor gave, at once or bit by bit, whatever their names.
   * @returns why files were refused; the others stay.
   */
  async give(files: readonly File[]): Promise<readonly DataError[]> {
    const { parts, complete, problems } = await mnistFromFiles(files, this.#parts);
    this.#parts = complete ? {} : parts;
    if (complete) this.#mnist = { data: complete.dataset, source: DROPPED };
    return problems;
  }

  cancel(): void {
    this.#abort.abort();
  }

  #take(contents: readonly Contents[], source: string): Dataset {
    const { dataset } = assembleMnist(withParts({}, contents.map(mnistPart)));
    this.#mnist = { data: dataset, source };
    return dataset;
  }

  #loading() {
    this.#abort = new AbortController();
    return { fetch: browserFetch, signal: this.#abort.signal, onProgress: this.#options.onProgress };
  }
}

/** `fetch` must be called on its own global. */
const browserFetch: typeof fetch = (input, init) => fetch(input, init);
