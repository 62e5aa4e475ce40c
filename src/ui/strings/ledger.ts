/** Words of the hardware ledger in the Look view. */

const count = new Intl.NumberFormat("en");
const decimals = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export const LEDGER = {
  title: "What the hardware is spared",
  caption: { image: "operations for one image, forward", race: "every forward pass so far" },
  help: "Counted as at inference, for every layer. A pair of values costs one operation of its product and one addition to the sum; a min-selector takes the sign by an XNOR. Algorithm 1 multiplies each output once, by its filter’s mean. Weights, biases and batch normalisations are prepared beforehand. Max-pools and activations compare. Backward passes, and what training adds to a forward pass, are not counted.",
  formula: "y = μw · Σ smin(x, w̃) + b",
  where: "Section 3.2, Eq. 13",
  span: "What is counted",
  spans: { image: "one image", race: "since the start" },
  table: "Operations by layer",
  layer: "layer",
  columns: {
    multiplications: "multiplications",
    additions: "additions",
    comparisons: "comparisons",
    xnors: "XNORs",
  },
  scale: "of them by ",
  left: "multiplications left",
  into: (layer: string) => `into ${layer}`,
  stays: "stay",
  total: { image: "one image", race: "so far" },
  convolutions: (share: string) => `; in the convolutions alone ${share}`,
  mean: "What becomes of μ",
  folds: (folded: string, share: string) =>
    `One multiplication an output remains, by its filter’s mean μ (Eq. 13). μ is positive, so it passes through max-pools and activations into a batch normalisation or into the weights of a layer that multiplies. A bias only adds and cannot take it, nor can a layer that compares. Folded where it can be, ${folded} multiplications are left, ${share}.`,
  padding: "Zero padding",
  onPadding: (share: string) =>
    `Taps on it are counted, as the engine computes them and as multiply-accumulates are usually counted: ${share} of the terms of the convolutions.`,
  leaky: "Leaky ReLUs",
  slopes: (slopes: string) =>
    `They take their fixed slope ${slopes} times an image in either network. A constant needs no multiplier of two numbers: it is in no column, and priced below as a multiplication.`,
  passes: (network: string, training: number, tests: number) =>
    `${network}: ${count.format(training)} images in training, ${count.format(tests)} in tests.`,
  notTrainedHere: "These networks were not trained here, so passes since the start are not known.",
  number: (value: number) => count.format(value),
} as const;

export const ENERGY = {
  title: "In silicon",
  help: "An estimate: counts times a cost an operation. Choose a width, or enter the costs of your own process. The engine here computes in 32-bit floats; how well both networks do in 8 bits can be measured below.",
  formula: "energy = Σ count · cost",
  where: "Our estimate: the paper gives none",
  width: "Width of an operation",
  widths: {
    int8: "8-bit integer",
    float16: "16-bit float",
    float32: "32-bit float",
    int32: "32-bit integer",
  },
  costs: "Costs of an operation",
  operation: "operation",
  operations: {
    multiplications: "multiplication",
    additions: "addition",
    comparisons: "comparison",
    xnors: "XNOR",
  },
  energy: "energy",
  area: "area",
  published: "published",
  publishedCost: (energy: number, area: number) => `${energy} pJ, ${count.format(area)} µm²`,
  assumed: "our assumption",
  none: "none: 0 until you enter one",
  energyOf: (operation: string) => `Energy of one ${operation}`,
  areaOf: (operation: string) => `Area for one ${operation}`,
  back: "Back to the published figures",
  source:
    "Energies: M. Horowitz, “Computing’s Energy Problem”, ISSCC 2014, at 45 nm and 0.9 V. Areas: units synthesised at 45 nm, as tabled beside them in Hennessy and Patterson, “Computer Architecture”, 6th edition, Figure 1.13. Neither has a comparison: it is taken as an integer addition of the same width, the sign of a difference, since magnitudes of floats are ordered like their bits.",
  picojoules: "Energy of one image, in picojoules",
  layer: "layer",
  total: "one image",
  ratio: (tested: string, share: string) =>
    `${tested} takes ${share} of the energy that multiplying takes, in arithmetic alone. Memory traffic is not in it, and fetching a value often costs more than computing with it.`,
  unit: (exact: string, tested: string, share: string) =>
    `A unit that takes one pair a cycle and adds it up: ${exact} µm² multiplying, ${tested} µm² with the product under test, ${share} of it. Selectors, wiring and registers are not in it.`,
  value: (value: number) => decimals.format(value),
} as const;

export const TIME = {
  title: "On this device",
  measured: "For an image in training: forward, backward and update, as the race last measured.",
  notMeasured: "Not measured: no race trains these networks here.",
  notYet: "Not measured yet: train the race.",
  why: "A graphics card has fused multiply-add units and none for other products: smin is not faster there, while a software adapter may do either. What is spared above is spared by hardware built for it.",
  milliseconds: (imagesPerSecond: number) => String(Number((1000 / imagesPerSecond).toPrecision(3))),
} as const;

/** A share of a whole: "54.8 %". */
export const shareText = (share: number) => `${(100 * share).toFixed(1)} %`;
