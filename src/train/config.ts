import { AUGMENTATIONS } from "../data/augment.ts";
import { DATASETS } from "../data/index.ts";
import { expressionProblem } from "../math/expression/compile.ts";
import { PRODUCTS } from "../math/products.ts";
import { CUSTOM, MODELS } from "../models/index.ts";
import { formatLayers, parseLayers } from "../models/notation.ts";

/**
 * Every knob of an experiment, once: default, range, unit, help and where it comes from. The form,
 * the link and the command line's flags are all read from this table.
 */
interface KnobText {
  readonly label: string;
  readonly help: string;
  /** "paper": printed there. "ours": the paper leaves it open. */
  readonly origin: "paper" | "ours";
  /** Where in the paper, for origin "paper". */
  readonly where?: string;
  readonly group: "problem" | "product" | "training" | "open" | "watch";
  /** May change while a run goes on; everything else waits for a reset. */
  readonly live?: boolean;
}
export interface NumberKnob extends KnobText {
  readonly kind: "number";
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit?: string;
  /** Shown only where this knob has one of these values. */
  readonly when?: { readonly knob: string; readonly is: readonly string[] };
}
export interface ChoiceKnob extends KnobText {
  readonly kind: "choice";
  readonly default: string;
  readonly options: Readonly<Record<string, string>>;
}
/** One line of text with a meaning of its own. */
export interface TextKnob extends KnobText {
  readonly kind: "text";
  readonly default: string;
  /** Why a text does not suit, or null where it does. */
  readonly problem: (text: string) => string | null;
  readonly when?: NumberKnob["when"];
}
export type Knob = NumberKnob | ChoiceKnob | TextKnob;

const names = <K extends string>(registry: Readonly<Record<K, { readonly name: string }>>) =>
  Object.fromEntries(Object.keys(registry).map((key) => [key, registry[key as K].name])) as Readonly<
    Record<K, string>
  >;

