import { createStore } from "zustand/vanilla";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { eventsOf } from "../runs/history.ts";
import type { KnobName, TrainConfig } from "../train/config.ts";
import type { Problem, TrainEvent } from "../train/events.ts";
import type { LinkReading } from "../train/link.ts";
import type { TrainClient } from "../worker/client.ts";
import type { DataState, Event, Task } from "../worker/protocol.ts";
import { emptyCurves, record } from "./curves.ts";
import { createTransfers } from "./files/transfers.ts";
import {
  isHopeless,
  isLive,
  type Progress,
  type RaceActions,
  type RaceState,
  type RaceStore,
  type TimedTask,
  waitingKnobs,
} from "./state.ts";
import { IMPORT } from "./strings/files.ts";
import { INSECURE } from "./strings/problems.ts";
import { rememberTested, testedDevices } from "./testedDevices.ts";
import { createThrottle } from "./throttle.ts";
import { createWatching } from "./watching.ts";

const COMMIT_MS = 200;

const DATA_KINDS: ReadonlySet<Problem["kind"]> = new Set<Problem["kind"]>([
  "missing",
  "corrupt",
  "mismatch",
  "offline",
  "forbidden",
  "unreadable",
]);

/** Kinds that a connected device proves wrong. */
const DEVICE_KINDS: ReadonlySet<Problem["kind"]> = new Set<Problem["kind"]>([
  "no-webgpu",
  "no-adapter",
  "lost",
  "crashed",
]);

/**
 * The page's state, and what may be done to it. `secure` is false where the browser hides WebGPU
 * because of the address; then the worker is not even asked for a device. `changed` hears of every
 * change the visitor makes to the settings.
 */
