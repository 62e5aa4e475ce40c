/**
 * Every number the paper prints, with its place: arXiv:2101.09492, 23 January 2021. Nothing here is
 * computed; what this project finds for the same quantity stands beside it elsewhere.
 */

/** The networks of Tables 3 and 4 and the data of section 4.1, by this project's short names. */
export type PaperNet = "lenet" | "mini-cifar";
export type PaperData = "mnist" | "cifar10";

/** "Standard network", "Approximate" and "Transfer Learning" of Table 5. */
export type PaperRun = "exact" | "smin" | "transfer";

/** One printed accuracy of Table 5. */
export interface Table5Cell {
  /** Names the cell in files and on command lines: `lenet-cifar10-smin-512`. */
  readonly id: string;
  readonly data: PaperData;
  readonly net: PaperNet;
  readonly run: PaperRun;
  /** Epochs as printed; null for the standard networks, where the table gives none. */
  readonly epochs: number | null;
  /** Top-1 accuracy on the test set. */
  readonly percent: number;
}

function table5Cell(
  net: PaperNet,
  data: PaperData,
  run: PaperRun,
  epochs: number | null,
  percent: number,
): Table5Cell {
  const id = [net, data, run, ...(epochs === null ? [] : [epochs])].join("-");
  return { id, data, net, run, epochs, percent };
}

/** Table 5, row by row: standard, approximate, transfer learning. */
export const TABLE_5: readonly Table5Cell[] = [
  table5Cell("lenet", "mnist", "exact", null, 99.06),
  table5Cell("lenet", "cifar10", "exact", null, 75.26),
  table5Cell("mini-cifar", "cifar10", "exact", null, 77.3),
  table5Cell("lenet", "mnist", "smin", 170, 98.42),
  table5Cell("lenet", "cifar10", "smin", 512, 64.18),
  table5Cell("mini-cifar", "cifar10", "smin", 512, 71.46),
  table5Cell("lenet", "cifar10", "smin", 2048, 65.54),
  table5Cell("mini-cifar", "cifar10", "smin", 2048, 72.89),
  table5Cell("lenet", "cifar10", "transfer", 512, 74.92),
  table5Cell("mini-cifar", "cifar10", "transfer", 512, 77.01),
  table5Cell("lenet", "cifar10", "transfer", 1024, 75.1),
  table5Cell("mini-cifar", "cifar10", "transfer", 1024, 77.26),
];

/** Figures 4 to 6: accuracy by epoch. The curves are pictures only; their end values are Table 5's. */
export interface AccuracyFigure {
  readonly figure: 4 | 5 | 6;
  readonly net: PaperNet;
  readonly data: PaperData;
  /** The last epoch that its runs share. */
  readonly epochs: number;
}

export const ACCURACY_FIGURES: readonly AccuracyFigure[] = [
  { figure: 4, net: "lenet", data: "mnist", epochs: 170 },
  { figure: 5, net: "lenet", data: "cifar10", epochs: 512 },
  { figure: 6, net: "mini-cifar", data: "cifar10", epochs: 512 },
];

/** Table 5's cells of one figure: of every run the one with the fewest epochs, as its curve ends. */
export function figureCells(net: string, data: string): readonly Table5Cell[] {
  const cells = TABLE_5.filter((cell) => cell.net === net && cell.data === data);
  return cells.filter((cell) => cells.find(({ run }) => run === cell.run) === cell);
}

/** Section 4.3: transfer learning starts from the weights of this many epochs of the standard network. */
export const TRANSFER_AFTER_EPOCHS = 512;

/** Section 4.2: the loss of accuracy of LeNet on MNIST as the text has it; Table 5 gives 0.64. */
export const MNIST_LOSS_IN_TEXT = 0.65;

/** A distribution of Table 1, with its two numbers as printed. */
export type PrintedDistribution =
  | { readonly kind: "normal"; readonly mean: number; readonly second: number }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number };

