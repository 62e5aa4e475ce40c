import type { RunStatus } from "../../runs/record.ts";
import type { StorageTrouble } from "../../worker/protocol.ts";
import { megabytes } from "./shell.ts";

const count = new Intl.NumberFormat("en");
const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const RUNS = {
  /** Of the button in the run strip. */
  past: (runs: number) => (runs === 1 ? "1 past run" : `${count.format(runs)} past runs`),
  open: "Past runs",
  title: "Runs kept in this browser",
  about: "Curves, settings and weights stay on this device. Names are yours to change.",
  looking: "Looking for kept runs.",
  none: "No run is kept yet. One is as soon as it has trained a step.",
  hide: (name: string) => `Take ${name} off the charts`,
  columns: {
    select: "Compare",
    name: "Name, settings",
    seed: "Seed",
    epochs: "Epochs",
    accuracy: "Test accuracy, best and last",
    status: "Status",
    kept: "Kept",
    begun: "Begun, device",
    actions: "Actions",
  },
  renameOf: (name: string) => `Name of ${name}`,
  selectOf: (name: string) => `Compare ${name}`,
  unnamed: "unnamed",
  subset: "subset",
  onSubset: "on the test subset; the whole test set was not tried yet",
  epochs: (epoch: number, of: number) => `${epoch.toFixed(epoch < 10 ? 2 : 1)} of ${count.format(of)}`,
  accuracies: (best: string, last: string) => `${best} / ${last}`,
  date: (milliseconds: number) => date.format(milliseconds),
  size: (bytes: number) =>
    bytes < 1e6
      ? `${Math.ceil(bytes / 1000)} kB`
      : bytes < 1e9
        ? megabytes(bytes)
        : `${(bytes / 1e9).toFixed(1)} GB`,
  parts: (history: string, checkpoint: string | null, weights: string | null) =>
    [
      `curves ${history}`,
      checkpoint === null ? "nothing to go on from" : `state to go on from ${checkpoint}`,
      weights === null ? "no weights" : `weights ${weights}`,
    ].join(", "),
  here: "this race",
  elsewhere: "in another tab",
  interrupted: "interrupted",
  resume: "Resume",
  resumeTitle: "Go on exactly where it was last saved",
  noState: "It was not saved in time: nothing to go on from",
  show: "Overlay",
  showTitle: "Draw it behind the race, as thin grey lines",
  pin: "Pin",
  pinTitle: "A baseline: drawn behind every race",
  settings: "Settings",
  settingsTitle: "Put its settings into the form",
  remove: "Delete",
  heldTitle: "It is being trained",
  removed: (names: readonly string[]) =>
    names.length === 1 ? `Deleted “${names[0]}”.` : `Deleted ${names.length} runs.`,
  undo: "Undo",
  weights: "Weights",
  weightsTitle: "The last weights kept of each network, in half precision",
  save: "Save as a file",
  start: "Transfer from these",
  differences: "What differs",
  compareMore: "Choose two runs or more to see in which settings they differ.",
  nothingDiffers: "These runs have the same settings.",
  removeSelected: (runs: number) => `Delete ${runs} runs`,
  repeats: "Several seeds",
  repeatsAbout: "The form’s settings once more with other seeds, one run after another.",
  repeatCount: "Seeds",
  repeat: (seeds: number) => `Train ${seeds} seeds`,
  repeating: (done: number, total: number) => `Seed ${done} of ${total} is being trained.`,
  stopRepeat: "Stop after this one",
  group: (seeds: number, what: string) => `${seeds} seeds of ${what}`,
  band: "Mean and range",
  bandLabel: (seeds: number) => `mean and range of ${seeds} seeds`,
  ghost: (seed: number) => `seed ${seed}`,
  asideTitle: "Stored, but not readable here",
  asideAbout: "Nothing was changed. The other runs are listed above.",
  asideSave: "Save it as it is",
  asideRemove: "Delete it",
  storage: "Storage",
  use: (used: string, limit: string) => `This site uses ${used} of ${limit} that the browser gives it.`,
  useUnknown: "This browser does not say how much it stores.",
  lasting: "The browser keeps it until you clear it.",
  fleeting: "The browser may clear it when the disk gets full.",
  askToKeep: "Ask the browser to keep it",
  limit: "Weights kept of each run",
  limitAbout:
    "A finished run leaves its weights in half precision, and each epoch’s as far as they fit; the oldest go. An interrupted run also keeps one state to go on from, three to six times as large: 155 to 202 MB for LeNet as printed.",
  unreadablePreferences:
    "The stored limit could not be read; the default is used. The value was left as it is.",
  newerPreferences:
    "A newer version of this page stored its limit in another form; the default is used here and nothing is written over.",
} as const;

export const STATUS: Readonly<Record<RunStatus, string>> = {
  running: "training",
  paused: "paused",
  stopped: "stopped",
  finished: "finished",
  failed: "failed",
};

export const INTERRUPTED = {
  strong: "A run was interrupted.",
  text: (name: string, epoch: number) => `${name} was last saved at epoch ${epoch.toFixed(2)} and can go on.`,
} as const;

/** What happened to the storage, and why; training goes on in every case. */
export const TROUBLE: Readonly<Record<StorageTrouble, { readonly strong: string; readonly text: string }>> = {
  blocked: {
    strong: "Runs are not kept in this browser.",
    text: "It gives this page no storage: a private window, a setting, or a page inside another. Training works; save what you need as a file.",
  },
  silent: {
    strong: "Runs are not kept in this browser.",
    text: "Its storage does not answer. Training works; save what you need as a file.",
  },
  full: {
    strong: "This run is not being saved.",
    text: "The browser’s storage for this site is full. Training goes on, and the run is complete in memory.",
  },
};

export const KEEPING = {
  full: (used: string, runs: number) =>
    `The browser’s storage for this site is full; ${RUNS.past(runs)} take ${used} of it. Training goes on, and this run is complete in memory.`,
  choose: "Choose runs to delete",
} as const;
