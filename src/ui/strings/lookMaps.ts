/** Words of the feature maps and filters of the Look view. */
import type { LayerPlan } from "../../nn/plan.ts";

const grouped = new Intl.NumberFormat("en");

export const LOOK_MAPS = {
  maps: {
    title: "Feature maps",
    help: "What leaves the layer, behind its activation, for the picture shown: a map is the output of one filter. The rows of the networks share one scale, the limits of the whole layer, and print it. The difference has a scale of its own, as far below 0 as above, so compare its limits with those of the rows. Ink is above 0. Behind a leaky ReLU small negative values remain: they are purple. Layers without an activation are purple below 0 and green above.",
    formula: "y = μ|w| · Σ smin(x, w̃) + b beside y = Σ x·w + b, both behind f",
    where: "section 3.1, Eq. 1 and 13, Algorithm 1",
  },
  filters: {
    title: "Filters",
    help: "The weights of the layer, a filter a picture: purple below 0, green above, both rows on one scale. Algorithm 1 keeps weights w and uses w̃, clipped and rescaled to the size of x. Filters show w until w̃ is asked for; a network that multiplies has w alone.",
    formula: "w̃ = μ|x| / μ|w| · clip(w, 2 μ|w|)",
    where: "section 3.1, Eq. 8 to 13, Algorithm 1",
  },
  /** How the rows stand to each other. */
  ways: {
    side: "side by side",
    swipe: "swipe",
    flicker: "flicker",
    difference: "difference only",
  },
  waysLabel: "How to compare",
  network: "Network",
  difference: "Difference",
  differenceOf: (run: string) => `Difference, ${run}`,
  inMicroscope: "in the microscope",
  what: { maps: "map", filters: "filter", units: "unit" },
  /** Of every kind, in a sentence. */
  many: { maps: "maps", filters: "filters", units: "units" },
  limits: (low: string, high: string, of: string) => `${low} to ${high}${of}`,
  limitsOf: {
    rows: (count: number) => (count === 1 ? "" : count === 2 ? ", both rows" : ", all rows"),
    networks: (count: number) => (count === 2 ? ", both networks" : ", all networks"),
  },
  differenceLimits: (most: string, run: string, first: string) =>
    `−${most} to ${most}, ${run} minus ${first}`,
  differencesLimits: (most: string, first: string) => `−${most} to ${most}, each minus ${first}`,
  noDifference: (run: string, first: string) => `0 everywhere, ${run} minus ${first}`,
  colourDifference: "the channel that differs most",
  shown: (shown: number, all: number, what: string, layer: string) =>
    `${grouped.format(shown)} of ${grouped.format(all)} ${what} of ${layer}`,
  before: "Earlier ones",
  after: "Later ones",
  divider: "Divider",
  dividerAt: (share: number, left: string, right: string) =>
    `${Math.round(100 * share)} % ${left}, ${Math.round(100 * (1 - share))} % ${right}`,
  play: "Alternate",
  stop: "Stop",
  other: "Show the other",
  row: (row: number, column: number) => `row ${row}, column ${column}`,
  input: (input: number) => `input ${grouped.format(input)}`,
  none: "no value here",
  keys: "Arrow keys move inside a map and on to the next, Page Up and Page Down from map to map.",
  show: "Show",
  shows: { maps: "Maps", filters: "Filters" },
  order: "Order by",
  orders: {
    maps: { number: "number", difference: "largest difference", activity: "activity" },
    filters: { number: "number", difference: "largest difference", activity: "largest weights" },
  },
  inputs: "Input channel",
  inputNames: {
    colours: "red, green and blue",
    mean: "mean |w| of all",
    all: "all inputs side by side",
  },
  inputNumber: (input: number) => grouped.format(input),
  weights: "Weights",
  weightNames: { w: "w", rescaled: "w̃" },
  reading: "Reading the weights.",
  noFilters: (layer: string) => `${layer} has no filters. Choose a convolution or a fully connected layer.`,
  waiting: "Waiting for the picture.",
  lowest: "lowest",
  highest: "highest",
  all: "all",
  first: (shown: number, all: number) =>
    `The first ${grouped.format(shown)} of ${grouped.format(all)}, in the order chosen. The CSV has them all.`,
  layers: "Layers",
  picture: "picture",
  answer: "the answer",
} as const;

/** ", after leaky ReLU"; nothing behind a layer without an activation of its own. */
export function afterWords({ slope }: LayerPlan): string {
  if (slope === 1) return "";
  return slope === 0 ? ", after ReLU" : ", after leaky ReLU";
}
