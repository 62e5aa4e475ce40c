import { useMemo } from "react";
import { useStore } from "zustand";
import { useClient } from "../storeContext.ts";
import { type LookActions, type LookState, lookStoreOf, type Spot } from "./lookStore.ts";

/** A part of what the Look view shows; the component is drawn anew when that part changes. */
export function useLook<T>(select: (state: LookState) => T): T {
  return useStore(lookStoreOf(useClient()), select);
}

export function useLookActions(): LookActions {
  return lookStoreOf(useClient()).actions;
}

/** The output value in the microscope: the visitor's choice, else the largest of the layer's first map. */
export function useSpot(): Spot {
  const chosen = useLook((state) => state.spot);
  const values = useLook((state) => state.seen?.sights[0]?.maps?.[state.layer]);
  const output = useLook((state) => state.subject?.plans[state.layer]?.output);
  return useMemo(() => {
    if (chosen !== null) return chosen;
    const { height = 1, width = 1 } = output ?? {};
    const map = values?.subarray(0, height * width) ?? new Float32Array();
    const at = Math.max(0, map.indexOf(Math.max(...map)));
    return { channel: 0, row: Math.floor(at / width), column: at % width };
  }, [chosen, values, output]);
}
