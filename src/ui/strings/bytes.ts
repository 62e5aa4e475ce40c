/** Words of the part of the Look view that tests the networks in 8 bits. */

const grouped = new Intl.NumberFormat("en");
const number = (value: number) => grouped.format(value);

export const BYTES = {
  number,
  percent: (share: number) => `${(100 * share).toFixed(2)} %`,
  title: "In whole numbers",
  caption: "the networks with weights and activations of 8 bits",
  help: "Weights and activations become bytes, sums 32-bit integers. Under the min-selector x and w̃ share one step, so the smaller byte is the product: its convolutions compare and add whole numbers, nothing else. Each output is then scaled once to the next layer’s bytes, by a float: the rescale. Layers that multiply take their steps from training images.",
  formula: "y = round(s · (b + Σ smin(x, w̃))), all of them bytes but s",
  where: "Ours, beyond the paper: it computes in floats",
  why: "Does comparing survive 8 bits as well as multiplying does?",
  start: (images: number) => `Test in 8 bits on all ${number(images)} images`,
  again: "Test again",
  stop: "Stop",
  testing: "Testing the networks in 8 bits",
  stopped: "Stopped: nothing was measured.",
  old: (epoch: number | null) =>
    epoch === null
      ? "Out of date: other weights are shown above."
      : `Out of date: these numbers are of epoch ${epoch.toFixed(1)}.`,
  table: "Accuracy and operations of the networks",
  header: [
    "network",
    "32-bit floats",
    "8 bits",
    "answers changed",
    "products of bytes",
    "comparisons of bytes",
    "rescales",
  ],
  of: (images: number, calibration: number) =>
    `Accuracy on ${number(images)} test images, operations for one. Steps of layers that multiply: from ${number(calibration)} training images.`,
} as const;
