import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { TrainClient } from "../worker/client.ts";
import type { RaceActions, RaceState, RaceStore } from "./state.ts";

/** The way to the worker, for views that speak with it themselves. */
export const ClientContext = createContext<TrainClient | null>(null);

export function useClient(): TrainClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error("no client above this component");
  return client;
}

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
