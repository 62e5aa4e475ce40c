import { createStore, type StoreApi } from "zustand/vanilla";
import type { TrainClient } from "../../../worker/client.ts";
import type { Event } from "../../../worker/protocol.ts";
import { lookStoreOf } from "../lookStore.ts";
import { networksOf } from "../test/testStore.ts";

type TestEvent = Extract<Event, { readonly type: "lookTest" }>;

/** A pass over the test set in 8 bits and in floats, under way or done. */
export interface BytesRun extends Omit<TestEvent, "type"> {
  /** The networks it is of, as `networksOf` says them. */
  readonly networks: string;
}

export interface BytesState {
  readonly run: BytesRun | null;
}

export interface BytesActions {
  /** Tests the networks under the glass in 8 bits. */
  start(): void;
  stop(): void;
}

export type BytesStore = StoreApi<BytesState> & { readonly actions: BytesActions };

const stores = new WeakMap<TrainClient, BytesStore>();

/** The one store of a page's networks in 8 bits; kept while another view is open. */
export function bytesStoreOf(client: TrainClient): BytesStore {
  const store = stores.get(client) ?? createBytesStore(client);
  stores.set(client, store);
  return store;
}

export function createBytesStore(client: TrainClient): BytesStore {
  const look = lookStoreOf(client);
  const store = createStore<BytesState>(() => ({ run: null }));
  const { getState: get, setState: set } = store;

  client.subscribe((event: Event) => {
    const { run } = get();
    if (event.type === "lookTest" && event.bytes && run !== null) {
      const { type: _, ...news } = event;
      set({ run: { ...run, ...news } });
    }
    // Another race, perhaps of the same settings.
    if (event.type === "race") forget();
  });

  look.subscribe((state) => {
    const { run } = get();
    if (run !== null && state.subject !== null && networksOf(state) !== run.networks) forget();
  });

  function forget(): void {
    if (get().run?.ended === false) actions.stop();
    set({ run: null });
  }

  const actions: BytesActions = {
    start() {
      const state = look.getState();
      const { subject } = state;
      if (subject === null) return;
      const { step, epoch, info } = subject;
      set({
        run: {
          networks: networksOf(state),
          ...{ step, epoch, alpha: 1, first: null, bytes: true, done: 0, total: info.testSize },
          ...{ result: null, ended: false, problem: null },
        },
      });
      client.send({ type: "lookTest", bytes: true });
    },
    stop() {
      client.send({ type: "stopLookTest" });
    },
  };
  return Object.assign(store, { actions });
}
