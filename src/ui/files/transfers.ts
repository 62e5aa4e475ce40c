import type { StoreApi } from "zustand/vanilla";
import type { TrainClient } from "../../worker/client.ts";
import type { Event, NamedBytes } from "../../worker/protocol.ts";
import type { RaceActions, RaceState } from "../state.ts";
import { IMPORT } from "../strings/files.ts";

export type TransferActions = Pick<RaceActions, "measure" | "takeWeights" | "exportWeights" | "refuseImport">;

/** What goes between page and worker as files, and the size of a network: questions with one answer each. */
export function createTransfers(
  client: Pick<TrainClient, "send">,
  { getState: get, setState: set }: Pick<StoreApi<RaceState>, "getState" | "setState">,
): { readonly actions: TransferActions; hear(event: Event): void } {
  /** Exports asked for, the oldest first: they are answered in this order. */
  let waiting: ((file: NamedBytes | null) => void)[] = [];

  function hear(event: Event): void {
    if (event.type === "size") set({ networkSize: event });
    else if (event.type === "weightsGood") {
      const { file, metadata } = event;
      set({ startWeights: { ...file, metadata }, importProblem: null });
    } else if (event.type === "weightsBad") set({ importProblem: event.problem });
    else if (event.type === "weights") waiting.shift()?.({ name: event.name, bytes: event.bytes });
    else if (event.type === "notice") {
      for (const answer of waiting) answer(null);
      waiting = [];
    }
  }

  const actions: TransferActions = {
    measure(layers, maxBindingBytes) {
      const { data, batch, product } = get().config;
      client.send({ type: "measure", layers, data, batch, product, maxBindingBytes });
    },
    takeWeights(file) {
      void file.arrayBuffer().then(
        (buffer) => {
          const { config } = get();
          client.send({
            type: "checkWeights",
            config,
            file: { name: file.name, bytes: new Uint8Array(buffer) },
          });
        },
        () => actions.refuseImport({ kind: "unreadable", ...IMPORT.unreadable(file.name) }),
      );
    },
    exportWeights(run, dtype) {
      client.send({ type: "exportWeights", run, dtype });
      return new Promise((resolve) => waiting.push(resolve));
    },
    refuseImport(problem) {
      set({ importProblem: problem });
    },
  };
  return { actions, hear };
}
