import { createStore, type StoreApi } from "zustand/vanilla";
import type { DatasetInfo } from "../../data/dataset.ts";
import { DATASETS } from "../../data/index.ts";
import { modelOf } from "../../models/index.ts";
import { type LayerPlan, planNetwork } from "../../nn/plan.ts";
import type { Problem } from "../../train/events.ts";
import type { TrainClient } from "../../worker/client.ts";
import type { Event, LayerContents, LookSource, Picture } from "../../worker/protocol.ts";
import type { InputChoice } from "./filters.ts";
import type { Order } from "./tiles.ts";

export type Looking = Extract<Event, { readonly type: "looking" }>;
export type Seen = Extract<Event, { readonly type: "seen" }>;

/** The networks under the glass, with what can be worked out from their settings. */
export interface Subject extends Looking {
  readonly info: DatasetInfo;
  readonly plans: readonly LayerPlan[];
}

/** A value of an activation, counted from 0. */
export interface Spot {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** How the inside of a layer is shown. */
export interface InsideChoice {
  readonly show: "maps" | "filters";
  readonly order: Order;
  /** Which weights of a filter; null: whichever the layer shows of itself. */
  readonly input: InputChoice | null;
  /** The rescaled weights of networks that have them. */
  readonly rescaled: boolean;
}

/** What the Look view shows; kept while another view is open. */
export interface LookState {
  /** The networks the visitor chose (sources.ts); null: whichever there are. */
  readonly choice: string | null;
  /** What was asked for; null: nothing yet. */
  readonly source: LookSource | null;
  readonly subject: Subject | null;
  readonly picture: Picture | null;
  /** What both made of the latest picture. */
  readonly seen: Seen | null;
  /** The layer that is shown, an index into the plans. */
  readonly layer: number;
  readonly inside: InsideChoice;
  /** The weights of layers that were asked for, of the subject as it is now. */
  readonly contents: ReadonlyMap<number, readonly LayerContents[]>;
  /** The output value in the microscope. */
  readonly spot: Spot;
  readonly problem: Problem | null;
}

export interface LookActions {
  /** Puts networks under the glass. */
  look(source: LookSource): void;
  /** Shows them a picture; `seen` follows. */
  show(picture: Picture): void;
  /** Asks for the weights of a layer; `contents` follows. */
  open(layer: number): void;
  choose(values: Partial<Pick<LookState, "choice" | "layer" | "inside" | "spot">>): void;
  /** The view is closed: the networks are put away until it is opened again. */
  close(): void;
  /** The view is opened: its networks will be given anew, and the picture is shown again. */
  reopen(): void;
}

export type LookStore = StoreApi<LookState> & { readonly actions: LookActions };

const stores = new WeakMap<TrainClient, LookStore>();

/** The one store of a page's Look view. */
export function lookStoreOf(client: TrainClient): LookStore {
  const store = stores.get(client) ?? createLookStore(client);
  stores.set(client, store);
  return store;
}

export function createLookStore(client: TrainClient): LookStore {
  const store = createStore<LookState>(() => ({
    choice: null,
    source: null,
    subject: null,
    picture: null,
    seen: null,
    layer: 0,
    inside: { show: "maps", order: "number", input: null, rescaled: false },
    contents: new Map(),
    spot: { channel: 0, row: 14, column: 14 },
    problem: null,
  }));
  const { getState: get, setState: set } = store;
  let shown = false;

  client.subscribe((event: Event) => {
    switch (event.type) {
      case "looking": {
        const { subject: old, layer, contents } = get();
        const subject = { ...event, ...planned(event) };
        const same = JSON.stringify(old?.plans) === JSON.stringify(subject.plans);
        set({ subject, problem: null, contents: new Map(), ...(same ? {} : { layer: 0, seen: null }) });
        if (!same && get().picture === null) actions.show({ kind: "test", index: 0 });
        if (same && contents.has(layer)) actions.open(layer);
        return;
      }
      case "seen":
        return set({ seen: event, problem: null });
      case "inside":
        return set({ contents: new Map(get().contents).set(event.layer, event.contents) });
      case "lookProblem":
        return set({ problem: event.problem });
      // A race was built anew: the old one's networks are gone.
      case "race":
        if (shown && get().source?.kind === "race") actions.look({ kind: "race" });
        return;
    }
  });

  const actions: LookActions = {
    look(source) {
      set({ source });
      client.send({ type: "look", source });
    },
    show(picture) {
      set({ picture });
      client.send({ type: "lookAt", picture, maps: true });
    },
    open(layer) {
      client.send({ type: "lookInside", layer });
    },
    choose(values) {
      set(values);
    },
    close() {
      shown = false;
      client.send({ type: "look", source: null });
    },
    reopen() {
      shown = true;
      const { picture } = get();
      if (picture !== null) client.send({ type: "lookAt", picture, maps: true });
    },
  };
  return Object.assign(store, { actions });
}

function planned({ config }: Looking): Pick<Subject, "info" | "plans"> {
  const info = DATASETS[config.data];
  return { info, plans: planNetwork(modelOf(config.net, config.layers), info) };
}
