import type { PaperRun } from "../../theory/paper.ts";
import type { KnobName } from "../../train/config.ts";

const count = new Intl.NumberFormat("en");

/** "3 epochs", "1 epoch". */
export function epochs(number: number): string {
  return `${count.format(number)} ${number === 1 ? "epoch" : "epochs"}`;
}

/** "12,857,352". */
export function grouped(number: number): string {
  return count.format(number);
}

/** "45.3 %" of 0.453. */
export function share(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

/** The sections, in the order of the view; the keys are their ids. */
export const SECTIONS = {
  claim: "The claim",
  "table-5": "Table 5, accuracy",
  figures: "Figures 4 to 6, training",
  "table-1": "Table 1, correlation",
  "figure-3": "Figure 3, relative error",
  "figures-1-2": "Figures 1 and 2, the systems",
  "table-2": "Table 2, smin",
  networks: "Tables 3 and 4, networks",
  open: "What the paper leaves open",
  differences: "Differences we found",
  cite: "Cite",
} as const;

export type SectionId = keyof typeof SECTIONS;

export const PAPER = {
  contents: "Contents",
  headline: "What the paper printed, and what we measured.",
  claim:
    "MinConvNets replace every multiplication inside the convolutions by a comparison: keep the smaller of the two operands and fix the sign. The paper claims that a network trained from scratch this way loses a little, and that one started from exact weights loses almost nothing.",
  cellsMeasured: "printed cells measured",
  of: (all: number) => `of ${all}`,
  largest: "largest difference",
  points: "points",
  trainedFor: ([fewest, most]: readonly [number, number]) =>
    `Ours after ${fewest === most ? epochs(most) : `${count.format(fewest)} to ${epochs(most)}`}, the paper’s after 170 to 2,048.`,
  measuredOn: "Measured on",
  machine: "Device",
  seeds: "Seeds",
  date: "Date",
  command: "Command",
  epochsTrained: "Trained",
  settings: "Settings",
  cellName: (net: string, data: string, run: string) => `${net} on ${data}, ${run}`,
} as const;

/** The paper's networks and data sets as its table heads name them. */
export const NET_NAMES = { lenet: "LeNet", "mini-cifar": "mini_cifar" } as const;
export const DATA_NAMES = { mnist: "MNIST", cifar10: "CIFAR-10" } as const;

const ROWS: Readonly<Record<PaperRun, string>> = {
  exact: "Standard",
  smin: "From scratch",
  transfer: "Transfer",
};

/** "From scratch, 512 epochs". */
export function rowName(run: PaperRun, printedEpochs: number | null): string {
  return printedEpochs === null ? ROWS[run] : `${ROWS[run]}, ${epochs(printedEpochs)}`;
}

export const TABLE5 = {
  title: "Table 5, top-1 accuracy",
  caption: "%. The tick is the printed value, the mark is ours",
  captionEmpty: "%. The tick is the printed value. Nothing is recorded with this site yet",
  help: "Accuracy on the whole test set. The paper trains for 170 to 2,048 epochs; every measured number says how many epochs stand behind it. Several seeds give a mean, and a bar for their range.",
  where: "section 4.2 and 4.3",
  network: "network",
  printed: "printed",
  measured: "measured",
  notRun: "not run",
  download: "download CSV",
  runNow: "Run this now",
  runNowOf: (cell: string) => `Run this now: ${cell}`,
  setUp: (cell: string) => `${cell} is set up with the paper’s epochs. It trains once you start it.`,
  howMeasured: (cell: string) => `How it was measured: ${cell}`,
  ofPrinted: (trained: number, printed: number | null) =>
    printed === null ? epochs(trained) : `${epochs(trained)} of the printed ${grouped(printed)}`,
  afterParent: (parent: number) => `after ${epochs(parent)} of the exact network`,
  range: (low: string, high: string, seeds: number) => `${low} to ${high} over ${seeds} seeds`,
  openSettings: "Take over these settings",
  scale: (printed: string, measured: string | null) =>
    measured === null ? `printed ${printed}` : `printed ${printed}, measured ${measured}`,
} as const;

export const FIGURES = {
  title: "Figures 4 to 6, test accuracy by epoch",
  caption: "Dotted: the end values that Table 5 prints; the paper’s own curves are pictures only",
  help: "The recorded runs as they were tested while they trained; thick lines are means of the newest tests. The band is the difference of the two means, the bracket how much longer min-selector trained for the same accuracy.",
  where: "section 4.2, Figures 4, 5 and 6",
  figure: (number: number) => `Figure ${number}`,
  trained: (trained: string, printed: number) => `${trained} of ${grouped(printed)} epochs`,
  replay: "Replay",
  stop: "Stop",
  position: "How much of the runs is shown",
  atShare: (fraction: number) => `${Math.round(100 * fraction)} percent of the run`,
  describe: (name: string, parts: string) => `Test accuracy by epoch, ${name}. ${parts}`,
  end: (word: string, value: string) => `${word} ${value} percent`,
  slower: (behind: string, accuracy: string) =>
    `For the same ${accuracy} %, comparing trained ${behind} epochs longer.`,
  empty:
    "No curves are recorded with this site yet. The command line records them: npm run reproduce -- --record DIR.",
  later: (behind: string) => `${behind} epochs later`,
} as const;

export const TABLE1 = {
  title: "Table 1, correlation with multiplication",
  caption: "Printed, and exact by quadrature",
  help: "The correlation of |x|·|w| with what each operator makes of the same two magnitudes. The caption calls the second number of N a variance; the printed values hold where it is the standard deviation. Both readings are given where they differ.",
  formula: "ρ(h, g) = cov(h, g) / √(var(h) · var(g))",
  where: "section 2.1, Eq. 3 and 5",
  operators: { min: "min-selector", add: "addition", max: "max-selector" },
  operands: "operands",
  printed: "printed",
  exact: "exact",
  asVariance: "10 read as variance",
  rounds: (value: string) => `rounds to ${value}`,
} as const;

export const DIAGRAMS = {
  title: "Figures 1 and 2, the systems",
  caption: "Redrawn",
  one: "Figure 1. A convolution as a system: every product x[n]·w[n] enters a sum.",
  two: "Figure 2. Its replacement: the min-selector keeps the sign, a line may follow.",
  describeOne: "x of n and w of n enter a multiplication; its output h of n is summed over n to z.",
  describeTwo:
    "x of n and w of n enter the min-selector; its output g1 of n passes a linear map A g1 plus B to become g2 of n, which is near h of n.",
  multiply: "multiply",
  sum: "sum",
  minSelector: "min-selector",
  line: "A · g₁ + B",
  noteTwo: "Algorithm 1 needs no A and B: it makes both operands’ mean magnitudes 1 first (Eq. 8 to 13).",
} as const;

export const TABLE2 = {
  title: "Table 2, smin(a, b)",
  caption: "Four possible outputs, chosen by comparing values and signs",
  help: "The min-selector for signed operands: the smaller magnitude with the sign of the product. Two comparisons choose one of four outputs, so hardware needs a multiplexer and no multiplier. 0 where an operand is 0.",
  formula: "smin(a, b) = sign(a·b) · min(|a|, |b|)",
  where: "section 3.1, Eq. 11",
  keepsA: "|a| ≤ |b|",
  keepsB: "|a| > |b|",
  other: (name: string) => `${name} ≥ 0`,
  otherNegative: (name: string) => `${name} < 0`,
  corner: "the smaller one",
  sameSign: "the other is ≥ 0",
  oppositeSign: "the other is < 0",
} as const;

export const NETWORKS = {
  title: "Tables 3 and 4, the networks",
  caption: "Printed layers; shapes, parameters and operations as built here",
  help: "Shapes, parameters and multiply-accumulates of one image, forward, of the networks this page trains. Same padding and stride 1: the paper prints neither.",
  where: "section 4.1, Tables 3 and 4",
  three: "Table 3, LeNet",
  four: "Table 4, mini_cifar",
  on: (data: string) => `on ${data}`,
  layer: "layer",
  printed: "printed",
  output: "output",
  parameters: "parameters",
  operations: "operations",
  total: "together",
  input: "misprint",
  inputNote: (shape: string) => `printed 28x28x3; ${shape} here`,
  honest: (name: string, inConvolutions: string, convolutionsLeft: string, wholeLeft: string) =>
    `${name}: ${inConvolutions} of the multiplications are in the convolutions. With smin ${convolutionsLeft} of those remain, the scale μ of each output, and ${wholeLeft} of the whole network’s: the fully connected layers stay exact.`,
} as const;

export const OPEN = {
  title: "What the paper leaves open",
  caption: "every one is a setting",
  captionFixed: "fixed here",
  setting: "setting",
  here: "here",
  source: "source",
  inPaper: "in the paper",
  paper: "from the paper",
  ours: "our choice",
  notPrinted: "not printed",
} as const;

/** What the paper says of settings it leaves open; the others it does not mention. */
export const IN_PAPER: Readonly<Partial<Record<KnobName, string>>> = {
  gamma: "named in Algorithm 1, no value printed",
  opt: "“e.g., SGD or ADAM”",
  lr: "η, no value printed",
  schedule: "any, in Algorithm 1, line 17",
  transferAfter: "512 epochs",
  epochs: "170 to 2,048",
};

/** Choices of the engine that are no settings. */
export const FIXED: readonly (readonly [setting: string, here: string, inPaper: string])[] = [
  ["Leaky ReLU slope", "0.1", "from the cited reference"],
  ["Padding, stride", "same, 1", "not printed"],
  ["Input size", "28×28×1, 32×32×3", "printed 28×28×3 for both"],
  ["Loss", "softmax cross-entropy", "“cost function”"],
];

export const DIFFERENCES = {
  title: "Differences we found",
  list: [
    [
      "Table 1.",
      "N(0,10) matches the printed numbers only if 10 is a standard deviation, although the caption says variance.",
    ],
    ["Table 1.", "The max-selector’s 0.673 for N(0,1) twice is 0.6738, so it rounds to 0.674."],
    [
      "Table 1.",
      "For U(0,10) and U(0,1) addition is closer to multiplication than min-selector, by 0.0005; for operands of equal range min-selector is.",
    ],
    ["Figure 3b.", "The best k is “around 1” only loosely: for v below 1.5 it goes from 0.94 up to 1.38."],
    [
      "Figure 3c.",
      "At k = 0, Equation 7 is least at 1.678, not 1.57; the curve is flat there, 0.597 against 0.599.",
    ],
    [
      "Tables 3 and 4.",
      "The input is printed as 28×28×3 for both data sets; MNIST has one channel, CIFAR-10 is 32×32.",
    ],
    [
      "Table 3.",
      "LeNet has a single max-pool, so its first fully connected layer sees 14×14×64 values on MNIST and holds most of the multiplications, which stay exact. We keep it.",
    ],
    [
      "Section 4.2.",
      "The text says that LeNet loses 0.65 % on MNIST; the two numbers of Table 5 are 0.64 apart.",
    ],
  ],
} as const;

export const CITE = {
  title: "Cite",
  copy: "Copy BibTeX",
  copied: "Copied",
  byHand: "This browser does not let the page copy. Select the lines above.",
} as const;
