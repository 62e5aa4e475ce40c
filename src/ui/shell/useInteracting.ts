import { useEffect } from "react";
import { useActions } from "../storeContext.ts";

const QUIET_MS = 1500;

/** Tells the worker while the page is being used, so that it leaves the visitor more of the GPU. */
export function useInteracting(): void {
  const actions = useActions();
  useEffect(() => {
    let quiet: ReturnType<typeof setTimeout> | undefined;
    function used(): void {
      if (quiet === undefined) actions.interacting(true);
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        quiet = undefined;
        actions.interacting(false);
      }, QUIET_MS);
    }
    const kinds = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
    for (const kind of kinds) window.addEventListener(kind, used, { passive: true });
    return () => {
      clearTimeout(quiet);
      for (const kind of kinds) window.removeEventListener(kind, used);
    };
  }, [actions]);
}
