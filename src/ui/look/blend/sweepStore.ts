import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem } from "../../../train/events.ts";
import type { TrainClient } from "../../../worker/client.ts";
import type { Event } from "../../../worker/protocol.ts";
import { type LookState, lookStoreOf } from "../lookStore.ts";

/** Test images of one point of a sweep: so few that it takes seconds. */
export const SWEEP_IMAGES = 500;

/** Where a sweep measures. */
export const SWEEP_ALPHAS = Array.from({ length: 11 }, (_, i) => i / 10);

/** Accuracy of a blended network at one place between multiplication and its product. */
export interface SweepPoint {
  readonly alpha: number;
  /** A fraction of SWEEP_IMAGES. */
  readonly accuracy: number;
}

export interface SweepState {
  /** In the order of alpha. */
  readonly points: readonly SweepPoint[];
  readonly running: boolean;
  readonly problem: Problem | null;
}

export interface SweepActions {
  start(): void;
  /** What there is by then stays. */
  stop(): void;
}

export type SweepStore = StoreApi<SweepState> & { readonly actions: SweepActions };

const NOTHING: SweepState = { points: [], running: false, problem: null };

const stores = new WeakMap<TrainClient, SweepStore>();

/** The one sweep of a page's blended networks. */
export function sweepStoreOf(client: TrainClient): SweepStore {
  const store = stores.get(client) ?? createSweepStore(client);
  stores.set(client, store);
  return store;
}

export function createSweepStore(client: TrainClient): SweepStore {
  const look = lookStoreOf(client);
  const store = createStore<SweepState>(() => NOTHING);
  const { getState: get, setState: set } = store;
  /** Places still to be measured. */
  let left: readonly number[] = [];
  /** Where the visitor had put the slider. */
  let home = 1;

  client.subscribe((event: Event) => {
    if (event.type !== "lookTest" || event.first === null || !event.ended || !get().running) return;
    const { alpha, result, problem, done } = event;
    if (result === null || done < event.total) {
      end(problem);
      return;
    }
    const blended = result.lanes.at(-1);
    const right = blended ? result.labels.filter((label, i) => blended.answers[i] === label).length : 0;
    const others = get().points.filter((point) => point.alpha !== alpha);
    const points = [...others, { alpha, accuracy: right / done }].sort((a, b) => a.alpha - b.alpha);
    set({ points });
    next();
  });

  // Other weights, other numbers.
  look.subscribe((state, old) => {
    if (weightsOf(state) !== weightsOf(old)) set(NOTHING);
  });

  function next(): void {
    const [alpha, ...rest] = left;
    left = rest;
    if (alpha === undefined) {
      end(null);
      return;
    }
    look.actions.move(alpha);
    client.send({ type: "lookTest", first: SWEEP_IMAGES });
  }

  function end(problem: Problem | null): void {
    set({ running: false, problem });
    look.actions.move(home);
  }

  const actions: SweepActions = {
    start() {
      home = look.getState().alpha;
      left = SWEEP_ALPHAS;
      set({ ...NOTHING, running: true });
      next();
    },
    stop() {
      left = [];
      client.send({ type: "stopLookTest" });
      end(null);
    },
  };
  return Object.assign(store, { actions });
}

/** What tells a blended network's weights from others. */
function weightsOf({ subject, source }: LookState): string {
  if (subject === null || subject.blend === null) return "";
  const names = source?.kind === "files" ? source.files.map(({ name }) => name) : [];
  return JSON.stringify([subject.blend, subject.step, subject.epoch, subject.config, names]);
}
