import { createStore, promisifyRequest, type UseStore } from "idb-keyval";

/**
 * Why the browser's storage did not do what was asked. "blocked": private window, site settings, a
 * frame of another site. "silent": it never answered. "full": the site's share is used up.
 */
export type StorageTrouble = "blocked" | "silent" | "full";

export class StorageError extends Error {
  readonly kind: StorageTrouble;

  constructor(kind: StorageTrouble, details: string) {
    super(details);
    this.name = "StorageError";
    this.kind = kind;
  }
}

/** What a change writes and removes, all of it or nothing. */
export interface Change {
  readonly put?: readonly (readonly [key: string, value: unknown])[];
  readonly remove?: readonly string[];
  /** Removes every entry whose key begins so. */
  readonly clear?: string;
}

/** Entries under text keys. Everything throws StorageError and nothing else. */
export interface Vault {
  read(key: string): Promise<unknown>;
  /** Entries whose key begins with `prefix`, by key. */
  entries(prefix: string): Promise<(readonly [key: string, value: unknown])[]>;
  /**
   * Reads an entry and writes what follows from it in one transaction: a crash leaves all of the old
   * or all of the new. `next` returns null to leave everything as it is. `bytes`: how much it writes.
   */
  change(key: string, next: (old: unknown) => Change | null, bytes?: number): Promise<void>;
}

const DATABASE = "minconv-runs";
const STORE = "entries";

/** How long the browser may take to answer, and for each megabyte on top. */
const PATIENCE_MS = 5000;
const PATIENCE_PER_MEGABYTE = 500;

/**
 * The browser's database. Chosen for its transactions, and because it keeps large values as files of
 * their own that are read only when asked for.
 */
export function browserVault(name: string = DATABASE, patience: number = PATIENCE_MS): Vault {
  const store = createStore(name, STORE);
  const ask = <T>(mode: IDBTransactionMode, work: Parameters<UseStore>[1], bytes = 0): Promise<T> =>
    within(patience + (bytes / 1e6) * PATIENCE_PER_MEGABYTE, async () => (await store(mode, work)) as T);
  return {
    read: (key) => ask("readonly", (entries) => promisifyRequest(entries.get(key))),
    entries: (prefix) =>
      ask("readonly", async (entries) => {
        const range = startingWith(prefix);
        const [keys, values] = await Promise.all([
          promisifyRequest(entries.getAllKeys(range)),
          promisifyRequest<unknown[]>(entries.getAll(range)),
        ]);
        return keys.map((key, i) => [String(key), values[i]] as const);
      }),
    change: (key, next, bytes) => ask("readwrite", (entries) => promisifyChange(entries, key, next), bytes),
  };
}

/** The transaction's end is the change's end: until then the browser may still refuse all of it. */
function promisifyChange(
  entries: IDBObjectStore,
  key: string,
  next: (old: unknown) => Change | null,
): Promise<void> {
  const { transaction } = entries;
  let failure: unknown;
  const asked = entries.get(key);
  asked.onsuccess = () => {
    try {
      const change = next(asked.result);
      if (change?.clear !== undefined) entries.delete(startingWith(change.clear));
      for (const gone of change?.remove ?? []) entries.delete(gone);
      for (const [place, value] of change?.put ?? []) entries.put(value, place);
    } catch (error) {
      failure = error;
      transaction.abort();
    }
  };
  return promisifyRequest(transaction).catch((error: unknown) => {
    throw failure ?? error;
  });
}

function startingWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

async function within<T>(milliseconds: number, action: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StorageError("silent", `no answer in ${Math.round(milliseconds / 1000)} s`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([action(), late]);
  } catch (error) {
    throw asStorageError(error);
  } finally {
    clearTimeout(timer);
  }
}

function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name = "", message = "" } = (error ?? {}) as Partial<DOMException>;
  return new StorageError(name === "QuotaExceededError" ? "full" : "blocked", `${name}: ${message}`);
}
