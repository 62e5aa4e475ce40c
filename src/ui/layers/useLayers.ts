import { useEffect } from "react";
import type { RunName } from "../../train/events.ts";
import { useActions, useRace } from "../storeContext.ts";
import type { Readings } from "./readings.ts";

/** The readings of every run, taken while the component is on the page. */
export function useLayers(): ReadonlyMap<RunName, Readings> {
  const { watchLayers } = useActions();
  useEffect(() => {
    watchLayers(true);
    return () => watchLayers(false);
  }, [watchLayers]);
  useRace((state) => state.layersVersion);
  return useRace((state) => state.curves).layers;
}