export function createRaceStore(
  client: TrainClient,
  link: LinkReading,
  secure: boolean,
  changed: (config: TrainConfig) => void,
): RaceStore {
  const store = createStore<RaceState>(() => ({
    config: link.config,
    race: null,
    curves: emptyCurves([]),
    testVersion: 0,
    lossVersion: 0,
    layersVersion: 0,
    phase: "idle",
    progress: null,
    task: null,
    device: null,
    available: null,
    problem: secure ? null : { kind: "insecure", ...INSECURE },
    dataProblem: null,
    notice: null,
    linkProblems: link.problems,
    stop: null,
    softwareClosed: false,
    networkSize: null,
    startWeights: null,
    importProblem: null,
    samples: null,
  }));
  const { getState: get, setState: set } = store;

  let dataChosen = link.given.has("data");
  /** The set whose arrival the visitor waits for; "given": whichever the files make that were given. */
  let wanted: DatasetName | "given" | null = null;
  let progress: Progress | null = null;
  const arrivedKinds = { test: false, steps: false };
  const commit = createThrottle(COMMIT_MS, () => {
    const { testVersion } = get();
    set({ progress, ...(arrivedKinds.test ? { testVersion: testVersion + 1 } : {}) });
    arrivedKinds.test = false;
    // Drawn apart from the accuracies: two short tasks disturb the visitor less than a long one.
    if (arrivedKinds.steps) setTimeout(commitLosses, COMMIT_MS / 2);
    arrivedKinds.steps = false;
  });
  function commitLosses(): void {
    set({ lossVersion: get().lossVersion + 1 });
  }

  function measured(events: readonly TrainEvent[]): void {
    for (const event of events) {
      record(get().curves, event);
      if (event.type === "test" || event.type === "steps") arrivedKinds[event.type] = true;
      if (event.type === "progress") progress = event;
      if (event.type === "failed") failed(event.problem);
      if (event.type === "layers") set({ layersVersion: get().layersVersion + 1 });
    }
    commit();
  }

  function failed(problem: Problem): void {
    if (problem.kind === "cancelled") return;
    if (DATA_KINDS.has(problem.kind)) {
      set({ dataProblem: problem });
      return;
    }
    const { run, step } = problem;
    const epoch = progress?.epoch ?? 0;
    set({ problem, ...(run !== undefined && step !== undefined ? { stop: { run, step, epoch } } : {}) });
  }

  function arrived(available: Readonly<Record<string, DataState>>): void {
    const before = get().available;
    set({ available });
    const came = (id: string) =>
      available[id]?.ready === true &&
      (before?.[id]?.ready !== true || before[id].source !== available[id].source);
    const wasGiven = (id: string) => (available[id]?.given ?? 0) > (before?.[id]?.given ?? 0);
    const choice = (Object.keys(DATASETS) as DatasetName[]).find((id) =>
      wanted === "given" ? wasGiven(id) : wanted === id && came(id),
    );
    if (choice !== undefined) {
      actions.change({ data: choice });
      wanted = null;
      set({ dataProblem: null });
    } else if (!dataChosen && before === null && came("mnist")) {
      set({ config: { ...get().config, data: "mnist" } });
    }
  }

  function timed(task: Task | null): TimedTask | null {
    const old = get().task;
    if (task === null) return null;
    const same = old !== null && old.name === task.name && old.unit === task.unit && task.done >= old.done;
    return {
      ...task,
      since: same ? old.since : performance.now(),
      doneThen: same ? old.doneThen : task.done,
    };
  }

  const transfers = createTransfers(client, store);
  const watching = createWatching(client, store);
  client.subscribe((event: Event) => {
    transfers.hear(event);
    watching.hear(event);
    switch (event.type) {
      case "device": {
        const { problem } = get();
        return set({
          device: event.device,
          ...(problem !== null && DEVICE_KINDS.has(problem.kind) ? { problem: null } : {}),
        });
      }
      case "tested":
        return rememberTested(event.device);
      case "data":
        return arrived(event.available);
      case "task":
        return set({ task: timed(event.task) });
      case "phase":
        return set({ phase: event.phase });
      case "race": {
        progress = null;
        const { id, config, runs, data } = event;
        const curves = emptyCurves(runs.map(({ run }) => run));
        for (const past of eventsOf(event.history)) record(curves, past);
        return set({
          race: { id, config, runs, data },
          curves,
          testVersion: get().testVersion + 1,
          lossVersion: get().lossVersion + 1,
          progress: null,
          problem: null,
          dataProblem: null,
          stop: null,
        });
      }
      case "train":
        return measured(event.events);
      case "problem":
        return failed(event.problem);
      // Weights are what a transferred network starts from: giving good ones means to use them so.
      case "weightsGood":
        if (get().config.transfer !== "saved") actions.change({ transfer: "saved" });
        return;
      case "notice":
        return set({ notice: event.text });
    }
  });

  function build(start: boolean): void {
    if (isHopeless(get().problem)) return;
    const { config, startWeights } = get();
    if (config.transfer === "saved" && startWeights === null) {
      set({ importProblem: { kind: "missing", ...IMPORT.noWeights } });
      return;
    }
    if (get().problem?.kind === "crashed") actions.reconnect();
    set({ problem: null, dataProblem: null, importProblem: null, phase: "preparing" });
    const weights = config.transfer === "saved" ? startWeights : null;
    client.send({ type: "setup", config, start, ...(weights === null ? {} : { weights }) });
  }

  const actions: RaceActions = {
    ...transfers.actions,
    ...watching.actions,
    start() {
      if (secure) client.send({ type: "connect", tested: testedDevices() });
      client.send({ type: "listData" });
    },
    change(values) {
      const config = { ...get().config, ...values };
      dataChosen ||= values.data !== undefined;
      set({ config, linkProblems: [], ...(values.data === undefined ? {} : { dataProblem: null }) });
      changed(config);
      const live = (Object.keys(values) as KnobName[]).filter(isLive);
      const { race } = get();
      if (race === null || live.length === 0) return;
      const adjusted: TrainConfig = {
        ...race.config,
        ...Object.fromEntries(live.map((name) => [name, config[name]])),
      };
      set({ race: { ...race, config: adjusted } });
      client.send({ type: "adjust", config: adjusted });
    },
    trainBoth() {
      build(true);
    },
    toggle() {
      const { phase } = get();
      if (phase === "running") client.send({ type: "pause" });
      else if (phase === "paused") client.send({ type: "run" });
      else if (phase !== "preparing") build(true);
    },
    step() {
      const { phase } = get();
      if (phase === "running" || phase === "paused") client.send({ type: "step" });
    },
    restart() {
      const { phase, config, race } = get();
      if (race === null || phase === "preparing") return;
      if (phase === "paused" && waitingKnobs(config, race).length === 0) client.send({ type: "reset" });
      else build(phase !== "paused");
    },
    fetchData(id) {
      wanted = id;
      set({ dataProblem: null });
      client.send({ type: "fetchData", id });
    },
    files(files) {
      wanted = "given";
      set({ dataProblem: null });
      client.send({ type: "files", files: files.map((file) => ({ name: file.name, file })) });
    },
    cancel() {
      wanted = null;
      client.send({ type: "cancel" });
    },
    reconnect() {
      if (get().problem?.kind === "crashed") client.restart();
      set({ problem: null, task: null, phase: "idle" });
      client.send({ type: "connect", tested: testedDevices() });
      client.send({ type: "listData" });
      watching.again();
    },
    dismiss(what) {
      if (what === "notice") set({ notice: null });
      else if (what === "linkProblems") set({ linkProblems: [] });
      else if (what === "dataProblem") set({ dataProblem: null });
      else if (what === "importProblem") set({ importProblem: null });
      else set({ softwareClosed: true });
    },
    say(notice) {
      set({ notice });
    },
    interacting(now) {
      client.send({ type: "interacting", now });
    },
    open(reading) {
      dataChosen ||= reading.given.has("data");
      set({ config: reading.config, linkProblems: reading.problems });
    },
  };
  return Object.assign(store, { actions });
}
