/** Words of the frame around every view: header, setup, run strip, dialogs. */

const count = new Intl.NumberFormat("en");

export const SHELL = {
  brand: "MinConv Playground",
  skip: "Skip to the measurements",
  views: "Views",
  setup: "Setup",
  close: "Close",
  training: "Training",
  trainBoth: "Train both",
  trainThree: "Train all three",
  pause: "Pause",
  resume: "Resume",
  preparing: "Preparing",
  step: "Step",
  stepTitle: "One step of every network, then pause",
  restart: "Restart",
  restartTitle: "Same seed, same batches",
  share: "Share",
  shareTitle: "Copy a link to these settings",
  shared: "Link copied",
  shareByHand: "This browser does not let the page copy. The link, to copy by hand:",
  keys: "Keys",
  toLight: "Light",
  toDark: "Dark",
  themeTitle: "Change to the other colours",
  about: (title: string) => `About ${title}`,
} as const;

/** Names of the views, as in the header. */
export const VIEW_NAMES = { race: "Race", lab: "Lab", look: "Look", paper: "Paper" } as const;

/** A view whose program is fetched when it is opened. */
export const LATE = {
  loading: "Loading this view.",
  failed: "This view could not be opened.",
  why: "Its part of the program did not arrive or failed, perhaps because this page was updated or the network is down. The race goes on.",
  remedy: "Try again; if that fails, reload the page.",
  again: "Try again",
} as const;

export const DEVICE = {
  asking: "Looking for a graphics device",
  none: "No graphics device",
  webgpu: (name: string) => `WebGPU · ${name}`,
  software: (name: string) => `WebGPU · ${name} (software)`,
  unnamed: "graphics device",
} as const;

export const SHORTCUTS = {
  title: "Keys",
  about: "They rest while you type, and a focused button keeps its own keys.",
  list: [
    ["Space", "train, pause, resume"],
    [".", "one step (hold for more)"],
    ["R", "restart with the same seed"],
    ["?", "this list"],
    ["Tab", "through every control"],
    ["Esc", "close what is open"],
  ],
} as const;

export const SETUP = {
  groups: {
    problem: "Problem",
    product: "Product under test",
    training: "Training",
    open: "Open choices of the paper",
    watch: "Test",
  },
  both: "every network",
  transfer: { off: "None", exact: "From exact", saved: "From a file" },
  newSeed: "New seed",
  editLayers: "Edit layers",
  replace: ["Replace ", "x·w", " by"],
  now: (labels: readonly string[]) => `${list(labels)} change at once, the rest at Restart.`,
  waits: (labels: readonly string[]) =>
    labels.length > 3
      ? `${labels.length} changes wait for Restart.`
      : `${list(labels)}: waiting for Restart.`,
  fromPaper: (where: string) => `From the paper, ${where}`,
  ours: "Our choice: the paper leaves it open",
  experiment: "An experiment: the paper derives no scaling for it.",
  range: (min: number, max: number) => `${min} to ${max}`,
  standard: (value: string | number) => `Default ${value}.`,
} as const;

export const NUMBERS = {
  empty: "Empty: the value before stays.",
  twoSeparators: "A comma and a point, or two commas: write the number with one decimal sign.",
  ambiguousComma: (typed: string) =>
    `${typed} may be ${Number(typed.replace(",", "."))} or ${typed.replace(",", "")}: write it without the comma.`,
  notANumber: "Not a number.",
  means: (value: number) => `= ${value}`,
  kept: (value: number) => `${value} stays in use.`,
  textKept: "The text before stays in use.",
} as const;

export const DATA = {
  ready: (source: string | null) => (source === null ? "Ready." : `Ready: ${source}.`),
  looking: "Looking for it.",
  notHere: (name: string) => `${name} is not here yet.`,
  missing: (roles: readonly string[]) => `Still missing: ${list(roles)}.`,
  fetch: (name: string, bytes: number) => `Get ${name}, ${megabytes(bytes)}`,
  published: "Save it from its publisher’s page:",
  size: (bytes: number) => `, ${megabytes(bytes)}.`,
  thenDrop: "Then give it to this page.",
  choose: "Choose files",
  or: "or drop them anywhere on the page",
  cancel: "Cancel",
  dropHere: "Drop the files anywhere",
  dropAbout:
    "Data sets, weights and exported runs, under any name, and pictures for Look. They stay on this device.",
  notFiles: "That was no file. Drop the files of a data set, packed or not.",
  emptyDrop: "There was no file in what you dropped.",
  unreadableDrop: "What you dropped could not be read.",
} as const;

export const STRIP = {
  label: "Run",
  epoch: ["Epoch ", " of "],
  runs: "Runs",
  left: (seconds: number) => `${duration(seconds)} left`,
  finished: "finished",
  paused: "paused",
  waiting: "Nothing trains until you start it.",
  progress: "Progress of the run",
  perSecond: (imagesPerSecond: number) => `${count.format(roundTo(imagesPerSecond, 3))} images/s`,
} as const;

export const TASKS = {
  connect: "Finding the graphics device",
  data: "Reading the data",
  download: "Downloading",
  compile: "Compiling kernels",
  "self-test": "Checking the arithmetic",
  evaluate: "Testing",
} as const;

/** "3 of 23 kernels", "4.2 of 11.6 MB". */
export function amount(done: number, total: number | null, unit: string): string {
  if (unit === "bytes") {
    const megas = (done / 1e6).toFixed(1);
    return total === null ? `${megas} MB` : `${megas} of ${megabytes(total)}`;
  }
  return total === null
    ? `${count.format(done)} ${unit}`
    : `${count.format(done)} of ${count.format(total)} ${unit}`;
}

/** "1.2 MB/s". */
export function rate(perSecond: number, unit: string): string {
  return unit === "bytes"
    ? `${(perSecond / 1e6).toFixed(1)} MB/s`
    : `${count.format(roundTo(perSecond, 2))} ${unit}/s`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** "39 s", "4 min", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 99.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function roundTo(value: number, digits: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(digits));
}
