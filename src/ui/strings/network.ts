import type { LayerSpec } from "../../nn/spec.ts";

/** Words of the network editor. */

const count = new Intl.NumberFormat("en");

export const FIELDS = {
  filters: "Channels",
  kernelHeight: "Kernel height",
  kernelWidth: "Kernel width",
  size: "Window",
  units: "Units",
  slope: "Slope",
  rate: "Dropout rate",
} as const;

/** The same beside the fields, where the row says what they belong to. */
export const SHORT: Readonly<Record<keyof typeof FIELDS, string>> = {
  filters: "Channels",
  kernelHeight: "Kernel",
  kernelWidth: "×",
  size: "Window",
  units: "Units",
  slope: "Slope",
  rate: "",
};

export const LAYER_NAMES: Readonly<Record<LayerSpec["type"], string>> = {
  conv2d: "convolution",
  batchNorm2d: "batch norm",
  leakyRelu: "leaky ReLU",
  relu: "ReLU",
  maxPool2d: "max-pool",
  linear: "fully connected",
  dropout: "dropout",
};

export const NETWORK = {
  title: "Layers",
  about: (data: string) =>
    `Every network gets these layers; the product under test goes where it says “as tested”. Images: ${data}.`,
  start: "Start from",
  reset: "Reset",
  columns: {
    layer: "layer",
    settings: "settings",
    output: "output",
    parameters: "parameters",
    multiplications: "multiplications",
    change: "change",
  },
  input: "input",
  product: "Product",
  products: {
    tested: "as tested",
    exact: "multiplication",
    mul: "multiplication, clipped",
    smin: "min-selector",
    add: "addition",
    max: "max-selector",
  },
  rate: "Rate",
  rates: { setting: "as in the setup", own: "its own" },
  addAfter: (layer: string) => `Add a layer after ${layer}`,
  up: (layer: string) => `Move ${layer} up`,
  down: (layer: string) => `Move ${layer} down`,
  remove: (layer: string) => `Remove ${layer}`,
  moved: (layer: string, place: number, of: number) => `${layer} is now layer ${place} of ${of}.`,
  removed: (layer: string) => `${layer} was removed.`,
  keys: "Alt and the arrow keys move a layer.",
  text: "As text",
  textAbout: "The same list in short, as links carry it.",
  empty: "There is no layer yet.",
  tooMany: (most: number) => `At most ${most} layers: each has kernels of its own to compile.`,
  place: (index: number, layer: string) => `Layer ${index + 1}, ${layer}:`,
  sameEverywhere: "No layer takes the product under test: the networks would be the same.",
  parameters: "Parameters",
  memory: (batch: number) => `Memory, batch of ${count.format(batch)}`,
  memoryOf: (megabytes: string) => `${megabytes} each`,
  measuring: "…",
  largest: "Largest batch on this device",
  tooLarge: "The parameters alone are more than this device binds at once.",
  batchTooLarge: (batch: number, largest: number) =>
    `A batch of ${count.format(batch)} does not fit; ${count.format(largest)} does.`,
  operations: "Operations for one image, forward",
  kinds: { multiplications: "multiplications", comparisons: "comparisons", additions: "additions" },
  left: (share: string) => `${share} of the multiplications are left.`,
  operationsHelp:
    "A pair of values costs one operation of its product and one addition. Algorithm 1 multiplies each output once by its filter’s mean; signs are not counted, and weights are prepared beforehand. In an expression of your own every operation counts, a division, root, exponential, logarithm or tanh as one multiplication. Max-pools and activations compare. The fixed slope of a leaky ReLU is not counted.",
  use: "Use this network",
  cancel: "Cancel",
  number: (value: number) => count.format(value),
} as const;

const UNITS = [
  ["P", 1e15],
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
] as const;

/** "12.9 M", "627,200", "1.28 G": short enough for a column. */
export function compact(value: number): string {
  const unit = UNITS.find(([, size]) => value >= 0.9995 * size);
  return unit === undefined ? count.format(value) : `${(value / unit[1]).toPrecision(3)} ${unit[0]}`;
}

/** "4.3 %", "0.07 %". */
export function shareText(share: number): string {
  const percent = 100 * share;
  return `${percent >= 10 ? percent.toFixed(0) : percent.toPrecision(2)} %`;
}
