import type { TrainClient } from "../worker/client.ts";
import type { Event } from "../worker/protocol.ts";
import type { RaceActions, RaceState, Table1Samples } from "./state.ts";

const NO_SAMPLES: Omit<Table1Samples, "reading"> = {
  type: "table1Samples",
  cells: [],
  errors: [],
  samples: 0,
  done: false,
  problem: null,
};

/** What is measured beside the training, on request: the layers of the networks, and Table 1 from samples. */
export function createWatching(
  client: TrainClient,
  store: { readonly setState: (values: Partial<RaceState>) => void },
) {
  let watching = false;
  const actions: Pick<RaceActions, "watchLayers" | "sampleTable1" | "stopSampling"> = {
    watchLayers(on) {
      watching = on;
      client.send({ type: "watchLayers", on });
    },
    sampleTable1(reading, samples, seed) {
      store.setState({ samples: { ...NO_SAMPLES, reading } });
      client.send({ type: "sampleTable1", reading, samples, seed });
    },
    stopSampling() {
      client.send({ type: "stopSampling" });
    },
  };
  return {
    actions,
    hear(event: Event): void {
      if (event.type === "table1Samples") store.setState({ samples: event });
    },
    /** A new worker knows of neither. */
    again(): void {
      store.setState({ samples: null });
      if (watching) client.send({ type: "watchLayers", on: true });
    },
  };
}
