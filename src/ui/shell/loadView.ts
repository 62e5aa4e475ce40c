import type { ComponentType } from "react";

/** A view's program. */
export interface LoadedView {
  readonly default: ComponentType;
}

/** Where the program of a view lies that did not arrive, as the browser's own message says it. */
const ADDRESS = /https?:\/\/\S+\.[jt]sx?/;

/**
 * Fetches a view's program. Some browsers remember a program that did not arrive for as long as the page is
 * open, so that later attempts ask for it under another address, where the failure said which it was.
 * @param failure of the attempt before.
 * @param attempt counted from 0.
 */
export function loadView(
  load: () => Promise<LoadedView>,
  failure: unknown,
  attempt: number,
  fetchModule: (address: string) => Promise<LoadedView> = (address) => import(/* @vite-ignore */ address),
): Promise<LoadedView> {
  const [address] = ADDRESS.exec(failure instanceof Error ? failure.message : "") ?? [];
  return address === undefined ? load() : fetchModule(`${address}?attempt=${attempt}`);
}
