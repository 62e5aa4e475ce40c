import type { TrainConfig } from "../train/config.ts";
import { fromLink, toLink } from "../train/link.ts";
import type { RaceStore } from "./state.ts";

/** Writes the settings into the address bar, once the visitor has changed something. */
export function writeAddress(config: TrainConfig): void {
  history.replaceState(null, "", toLink(config));
}

/** Takes over the settings when the visitor follows another link to this page. */
export function followAddress(store: RaceStore): void {
  window.addEventListener("hashchange", () => {
    if (location.hash.includes("?")) store.actions.open(fromLink(location.hash));
  });
}
