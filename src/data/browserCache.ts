import type { DataCache } from "./cache.ts";

const NAME = "minconv-data";

/** Keys become addresses, as the browser's cache demands; nothing is ever fetched from there. */
const ADDRESS = "https://kept.invalid/";

/** How long the browser's storage may take before it counts as absent. */
const PATIENCE_MS = 10_000;

/**
 * A cache in the browser's Cache API. Private windows, blocked or full storage and plain http make
 * the browser leave it out, throw, reject or never answer: then nothing is kept and nothing fails.
 */
export function browserCache(
  find: () => CacheStorage | undefined = () => globalThis.caches,
  patienceMs: number = PATIENCE_MS,
): DataCache {
  const open = async (): Promise<Cache> => {
    const storage = find();
    if (storage === undefined) throw new Error("This browser offers no storage here.");
    return storage.open(NAME);
  };
  const within = <T>(otherwise: T, action: () => Promise<T>) => attempt(action, otherwise, patienceMs);
  return {
    has: (key) => within(false, async () => (await (await open()).match(ADDRESS + key)) !== undefined),
    get: (key) =>
      within(null, async () => {
        const kept = await (await open()).match(ADDRESS + key);
        return kept === undefined ? null : new Uint8Array(await kept.arrayBuffer());
      }),
    put: (key, bytes) =>
      within(false, async () => {
        await (await open()).put(ADDRESS + key, new Response(bytes));
        return true;
      }),
    delete: (key) =>
      within(undefined, async () => {
        await (await open()).delete(ADDRESS + key);
      }),
  };
}

/** The action's result, or `otherwise` if it fails or takes too long. */
async function attempt<T>(action: () => Promise<T>, otherwise: T, patienceMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patienceMs);
  });
  try {
    return await Promise.race([action(), late]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
