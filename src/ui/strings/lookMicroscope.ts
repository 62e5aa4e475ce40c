/** Words of the microscope: one output value, term by term. */

const grouped = new Intl.NumberFormat("en");
const minus = (text: string) => text.replaceAll("-", "−");

/** A value in two digits or more: "0.42", "−0.0031", "12.50". */
export function number(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4) return minus(value.toPrecision(2));
  return minus(value.toFixed(size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4));
}

/** Values to be compared, with as many decimals as the largest needs, or some more. */
export function alike(values: readonly number[], more = 0): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs));
  const digits = more + (largest >= 1 || largest === 0 ? 2 : largest >= 0.1 ? 3 : 4);
  return (value) => minus(value.toFixed(digits).replace(/^-(0\.0+)$/, "$1"));
}

const termCount = (count: number) => `${grouped.format(count)} ${count === 1 ? "term" : "terms"}`;

function termsShown(shown: number, count: number): string {
  if (shown < count) return `the ${shown} largest of ${termCount(count)}`;
  return count === 1 ? "its one term" : `all ${termCount(count)}`;
}

/** What a product is called in a formula. */
export const FUNCTIONS = { smin: "smin", max: "max", add: "add", mul: "mul", own: "g" } as const;

export const MICROSCOPE = {
  title: (unit: boolean, shown: number, count: number) =>
    `One output ${unit ? "value" : "pixel"}, ${termsShown(shown, count)}`,
  untitled: "One output pixel",
  place: (channel: number, row: number, column: number) =>
    `map ${channel + 1}, row ${row + 1}, column ${column + 1}`,
  unit: (channel: number) => `unit ${channel + 1}`,
  help: "A convolution’s output is a sum of terms, one for every weight of the filter. Multiplying takes x · w. Comparing lets the smaller of |x| and |w̃| through, with the sign of the product, and multiplies the whole sum by the mean |w| once. A filled bar kept x, an outlined one kept w̃. Of many terms the largest of any row are drawn. All rows have one scale; the thin blue line in a lower row is the first row’s term.",
  formula: "z ≈ μw · Σ smin(x, w̃),  w̃ = (μx / μw) · clip(w)",
  where: "Algorithm 1, Eq. 11 to 13. At inference x is not clipped",
  waiting: "Reading this layer’s weights.",
  noTerms: (name: string, others: string) =>
    `${name} has no weights to multiply. Choose ${others} under Layer to see its terms.`,
  weights: { own: "own weights", same: "same weights" },
  weightsLabel: "Whose weights",
  order: { place: "in place", size: "by size" },
  orderLabel: "Order of the terms",
  asTable: "as table",

  position: "Output pixel: arrow keys move it, Page Up and Page Down change the map",
  input: (channel: number, channels: number) =>
    channels === 1 ? "the picture" : `input ${channel + 1} of ${channels}`,
  map: (channel: number, channels: number) => `map ${channel + 1} of ${grouped.format(channels)}`,
  ofUnits: (channel: number, channels: number) => `unit ${channel + 1} of ${grouped.format(channels)}`,
  previous: { map: "Previous map", unit: "Previous unit" },
  next: { map: "Next map", unit: "Next unit" },
  patch: "patch",
  its: "its",
  describePatch: (rows: number, columns: number) => `Input under the filter, ${rows} by ${columns}`,
  describeFilter: (rows: number, columns: number) => `Filter, ${rows} by ${columns}`,
  limitsX: (low: string, high: string) => `x from ${low} (paper) to ${high} (ink)`,
  limitsW: (limit: string) => `w from −${limit} (purple) to ${limit} (green)`,

  term: (index: number, count: number) => `Term ${grouped.format(index)} of ${grouped.format(count)}`,
  tap: (row: number, column: number) => `row ${row + 1}, column ${column + 1} of the filter`,
  ofInput: (channel: number) => `, input ${channel + 1}`,
  pick: "Term shown above",
  smaller: { smin: "smaller one", max: "larger one" },
  rest: (count: number) => `and ${grouped.format(count)} more`,

  sumOf: (count: number) => `sum of ${grouped.format(count)}`,
  difference: "difference",
  keep: (x: number, count: number) => `Of all ${termCount(count)} ${grouped.format(x)} keep `,
  keepRest: (w: number) => `, ${grouped.format(w)} keep `,
  standsIn: {
    x: ["Where ", " is kept, the mean ", " stands in for "],
    w: ["; where ", " is kept, the mean ", " stands in for "],
  },
  clipped: ", clipped",
  outside: (count: number) => `${termCount(count)} more would lie outside the picture and add nothing.`,
  own: "Each network has the weights it trained for its own product. Choose same weights to see what the product alone does.",
  same: "All rows have the exact network’s weights and its input: what differs is the product alone. A term shrinks where its larger operand is above its mean, and grows where both are below.",
  sameMean: (mean: string) => `w̃ is made with the mean |x| over this picture’s input to the layer, ${mean}.`,
  blended: (alpha: string) =>
    `The forward pass is blended: the device takes ${alpha} of this sum and the rest of the exact one.`,
  plain: "Every network multiplies here: the sums differ by weights and inputs alone.",

  fitted: (a: string, b: string) => ` · A ${a} + B ${b}`,
  bias: (value: string) => ` + bias ${value}`,
  through: (value: string) => `, ${value} after the activation`,
  device: (value: string) => `; the device says ${value}`,
  disagrees: (device: string, terms: string) =>
    `The device says ${device}, but these terms make ${terms}: more than rounding explains. Choose the picture again; if it stays, the device or this page is wrong.`,

  tableTitle: "The terms of one output value",
  columns: {
    row: "row",
    column: "column",
    input: "input",
    x: "x",
    w: "w",
    met: "w̃",
    value: "term",
    kept: "keeps",
  },
  total: (count: number) => `sum of ${grouped.format(count)}`,
} as const;
