import { useSyncExternalStore } from "react";
import type { TrainConfig } from "../train/config.ts";
import { fromLink, inView, toLink, type View, viewOf } from "../train/link.ts";
import type { RaceStore } from "./state.ts";

/** Who draws something from the address: the browser tells of none of the page's own changes. */
const listeners = new Set<() => void>();

/** The settings in the address as the store knows them, as text. */
let known = queryOf(location.hash);

function queryOf(address: string): string {
  const mark = address.indexOf("?");
  return mark < 0 ? "" : address.slice(mark);
}

/** Writes the settings into the address bar, once the visitor has changed something. */
export function writeAddress(config: TrainConfig): void {
  const address = toLink(config, viewOf(location.hash));
  known = queryOf(address);
  history.replaceState(null, "", address);
  for (const listener of listeners) listener();
}

/** Takes over the settings when the visitor follows another link to this page. A change of view keeps them. */
export function followAddress(store: RaceStore): void {
  window.addEventListener("hashchange", () => {
    const query = queryOf(location.hash);
    if (query === "" || query === known) return;
    known = query;
    store.actions.open(fromLink(location.hash));
  });
}

/** Goes to another view, the settings in the address unchanged. */
export function goTo(view: View): void {
  location.hash = inView(location.hash, view);
}

/** The address as it stands, from its "#" on. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("hashchange", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("hashchange", listener);
  };
}
