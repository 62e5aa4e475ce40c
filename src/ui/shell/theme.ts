import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "minconv-theme";

const SYSTEM = "(prefers-color-scheme: dark)";

const listeners = new Set<() => void>();

/** The theme shown now: the visitor's choice, else the system's. */
function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia(SYSTEM).matches ? "dark" : "light";
}

/** The theme shown now; the component is drawn anew when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia(SYSTEM);
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

/** Shows a theme and remembers it, where the browser lets the page remember anything. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
