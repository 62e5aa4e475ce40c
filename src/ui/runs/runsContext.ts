import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { RunsActions, RunsState, RunsStore } from "./runsState.ts";

export const RunsContext = createContext<RunsStore | null>(null);

export function useRunsStore(): RunsStore {
  const store = useContext(RunsContext);
  if (store === null) throw new Error("no store of runs above this component");
  return store;
}

/** A part of what is known of kept runs; the component is drawn anew when that part changes. */
export function useRuns<T>(select: (state: RunsState) => T): T {
  return useStore(useRunsStore(), select);
}

export function useRunsActions(): RunsActions {
  return useRunsStore().actions;
}