/** A row of Table 1: the correlation of |x|·|w| with each operator's output, as printed. */
export interface Table1Row {
  readonly x: PrintedDistribution;
  readonly w: PrintedDistribution;
  readonly min: string;
  readonly add: string;
  readonly max: string;
}

const normal = (second: number): PrintedDistribution => ({ kind: "normal", mean: 0, second });
const uniform = (to: number): PrintedDistribution => ({ kind: "uniform", from: 0, to });

/**
 * Table 1. The caption calls the second number of N a variance written σ²; the printed correlations
 * hold where 10 is the standard deviation.
 */
export const TABLE_1: readonly Table1Row[] = [
  { x: normal(1), w: normal(1), min: "0.908", add: "0.882", max: "0.673" },
  { x: normal(1), w: normal(10), min: "0.692", add: "0.683", max: "0.624" },
  { x: normal(10), w: normal(1), min: "0.692", add: "0.683", max: "0.624" },
  { x: uniform(1), w: uniform(1), min: "0.962", add: "0.926", max: "0.641" },
  { x: uniform(10), w: uniform(1), min: "0.716", add: "0.717", max: "0.655" },
  { x: uniform(1), w: uniform(10), min: "0.716", add: "0.717", max: "0.655" },
];

/** Section 2.2 on Figure 3, the relative error L(k, v) of min(|x|, |w|) for x, w ~ N(k, v). */
export const FIGURE_3 = {
  /** (a) and (b): "around 1", for v below this. */
  k: 1,
  below: 1.5,
  /** (c), k = 0: where L is smallest, and the mean of |x| there. */
  v: 1.57,
  meanMagnitude: 1.25,
} as const;

/** A row of Tables 3 and 4. */
export type PrintedLayer = readonly [layer: string, size: string];

/** Table 3, LeNet. The input size is a misprint for both data sets. */
export const TABLE_3: readonly PrintedLayer[] = [
  ["Input image", "28x28x3"],
  ["Conv. + leaky ReLU", "5x5x32"],
  ["MaxPool.", "2x2"],
  ["Conv. + leaky ReLU", "5x5x64"],
  ["Fully Connected + ReLU", "1024"],
  ["drop out", "50%"],
  ["Fully Connected", "10"],
];

/** Table 4, mini_cifar. The input size is a misprint for CIFAR-10. */
export const TABLE_4: readonly PrintedLayer[] = [
  ["Input image", "28x28x3"],
  ["Conv. + leaky ReLU", "3x3x32"],
  ["MaxPool.", "2x2"],
  ["Conv. + leaky ReLU", "1x1x16"],
  ["Conv. + leaky ReLU", "3x3x64"],
  ["MaxPool.", "2x2"],
  ["Conv. + leaky ReLU", "1x1x32"],
  ["Conv. + leaky ReLU", "3x3x128"],
  ["Conv. + leaky ReLU", "1x1x64"],
  ["Fully Connected + ReLU", "1024"],
  ["drop out", "50%"],
  ["Fully Connected", "10"],
];

/** Section 4.1: images in the train and test sets. */
export const SET_SIZES: Readonly<Record<PaperData, { readonly train: number; readonly test: number }>> = {
  mnist: { train: 60000, test: 10000 },
  cifar10: { train: 50000, test: 10000 },
};

/** How to cite the paper. */
export const CITATION = {
  authors: "X. Yang, S. Chaudhuri, L. Likforman, L. Naviner",
  title: "MinConvNets: A new class of multiplication-less Neural Networks",
  place: "arXiv:2101.09492, 23 January 2021",
  url: "https://arxiv.org/abs/2101.09492",
  bibtex: `@misc{yang2021minconvnets,
  title         = {MinConvNets: A new class of multiplication-less Neural Networks},
  author        = {Yang, Xuecan and Chaudhuri, Sumanta and Likforman, Laurence and Naviner, Lirida},
  year          = {2021},
  eprint        = {2101.09492},
  archivePrefix = {arXiv}
}`,
} as const;
