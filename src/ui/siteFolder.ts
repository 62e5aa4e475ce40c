import { useEffect, useState } from "react";

/** The address of a folder beside the page, ending with "/". */
export const siteFolder = (name: string) => new URL(`${name}/`, document.baseURI).href;

/**
 * A file of the site as JSON. What is missing, is a web page instead (hosts that answer every path with
 * one) or is not whole is null. Never rejects.
 */
export async function siteJson(
  address: string,
  get: (address: string) => Promise<Response> = (url) => fetch(url),
): Promise<unknown> {
  try {
    const response = await get(address);
    return response.ok ? ((await response.json()) as unknown) : null;
  } catch {
    return null;
  }
}

const loading = new WeakMap<() => Promise<unknown>, Promise<unknown>>();

/** What a function of a module loads, once for all that ask; null until it is there. */
export function useLoadedOnce<T>(load: () => Promise<T>): T | null {
  const [value, setValue] = useState<T | null>(null);
  useEffect(() => {
    const promise = (loading.get(load) as Promise<T> | undefined) ?? load();
    loading.set(load, promise);
    let wanted = true;
    void promise.then((all) => wanted && setValue(() => all));
    return () => {
      wanted = false;
    };
  }, [load]);
  return value;
}
