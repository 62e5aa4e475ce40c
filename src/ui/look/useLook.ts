import { useStore } from "zustand";
import { useClient } from "../storeContext.ts";
import { type LookActions, type LookState, lookStoreOf } from "./lookStore.ts";

/** A part of what the Look view shows; the component is drawn anew when that part changes. */
export function useLook<T>(select: (state: LookState) => T): T {
  return useStore(lookStoreOf(useClient()), select);
}

export function useLookActions(): LookActions {
  return lookStoreOf(useClient()).actions;
}
