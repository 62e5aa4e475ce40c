import type { RunName } from "../../train/events.ts";

const count = new Intl.NumberFormat("en");

/** How a run is spoken of: over its number, in the headline's sentence, at the end of its line. */
interface RunWords {
  readonly heading: string;
  /** "One only …" or "one …". */
  readonly sentence: readonly [before: string, verb: string];
  readonly label: string;
  readonly chip: string;
}

export const RUN_WORDS: Readonly<Record<RunName, RunWords>> = {
  exact: { heading: "Multiplying", sentence: ["One ", "multiplies"], label: "multiplying", chip: "exact" },
  smin: { heading: "Comparing", sentence: ["one only ", "compares"], label: "comparing", chip: "smin" },
  transfer: { heading: "Transfer", sentence: ["one ", "changes over"], label: "transfer", chip: "transfer" },
  mul: {
    heading: "Clipping, multiplying",
    sentence: ["one ", "clips first"],
    label: "clipping",
    chip: "clipped mul",
  },
  add: { heading: "Adding", sentence: ["one only ", "adds"], label: "adding", chip: "add" },
  max: {
    heading: "Taking the larger",
    sentence: ["one ", "takes the larger"],
    label: "the larger",
    chip: "max",
  },
  own: {
    heading: "Your expression",
    sentence: ["one ", "computes yours"],
    label: "your expression",
    chip: "own",
  },
};

export const RACE = {
  claim: "Two networks, same start.",
  claimOfThree: "Three networks, one seed.",
  same: (net: string, data: string, seed: number) =>
    `${net} on ${inSentence(data)}, seed ${seed}: the same first weights, the same batches in the same order.`,
  /** After `same`, where a third network goes on from the first. */
  third: (epoch: number | null) =>
    epoch === null
      ? "The third starts from saved weights."
      : `The third goes on from the first after epoch ${epoch}.`,
  question: "What were the multiplications worth? Train them and see.",
  plan: (net: string, data: string) => `${net} on ${inSentence(data)},`,
  planEpochs: (epochs: number, images: number, networks: number) =>
    `${count.format(epochs)} ${epochs === 1 ? "epoch" : "epochs"} of ${count.format(images)} images, ${networks === 2 ? "twice" : "three times"}, on this device.`,
  planMissing: (data: string) => `which is not here yet: get ${inSentence(data)} first, or drop its files.`,
  testAccuracy: "test accuracy",
  on: (images: number) => `on ${count.format(images)}`,
  leads: "leads by",
  trails: "trails by",
  level: "level",
  points: "points",
  delay: (epochs: number) => `and by ${epochCount(epochs)} epochs`,
  notYet: "–",
  firstTest: (step: number) => `first test at step ${count.format(step)}`,
  waits: (epoch: number) => `waits for exact, epoch ${count.format(epoch)}`,
  waitsShort: "waits for exact",
  startedAt: (value: string) => `step 0: ${value} %`,
  startedHelp: "What it could do with the weights it was given, before its first step",
  summary: (epoch: number, parts: readonly string[]) =>
    `Epoch ${epoch}: ${parts.join(", ")} of the whole test set.`,
  part: (run: string, value: string) => `${run} ${value} percent`,
} as const;

export const ACCURACY = {
  title: "Test accuracy",
  caption: (images: number, every: number, window: number) =>
    `Thin: ${count.format(images)} test images every ${every === 1 ? "step" : `${count.format(every)} steps`}; thick: ${
      window === 1 ? "the same so far" : `mean of ${window}`
    }`,
  errorCaption: "Error in percent, logarithmic. ",
  linear: "linear",
  log: "log error",
  scale: "Scale of the accuracy",
  later: (epochs: number) => `${epochCount(epochs)} epochs later`,
  start: (value: string) => `step 0: ${value}`,
  paper: (percent: number) => `paper ${percent.toFixed(2)}`,
  help: "The share of held-out test images each network classifies correctly, by epoch. A fixed part of the test set is tried now and then, the whole set after each epoch. Algorithm 1 tests with the running mean of |x| and without clipping the inputs.",
  formula: "accuracy = correct / tested",
  where: "section 4.2, Figure 4; its values are in Table 5",
  describe: (epoch: number, parts: string) => `Test accuracy over ${epoch.toFixed(1)} epochs. ${parts}`,
} as const;

export const LOSS = {
  title: "Training loss",
  caption: (window: number) => `log, by epoch; thick: mean of ${window === 1 ? "1 step" : `${window} steps`}`,
  help: "Mean cross-entropy of each minibatch before the update, dropout on. Every network sees the same minibatch with the same dropout at every step.",
  formula: "loss = −(1/N) · Σ log p(label)",
  where: "Our choice of loss: softmax cross-entropy",
  describe: (parts: string) => `Training loss on a logarithmic scale. ${parts}`,
} as const;

export const CHART = {
  asTable: "as table",
  epoch: (value: string) => `epoch ${value}`,
  atEpoch: (value: number) => `epoch ${value.toFixed(2)}`,
  stopped: (step: number, epoch: number) =>
    `stopped at step ${count.format(step)}, epoch ${epoch.toFixed(1)}`,
  thinned: (shown: number, all: number) =>
    `${count.format(shown)} of ${count.format(all)} rows; the CSV has them all.`,
  download: "Download CSV",
  empty: "No values yet.",
  columns: { step: "step", epoch: "epoch", images: "images" },
} as const;

export const TERMS = {
  pairTitle: "One pair of numbers, two products",
  area: "multiplying takes an area",
  length: "comparing takes the shorter length",
  input: "x",
  weight: "w",
  title: "One output pixel adds up 25 such pairs",
  caption: "A 5x5 patch and a 5x5 filter drawn at random; x and w in multiples of their means",
  help: "Each column is one pixel of the patch and the weight over it. Solid: their product. Striped: their min-selector after Algorithm 1’s clip at twice the mean. The two sums are what the two networks would put into this output pixel. Point at a column to see its pair above.",
  formula: "smin(x, w) = sign(xw) · min(|x|, |w|)",
  where: "Eq. 11 to 13, Algorithm 1",
  sum: "sum",
  term: (index: number) => `Term ${index + 1} of 25`,
  pick: "Which of the 25 pairs is shown above",
  describe: (x: string, w: string, product: string, smin: string) =>
    `x ${x}, w ${w}: multiplying gives ${product}, comparing gives ${smin}.`,
} as const;

/** "drawn digits" of "Drawn digits"; "MNIST" stays. */
export function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

function epochCount(epochs: number): string {
  return epochs.toFixed(epochs < 0.95 ? 2 : 1);
}

/** "98.61" of 0.98612. */
export function percent(fraction: number): string {
  return (fraction * 100).toFixed(2);
}

/** "−0.40": with the minus sign of typography. */
export function signed(value: number, digits = 2): string {
  return value.toFixed(digits).replace("-", "\u2212");
}
