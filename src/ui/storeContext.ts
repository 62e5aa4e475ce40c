import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { RaceActions, RaceState, RaceStore } from "./state.ts";

export const StoreContext = createContext<RaceStore | null>(null);

/** The page's one store. */
export function useRaceStore(): RaceStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error("no store above this component");
  return store;
}

/** A part of the state; the component is drawn anew when that part changes. */
export function useRace<T>(select: (state: RaceState) => T): T {
  return useStore(useRaceStore(), select);
}

export function useActions(): RaceActions {
  return useRaceStore().actions;
}
