import type { StorageUse } from "./runsState.ts";

const PATIENCE_MS = 3000;

/** Browsers may have no such thing, throw when it is touched, refuse, or never answer: then null. */
async function ask<T>(question: (storage: StorageManager) => Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([question(navigator.storage), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

export async function storageUse(): Promise<StorageUse | null> {
  const estimate = await ask((storage) => storage.estimate());
  const { usage, quota } = estimate ?? {};
  if (usage === undefined || quota === undefined) return null;
  return { used: usage, limit: quota, lasting: await ask((storage) => storage.persisted()) };
}

/** Asks the browser not to clear this site's storage by itself; it may ask the visitor, or say no. */
export async function askToKeep(): Promise<boolean> {
  return (await ask((storage) => storage.persist())) ?? false;
}
