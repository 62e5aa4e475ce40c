import { useEffect } from "react";
import { useActions } from "../storeContext.ts";
import { type KeyPress, shortcutOf } from "./shortcuts.ts";

/** Listens for the page's keys; `onHelp` opens their list. */
export function useShortcuts(onHelp: () => void): void {
  const actions = useActions();
  useEffect(() => {
    let lastStep = Number.NEGATIVE_INFINITY;
    function pressed(event: KeyboardEvent): void {
      if (event.defaultPrevented) return;
      const action = shortcutOf(pressOf(event), event.timeStamp - lastStep);
      if (action === null) return;
      event.preventDefault();
      if (action === "step") lastStep = event.timeStamp;
      if (action === "help") onHelp();
      else actions[action]();
    }
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [actions, onHelp]);
}

function pressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  return {
    key: event.key,
    repeat: event.repeat,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    alt: event.altKey,
    composing: event.isComposing || event.key === "Process" || event.key === "Dead",
    target: {
      tag: target.tagName,
      type: target instanceof HTMLInputElement ? target.type : "",
      role: target.getAttribute("role"),
      editable: target.isContentEditable,
      inDialog: target.closest("[role=dialog]") !== null,
    },
  };
}
