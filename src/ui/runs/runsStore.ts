import { createStore } from "zustand/vanilla";
import { eventsOf, type LaneHistory } from "../../runs/history.ts";
import { groupOf } from "../../runs/record.ts";
import type { TrainConfig } from "../../train/config.ts";
import type { TrainClient } from "../../worker/client.ts";
import type { Event } from "../../worker/protocol.ts";
import { emptyCurves, record } from "../curves.ts";
import { saveFile } from "../files/save.ts";
import type { RaceStore } from "../state.ts";
import { readPreferences, writePreferences } from "./preferences.ts";
import { createRepeats } from "./repeats.ts";
import type { RunsActions, RunsState, RunsStore } from "./runsState.ts";
import { askToKeep, storageUse } from "./storageUse.ts";

/** A deletion can be undone for so long. */
const UNDO_MS = 10_000;

/**
 * What the page knows of kept runs, and what may be done with them. `follow` takes settings into the
 * form and the address.
 */
export function createRunsStore(
  client: TrainClient,
  race: RaceStore,
  follow: (config: TrainConfig) => void,
): RunsStore {
  const { weightsLimit, problem } = readPreferences();
  const store = createStore<RunsState>(() => ({
    runs: null,
    aside: [],
    trouble: null,
    troubleClosed: false,
    use: null,
    weightsLimit,
    preferencesProblem: problem,
    shown: new Set(),
    band: null,
    curves: new Map(),
    deleted: [],
    repeat: null,
    open: false,
  }));
  const { getState: get, setState: set } = store;
  let undoTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the weights asked for are wanted for. */
  let weightsFor: "save" | "start" = "save";
  /** Runs whose history was asked for. */
  const asked = new Set<string>();

  client.subscribe((event: Event) => {
    switch (event.type) {
      case "runs":
        set({ runs: event.runs, aside: event.aside });
        return readWhatIsDrawn();
      case "history":
        return took(event.id, event.lanes);
      case "keptWeights": {
        const { name, bytes } = event;
        if (weightsFor === "save") return saveFile(name, bytes, "");
        race.actions.change({ transfer: "saved" });
        return race.actions.takeWeights(new File([bytes], name));
      }
      case "device":
        // A worker that was started anew knows nothing of it.
        return limit();
      case "keeping":
        return set({ trouble: event.trouble, troubleClosed: false });
      case "race":
        // Written on from here: what was read of it is old.
        asked.delete(event.id);
        return list();
      case "phase":
        return event.phase === "preparing" ? undefined : list();
      default:
        return undefined;
    }
  });

  function list(): void {
    client.send({ type: "listRuns" });
    if (get().open) void storageUse().then((use) => set({ use }));
  }

  function limit(): void {
    client.send({ type: "keepWeights", bytes: get().weightsLimit * 1e6 });
  }

  /** Asks once for every history that is drawn. */
  function readWhatIsDrawn(): void {
    for (const id of drawnIds(get())) {
      if (asked.has(id) || id === race.getState().race?.id) continue;
      asked.add(id);
      client.send({ type: "readRun", id });
    }
  }

  function took(id: string, lanes: readonly LaneHistory[]): void {
    const curves = emptyCurves(lanes.map(({ run }) => run));
    for (const event of eventsOf(lanes)) record(curves, event);
    set({ curves: new Map(get().curves).set(id, curves) });
  }

  function draw(changes: Partial<RunsState>): void {
    set(changes);
    readWhatIsDrawn();
  }

  function forget(): void {
    clearTimeout(undoTimer);
    const ids = get().deleted.map(({ id }) => id);
    if (ids.length === 0) return;
    set({ deleted: [] });
    client.send({ type: "forgetRuns", ids });
  }

  const find = (id: string) => get().runs?.find((run) => run.id === id);
  const repeats = createRepeats(race, store);

  const actions: RunsActions = {
    ...repeats,
    setOpen(open) {
      set({ open });
      if (open) list();
    },
    show(id, shown) {
      const ids = new Set(get().shown);
      if (shown) ids.add(id);
      else ids.delete(id);
      draw({ shown: ids });
    },
    pin(id, pinned) {
      client.send({ type: "changeRun", id, pinned });
    },
    rename(id, name) {
      client.send({ type: "changeRun", id, name });
    },
    remove(ids) {
      forget();
      const deleted = (get().runs ?? []).filter(({ id, held }) => ids.includes(id) && held === null);
      if (deleted.length === 0) return;
      set({ deleted });
      client.send({ type: "deleteRuns", ids: deleted.map(({ id }) => id) });
      undoTimer = setTimeout(forget, UNDO_MS);
    },
    undo() {
      clearTimeout(undoTimer);
      client.send({ type: "restoreRuns", ids: get().deleted.map(({ id }) => id) });
      set({ deleted: [] });
    },
    resume(id) {
      const run = find(id);
      if (run === undefined) return;
      follow(run.config);
      set({ open: false });
      client.send({ type: "resume", id });
    },
    takeSettings(id) {
      const run = find(id);
      if (run === undefined) return;
      follow(run.config);
      set({ open: false });
    },
    showBand(group) {
      draw({ band: group });
    },
    takeWeights(id, { run, step }, how) {
      weightsFor = how;
      client.send({ type: "readWeights", id, run, step });
    },
    removeAside(key) {
      client.send({ type: "deleteAside", key });
    },
    limitWeights(megabytes) {
      set({ weightsLimit: megabytes, preferencesProblem: null });
      writePreferences({ weightsLimit: megabytes });
      limit();
    },
    askToKeep() {
      void askToKeep()
        .then(storageUse)
        .then((use) => set({ use }));
    },
    closeTrouble() {
      set({ troubleClosed: true });
    },
  };
  limit();
  list();
  return Object.assign(store, { actions });
}

/** The runs whose curves are needed: pinned, shown, or of the group that is drawn. */
export function drawnIds({ runs, shown, band }: RunsState): string[] {
  const drawn = (runs ?? []).filter(
    ({ id, pinned, config }) => pinned || shown.has(id) || (band !== null && groupOf(config) === band),
  );
  return drawn.map(({ id }) => id);
}
