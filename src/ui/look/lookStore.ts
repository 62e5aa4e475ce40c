import { createStore, type StoreApi } from "zustand/vanilla";
import type { DatasetInfo } from "../../data/dataset.ts";
import { DATASETS } from "../../data/index.ts";
import { modelOf } from "../../models/index.ts";
import { type LayerPlan, planNetwork } from "../../nn/plan.ts";
import type { Problem, RunName } from "../../train/events.ts";
import type { TrainClient } from "../../worker/client.ts";
import type { Event, LayerContents, LookSource, Picture } from "../../worker/protocol.ts";
import type { InputChoice } from "./filters.ts";
import type { Stroke } from "./picture/strokes.ts";
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

/** Where a picture comes from. */
export type PictureSource = "draw" | "test" | "file" | "camera";

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
  /** The step whose kept weights are shown; null: the newest there are. */
  readonly rewind: number | null;
  /** The network whose weights are looked at alone, multiplied and blended; null: each network as it is. */
  readonly blend: RunName | null;
  /** Where the blended forward pass stands: 0 multiplies, 1 is the product's. */
  readonly alpha: number;
  /** What was asked for; null: nothing yet. */
  readonly source: LookSource | null;
  /** The run that it is of (sources.ts); null: pretrained networks. */
  readonly run: string | null;
  readonly subject: Subject | null;
  /** Training images seen, of how many, before blended weights can be shown; null: none are needed now. */
  readonly measuring: { readonly done: number; readonly total: number } | null;
  /** Where the visitor takes pictures from; null: wherever there are some. */
  readonly from: PictureSource | null;
  readonly strokes: readonly Stroke[];
  /** The test image shown last. */
  readonly testIndex: number;
  readonly picture: Picture | null;
  /** Pictures they were asked about so far; answers of another number are behind. */
  readonly asked: number;
  /** What there is to say of a picture that was given: what was made of it, or why it cannot be read. */
  readonly given: { readonly words: string; readonly bad: boolean } | null;
  /** What both made of the latest picture that they were asked about with maps. */
  readonly seen: Seen | null;
  /** What both say of the latest picture of all; without maps while it is being drawn. */
  readonly answers: Seen | null;
  /** The layer that is shown, an index into the plans. */
  readonly layer: number;
  readonly inside: InsideChoice;
  /** The weights of layers that were asked for, of the subject as it is now. */
  readonly contents: ReadonlyMap<number, readonly LayerContents[]>;
  /** The output value in the microscope that the visitor chose; null: see `useSpot`. */
  readonly spot: Spot | null;
  readonly problem: Problem | null;
}

/** What the visitor sets and nothing has to be asked for. */
type Choosable = "choice" | "rewind" | "blend" | "from" | "strokes" | "given" | "layer" | "inside" | "spot";

export interface LookActions {
  /** Puts networks under the glass, of that run. */
  look(source: LookSource, run: string | null): void;
  /** Shows them a picture; `answers` and, with maps, `seen` follow. */
  show(picture: Picture, maps?: boolean): void;
  /** Takes the picture away, and what they made of it. */
  clear(): void;
  /** Asks for the weights of a layer, once until they change; `contents` follows. */
  open(layer: number): void;
  choose(values: Partial<Pick<LookState, Choosable>>): void;
  /** Moves the blended forward pass; `seen` follows. */
  move(alpha: number): void;
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

const NO_PICTURE = { picture: null, given: null, seen: null, answers: null } as const;

export function createLookStore(client: TrainClient): LookStore {
  const store = createStore<LookState>(() => ({
    choice: null,
    rewind: null,
    blend: null,
    alpha: 1,
    source: null,
    run: null,
    subject: null,
    measuring: null,
    from: null,
    strokes: [],
    testIndex: 0,
    asked: 0,
    ...NO_PICTURE,
    layer: 0,
    inside: { show: "maps", order: "number", input: null, rescaled: false },
    contents: new Map(),
    spot: null,
    problem: null,
  }));
  const { getState: get, setState: set } = store;
  let shown = false;
  /** Pictures asked about before the last was taken away: their answers come too late. */
  let cleared = 0;
  /** Layers whose weights are on their way or here. */
  const opened = new Set<number>();

  client.subscribe((event: Event) => {
    switch (event.type) {
      case "looking": {
        const { subject: old, layer, contents, from } = get();
        const subject = { ...event, ...planned(event) };
        opened.clear();
        const same = JSON.stringify(old?.plans) === JSON.stringify(subject.plans);
        set({ subject, problem: null, measuring: null, contents: new Map() });
        if (!same) set({ layer: 0, seen: null, answers: null });
        // Other images: a drawing may be theirs, too (usePicture.ts shows it again).
        if (old && old.info !== subject.info) {
          set({ from: from === "draw" ? from : null });
          actions.clear();
        }
        if (same && contents.has(layer)) actions.open(layer);
        return;
      }
      case "lookMeasuring":
        return set({ measuring: event });
      case "seen":
        if (event.number <= cleared) return;
        return set({
          answers: event,
          problem: null,
          ...(event.sights.every(({ maps }) => maps !== null) ? { seen: event } : {}),
        });
      case "inside":
        return set({ contents: new Map(get().contents).set(event.layer, event.contents) });
      case "lookProblem":
        return set({ problem: event.problem, measuring: null });
      // A race was built anew: the old one's networks are gone.
      case "race":
        if (shown && get().source?.kind === "race") actions.look({ kind: "race" }, get().run);
        return;
    }
  });

  function ask(picture: Picture, maps: boolean): void {
    const asked = get().asked + 1;
    set({ asked });
    client.send({ type: "lookAt", number: asked, picture, maps });
  }

  const actions: LookActions = {
    look(source, run) {
      set({ source, run, measuring: null });
      client.send({ type: "look", source });
    },
    show(picture, maps = true) {
      set(picture.kind === "test" ? { picture, from: "test", testIndex: picture.index } : { picture });
      ask(picture, maps);
    },
    clear() {
      cleared = get().asked;
      set(NO_PICTURE);
    },
    open(layer) {
      if (opened.has(layer)) return;
      opened.add(layer);
      client.send({ type: "lookInside", layer });
    },
    choose(values) {
      set(values);
    },
    move(alpha) {
      set({ alpha });
      client.send({ type: "blend", alpha });
    },
    close() {
      shown = false;
      set({ measuring: null });
      client.send({ type: "look", source: null });
    },
    reopen() {
      shown = true;
      const { picture } = get();
      if (picture !== null) ask(picture, true);
    },
  };
  return Object.assign(store, { actions });
}

function planned({ config }: Looking): Pick<Subject, "info" | "plans"> {
  const info = DATASETS[config.data];
  return { info, plans: planNetwork(modelOf(config.net, config.layers), info) };
}
