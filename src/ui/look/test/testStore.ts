import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, RunName } from "../../../train/events.ts";
import type { TrainClient } from "../../../worker/client.ts";
import type { Event, TestResult } from "../../../worker/protocol.ts";
import { type LookState, lookStoreOf } from "../lookStore.ts";

/** A pass over the test set, under way or done. */
export interface TestRun {
  /** The networks it is of, as `networksOf` says them. */
  readonly networks: string;
  readonly step: number | null;
  readonly epoch: number | null;
  /** When it was asked for (performance.now). */
  readonly since: number;
  /** Images, of how many. */
  readonly done: number;
  readonly total: number;
  readonly ended: boolean;
  /** While it is under way, that of the test before. */
  readonly result: TestResult | null;
  readonly problem: Problem | null;
}

export interface TestState {
  readonly test: TestRun | null;
  /** The network that is compared with the first one, where there are several; null: the second. */
  readonly against: RunName | null;
  /** Pixels of test images that were asked for, of one data set. */
  readonly images: { readonly data: string; readonly pixels: ReadonlyMap<number, Uint8Array> };
}

export interface TestActions {
  /** Tests the networks under the glass on the whole test set. */
  start(): void;
  /** What there is then stays. */
  stop(): void;
  compareWith(run: RunName): void;
  /** Asks for the pixels of those that are not here yet; `images` follows. */
  fetch(data: string, indices: readonly number[]): void;
}

export type TestStore = StoreApi<TestState> & { readonly actions: TestActions };

/** States of the networks whose results are kept, so that a rewind brings them back. */
const MOST_KNOWN = 40;

const stores = new WeakMap<TrainClient, TestStore>();

/** The one store of a page's test of both networks; kept while another view is open. */
export function testStoreOf(client: TrainClient): TestStore {
  const store = stores.get(client) ?? createTestStore(client);
  stores.set(client, store);
  return store;
}

type Networks = Pick<LookState, "subject" | "source" | "run">;

/** What tells networks of one run from others, whatever their weights are now. */
export function networksOf({ subject, source, run }: Networks): string {
  if (subject === null) return "";
  const { data, net, layers, product, expression, scaling, clip, gamma } = subject.config;
  const files = source?.kind === "files" ? source.files.map(({ name }) => name) : [];
  return JSON.stringify([
    ...[data, net, layers, product, product === "own" ? expression : "", scaling, clip, gamma],
    ...[subject.runs, files, run],
  ]);
}

/** What tells these networks with the weights they have now from all others. */
function weightsOf(state: Networks): string {
  return JSON.stringify([networksOf(state), state.subject?.step, state.subject?.epoch]);
}

export function createTestStore(client: TrainClient): TestStore {
  const look = lookStoreOf(client);
  const store = createStore<TestState>(() => ({
    test: null,
    against: null,
    images: { data: "", pixels: new Map() },
  }));
  const { getState: get, setState: set } = store;
  /** Tests that reached their end, by the weights they are of, the latest last. */
  const known = new Map<string, TestRun>();
  /** The weights of the test under way. */
  let weights = "";

  client.subscribe((event: Event) => {
    switch (event.type) {
      case "lookTest": {
        const { test } = get();
        // Asked for by a sweep (blend/sweepStore.ts) or in 8 bits (bytes/bytesStore.ts).
        if (event.first !== null || event.bytes) return;
        const { type: _, ...news } = event;
        if (test === null) return;
        const result = event.ended ? event.result : test.result;
        set({ test: { ...test, ...news, result } });
        if (event.result !== null && event.done === event.total) keep(get().test as TestRun);
        return;
      }
      case "testImages": {
        const { data, indices, pixels } = event;
        const { images } = get();
        const size = pixels.length / indices.length;
        const known = new Map(images.data === data ? images.pixels : []);
        for (const [i, index] of indices.entries())
          known.set(index, pixels.subarray(i * size, (i + 1) * size));
        set({ images: { data, pixels: known } });
        return;
      }
      // Another race, perhaps of the same settings.
      case "race":
        return forget();
    }
  });

  look.subscribe((state) => {
    const { test } = get();
    if (test === null || state.subject === null) return;
    if (networksOf(state) !== test.networks) return forget();
    const before = known.get(weightsOf(state));
    if (before && before !== test && test.ended) set({ test: before });
  });

  function keep(test: TestRun): void {
    known.delete(weights);
    known.set(weights, test);
    for (const oldest of known.keys()) if (known.size > MOST_KNOWN) known.delete(oldest);
  }

  function forget(): void {
    if (get().test?.ended === false) client.send({ type: "stopLookTest" });
    known.clear();
    set({ test: null, against: null });
  }

  const actions: TestActions = {
    start() {
      const state = look.getState();
      const { subject } = state;
      if (subject === null) return;
      const { step, epoch, info } = subject;
      weights = weightsOf(state);
      set({
        test: {
          networks: networksOf(state),
          ...{ step, epoch, since: performance.now(), done: 0, total: info.testSize },
          ...{ ended: false, result: get().test?.result ?? null, problem: null },
        },
      });
      client.send({ type: "lookTest" });
    },
    stop() {
      client.send({ type: "stopLookTest" });
    },
    compareWith(against) {
      set({ against });
    },
    fetch(data, indices) {
      const { images } = get();
      const missing = indices.filter((index) => images.data !== data || !images.pixels.has(index));
      if (missing.length > 0) client.send({ type: "testImages", indices: missing });
    },
  };
  return Object.assign(store, { actions });
}
