/** Words of the Lab: section 2 of the paper as an instrument. */

const decimals = (value: number, digits: number) => value.toFixed(digits).replace("-", "−");

const grouped = new Intl.NumberFormat("en");

/** "0.908"; "∞" for what diverges, "–" for what is not defined. */
export function figure(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  return decimals(value, digits);
}

/** A number on a slider or an axis: as short as it can be. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

export const LAB = {
  headline: "How close is comparing to multiplying?",
  claim:
    "Close when both operands are equally large, closest when both are near 1. Move the clouds and watch.",
  correlation: "correlation",
  error: "mean relative error",
  means: (x: string, w: string) => `mean |x| ${x}, mean |w| ${w}`,
  signed: "; it has signs of its own and is shown for operands above 0",
  drawFrom: ["Draw ", " from"],
  family: "Family",
  compare: "Compare the product with",
  operator: "Operator",
  reading: "Read N(0,10) as",
  readings: { deviation: "σ = 10", variance: "σ² = 10" },
  presets: "Set both to",
  expression: "Your expression in |x| and |w|",
  train: "Train with it",
  trainWhy: "The second network of the Race takes this product; nothing trains until you start it.",
  fromPaper: "The paper’s product.",
  control: "The control: multiplication under Algorithm 1.",
  experiment: "An experiment: the paper derives no scaling for it.",
  panel: "Operands and operator",
} as const;

/** Families of distributions: names and the names of their parameters. */
export const FAMILY: Readonly<
  Record<
    "normal" | "uniform" | "student" | "laplace",
    { readonly name: string; readonly parameters: Readonly<Record<string, string>> }
  >
> = {
  normal: { name: "Normal", parameters: { mean: "Mean", deviation: "Spread σ" } },
  uniform: { name: "Uniform", parameters: { from: "From", to: "To" } },
  student: {
    name: "t location-scale",
    parameters: { location: "Location", scale: "Scale", degrees: "Degrees of freedom ν" },
  },
  laplace: { name: "Laplace", parameters: { location: "Location", scale: "Scale" } },
};

export const PRESETS = {
  row1: "Row 1 of Table 1",
  row2: "Row 2: w ten times wider",
  row4: "Row 4: uniform",
  weights: "Weights of trained networks: t",
} as const;

export const MAPS = {
  title: "The surfaces",
  product: "|x·w|",
  operators: {
    mul: "|x|·|w|",
    smin: "min(|x|, |w|)",
    add: "|x| + |w|",
    max: "max(|x|, |w|)",
  },
  difference: (operator: string) => `${operator} minus product`,
  short: { mul: "product", smin: "min", add: "sum", max: "max", own: "yours" },
  cloud: (operator: string) => `product against ${operator}`,
  sameScale: (top: string) => `${top}, same scale`,
  exactHere: "exact on this edge",
  draws: (count: string) => `${count} draws`,
  fitted: (line: string) => `h = ${line}`,
  line: (a: string, b: string) => `${a} g ${b.startsWith("−") ? `− ${b.slice(1)}` : `+ ${b}`}`,
  describe: (name: string, x: string, w: string, top: string) =>
    `${name} over the magnitudes of x and w, both from 0 to ${x}. Full ink at ${top}. Dotted: where ${w} lie.`,
  describeDifference: (name: string, top: string) =>
    `${name}: purple below, green above, full colour at ${top}.`,
  describeCloud: (operator: string, rho: string) =>
    `The product against ${operator} for drawn operands, with the best line; correlation ${rho}.`,
  operands: "the operands",
  help: "How large the product and the operator are for every pair of magnitudes, and their difference. Solid and dashed lines join equal values, the dotted ones enclose most of the operands as drawn. The ring is the pair of the switch below: drag it.",
  formula: "h = |x·w|, g = min(|x|, |w|): |g − h| / h = |1 − 1/max(|x|, |w|)|",
  where: "section 2.1 and 2.2, Eq. 3 to 7",
} as const;

export const SWITCH = {
  title: "smin is a four-way switch",
  caption: "Table 2",
  help: "smin gives one of its operands, with or without a changed sign. A comparison says which is the smaller, the sign of the other one says whether it changes: two bits choose one of four inputs.",
  formula: "smin(a, b) = sign(ab) · min(|a|, |b|)",
  where: "section 3.1, Table 2",
  describe: (a: string, b: string, output: string) =>
    `smin as a four to one multiplexer: a is ${a}, b is ${b}, the output is ${output}.`,
  smaller: (operand: string) => `smaller one: ${operand}`,
  negative: (yes: boolean) => `other one negative: ${yes ? "yes" : "no"}`,
  product: (value: string) => `a·b = ${value}`,
  smin: "smin",
} as const;

export const TABLE1_FOUR = {
  title: "Table 1, four ways",
  caption: "correlation of each operator with the product",
  help: "Printed in the paper; by quadrature, exact to all digits shown; by drawing operands at random on this device, with its standard error; and measured inside the networks being trained. A printed value that is off by more than rounding is struck through.",
  formula: "ρ(h, g) = cov(h, g) / √(var(h) · var(g))",
  where: "section 2.1, Eq. 3 and 5",
  x: "|x| from",
  w: "|w| from",
  printed: "printed",
  quadrature: "quadrature",
  monteCarlo: "Monte Carlo",
  operators: { min: "min-selector", add: "addition", max: "max-selector" },
  rounds: (printed: string, value: string) => `${printed} in the first row rounds to ${value}.`,
  readingNote: {
    deviation:
      "The caption calls the 10 of N(0,10) a variance. The printed values hold where it is the standard deviation, as here.",
    variance:
      "Read as the variance that the caption calls it, the 10 of N(0,10) gives other correlations than those printed: struck through.",
  },
  samplesNote: (count: number) => `Monte Carlo: ${grouped.format(count)} pairs a row, ± its standard error.`,
  errorNote: (error: string) =>
    `The mean relative error of min comes to ${error} in the first row; it has no error bar, since its variance is infinite.`,
  measured: (run: string, epoch: number) => `Inside the ${run} network, epoch ${epoch.toFixed(2)}`,
  real: "real x and w̃",
  download: "download CSV",
} as const;

export const SAMPLING = {
  samples: "Samples a row",
  count: (count: number) => `${grouped.format(count)} samples`,
  draw: "Draw",
  stop: "Stop",
  drawing: "Drawing samples",
  progress: (done: number, all: number) => `${grouped.format(done)} of ${grouped.format(all)}`,
  needsDevice: "Monte Carlo needs a graphics device",
} as const;