/** What `work` complains of. */
function failure(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const KNOBS = {
  data: {
    kind: "choice",
    default: "digits",
    options: names(DATASETS),
    label: "Data",
    help: "What the networks learn. Drawn digits are made by this page from a seed and need no network; MNIST is the paper's.",
    origin: "paper",
    where: "section 4.1",
    group: "problem",
  },
  net: {
    kind: "choice",
    default: "lenet",
    options: { ...names(MODELS), custom: CUSTOM.name },
    label: "Network",
    help: "Both networks have these layers; only the product inside the convolutions differs.",
    origin: "paper",
    where: "Tables 3 and 4",
    group: "problem",
  },
  layers: {
    kind: "text",
    default: formatLayers(MODELS["lenet-small"].layers),
    problem: (text) => failure(() => parseLayers(text)),
    label: "Layers",
    help: "The network, a layer after the other: conv32k5 (filters and kernel), bn, leaky0.1, relu, pool2, drop, fc10. A product behind a dot fixes a layer's: fc1024.tested is fully connected with the tested product.",
    origin: "ours",
    group: "problem",
    when: { knob: "net", is: ["custom"] },
  },
  seed: {
    kind: "number",
    default: 42,
    min: 0,
    max: 4294967295,
    integer: true,
    label: "Seed",
    help: "Fixes the first weights, the order of the batches and dropout, the same for every network. The same seed on the same device gives the same curves, bit for bit.",
    origin: "ours",
    group: "problem",
  },
  product: {
    kind: "choice",
    default: "smin",
    options: names(PRODUCTS),
    label: "Replace x·w by",
    help: "The product of the second network, under Algorithm 1 (clip, means, masks). Multiplication here is the control that separates the product from the rest; addition, max-selector and an expression of your own are experiments.",
    origin: "paper",
    where: "Table 2, Eq. 11",
    group: "product",
  },
  expression: {
    kind: "text",
    default: "sqrt(|x|*|w|)",
    problem: expressionProblem,
    label: "Your expression",
    help: "Made of |x|, |w|, x, w, numbers, + - * /, brackets, min, max, abs, sqrt, exp, log, sign and tanh. With magnitudes alone it takes the sign of x·w; where x or w is 0 it is 0. Its operands are divided by their means, the sum is multiplied by them, and the backward pass multiplies, as for every product.",
    origin: "ours",
    group: "product",
    when: { knob: "product", is: ["own"] },
  },
  scaling: {
    kind: "choice",
    default: "constraint",
    options: { constraint: "From the constraint", fitted: "Fitted, A·g + B" },
    label: "Output scaling",
    help: "What a layer makes of its sums g under Algorithm 1. Fitted: every 20 steps A and B of each filter follow a linear regression of the exact sum on the approximate one, over some output pixels of the minibatch. The paper names this way and calls it costly.",
    origin: "paper",
    where: "section 2.2",
    group: "product",
  },
  lr: {
    kind: "number",
    default: 0.001,
    min: 1e-7,
    max: 1e7,
    integer: false,
    label: "Learning rate",
    help: "Step size η of the update. 0.001 with Adam and 0.01 with SGD suit every network.",
    origin: "ours",
    group: "training",
    live: true,
  },
  batch: {
    kind: "number",
    default: 64,
    min: 1,
    max: 4096,
    integer: true,
    unit: "images",
    label: "Batch",
    help: "Images per step. The mean of |x| in Algorithm 1 is taken over such a minibatch.",
    origin: "ours",
    group: "training",
  },
  epochs: {
    kind: "number",
    default: 10,
    min: 1,
    max: 10000,
    integer: true,
    label: "Epochs",
    help: "Passes over the train set.",
    origin: "ours",
    group: "training",
    live: true,
  },
  transfer: {
    kind: "choice",
    default: "off",
    options: { off: "off", exact: "from the exact network", saved: "from saved weights" },
    label: "Transfer",
    help: "A third network that takes over trained weights and goes on with the product under test, on the same minibatches.",
    origin: "paper",
    where: "section 4.3",
    group: "product",
  },
  transferAfter: {
    kind: "number",
    default: 1,
    min: 1,
    max: 10000,
    integer: true,
    unit: "epochs",
    label: "Transfer after",
    help: "Epochs the exact network trains before the third one takes its weights.",
    origin: "ours",
    group: "product",
    when: { knob: "transfer", is: ["exact"] },
  },
  opt: {
    kind: "choice",
    default: "adam",
    options: { adam: "Adam", sgd: "SGD with momentum" },
    label: "Optimizer",
    help: "The update rule; Algorithm 1 allows any. Adam uses 0.9, 0.999 and 1e-8.",
    origin: "ours",
    group: "open",
  },
  momentum: {
    kind: "number",
    default: 0.9,
    min: 0,
    max: 0.999,
    integer: false,
    label: "Momentum",
    help: "Of SGD: v ← momentum·v + gradient, w ← w − η·v.",
    origin: "ours",
    group: "open",
    when: { knob: "opt", is: ["sgd"] },
  },
  schedule: {
    kind: "choice",
    default: "constant",
    options: { constant: "constant", step: "tenth at ½ and ¾", cosine: "cosine to 0" },
    label: "Rate schedule",
    help: "How the rate moves over the run: constant, a tenth after half and again after three quarters of it, or a half cosine down to 0.",
    origin: "ours",
    group: "open",
  },
  init: {
    kind: "choice",
    default: "he",
    options: { he: "He normal", glorot: "Glorot uniform" },
    label: "First weights",
    help: "He: standard deviation √(2 / fan-in). Glorot: uniform within ±√(6 / (fan-in + fan-out)). Biases start at 0.",
    origin: "ours",
    group: "open",
  },
  dropout: {
    kind: "number",
    default: 0.5,
    min: 0,
    max: 0.95,
    integer: false,
    label: "Dropout",
    help: "Share of the 1,024 hidden values set to 0 at each step; the rest are scaled up to keep the mean.",
    origin: "paper",
    where: "Tables 3 and 4",
    group: "open",
  },
  augment: {
    kind: "choice",
    default: "none",
    options: names(AUGMENTATIONS),
    label: "Augmentation",
    help: "Moves every train image by up to 4 pixels, and mirrors every second one, anew at each step and alike for all networks. The paper has none; mirroring suits photographs, not digits.",
    origin: "ours",
    group: "open",
  },
  clip: {
    kind: "number",
    default: 2,
    min: 0.1,
    max: 1000,
    integer: false,
    unit: "× mean",
    label: "Clip factor",
    help: "Algorithm 1 clips inputs at this many times the mean of |x|, weights at this many times the filter's mean of |w|; beyond it the gradient is 0 (Eq. 15).",
    origin: "paper",
    where: "Algorithm 1, lines 4 and 6",
    group: "open",
  },
  gamma: {
    kind: "number",
    default: 0.99,
    min: 0,
    max: 0.9999,
    integer: false,
    label: "Momentum γ of the mean",
    help: "The running mean of |x|, used at inference: γ·old + (1 − γ)·minibatch mean. It starts at the first minibatch's mean.",
    origin: "ours",
    group: "open",
  },
  testEvery: {
    kind: "number",
    default: 50,
    min: 1,
    max: 10000,
    integer: true,
    unit: "steps",
    label: "Test every",
    help: "How often the networks are tried on the test subset; the whole test set follows each epoch.",
    origin: "ours",
    group: "watch",
    live: true,
  },
  testImages: {
    kind: "number",
    default: 1000,
    min: 10,
    max: 10000,
    integer: true,
    unit: "images",
    label: "Test subset",
    help: "A fixed part of the test set, the same for every network.",
    origin: "ours",
    group: "watch",
    live: false,
  },
} as const satisfies Record<string, Knob>;

export type KnobName = keyof typeof KNOBS;

/** The values of all knobs. */
export type TrainConfig = {
  readonly [K in KnobName]: (typeof KNOBS)[K] extends { readonly options: infer Options }
    ? keyof Options & string
    : (typeof KNOBS)[K] extends { readonly kind: "text" }
      ? string
      : number;
};
