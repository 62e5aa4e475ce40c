import { normalised } from "../../inspect/images.ts";
import { type Convolution, PRODUCTS, productOf } from "../../math/products.ts";
import { meanAbs } from "../../math/stats.ts";
import { kernelSize, type LayerPlan } from "../../nn/plan.ts";
import { type Conv2dSpec, type LinearSpec, layerProduct } from "../../nn/spec.ts";
import { prepareWeights } from "../../reference/approxConv2d.ts";
import {
  type OutputSum,
  outputSum,
  type Rule,
  scaling,
  type Window,
  wholeInput,
} from "../../reference/terms.ts";
import type { RunName } from "../../train/events.ts";
import type { LayerContents } from "../../worker/protocol.ts";
import type { Seen, Spot, Subject } from "./lookStore.ts";

/** Whose weights and input the rows have: each network its own, or both those of the exact network. */
export type Weights = "own" | "same";

/** The place of the columns: as in the filter, or by the size of the first row's terms. */
export type Order = "place" | "size";

/** A convolution or fully connected layer: what has terms. */
export interface AffinePlan extends LayerPlan {
  readonly spec: Conv2dSpec | LinearSpec;
}

/** What is under the glass. */
export interface Glass {
  readonly subject: Pick<Subject, "config" | "info" | "blend">;
  readonly seen: Pick<Seen, "pixels" | "sights" | "alpha">;
  readonly plan: AffinePlan;
  /** Index of the plan. */
  readonly layer: number;
  readonly contents: readonly LayerContents[];
  readonly spot: Spot;
}

/** One output value as one network makes it. */
export interface Row {
  readonly run: RunName;
  /** Whose weights and input it has. */
  readonly source: RunName;
  readonly sum: OutputSum;
  /** What enters the layer, CHW. */
  readonly x: Float32Array;
  /** The filter's weights w, CHW: of Algorithm 1 before they are clipped and rescaled. */
  readonly w: Float32Array;
  /** Algorithm 1 is around the product; its means here. */
  readonly means: { readonly meanX: number; readonly meanW: number } | null;
  /** What the device put out there; null where the weights are not this network's, or it blends. */
  readonly device: number | null;
}

export function isAffine(plan: LayerPlan | undefined): plan is AffinePlan {
  return plan?.spec.type === "conv2d" || plan?.spec.type === "linear";
}

/** The spot within the layer's output, whatever layer it was chosen in. */
export function within({ output }: LayerPlan, { channel, row, column }: Spot): Spot {
  const held = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  return {
    channel: held(channel, output.channels),
    row: held(row, output.height),
    column: held(column, output.width),
  };
}

/** Which values of the input meet the filter. */
export function windowOf({ spec, input }: AffinePlan, { row, column }: Spot): Window {
  const { channels: C, height: H, width: W } = input;
  if (spec.type === "linear") return wholeInput(C, H, W);
  const [kh, kw] = kernelSize(spec.kernel);
  return { C, H, W, kh, kw, row, column };
}

/** The output value of every network, taken apart; all rows have the same taps. */
export function rowsOf(glass: Glass, weights: Weights): Row[] {
  const { contents } = glass;
  const parent = contents.find(({ run }) => run === "exact") ?? contents[0];
  if (!parent) return [];
  return contents.map((own) => {
    const same = weights === "same" && own !== parent;
    return same ? borrowedRow(glass, own.run, parent) : ownRow(glass, own);
  });
}

function ownRow(glass: Glass, { run, weight, bias, approximate }: LayerContents): Row {
  const { plan, spot, layer, seen } = glass;
  const window = windowOf(plan, spot);
  const { channel, row, column } = spot;
  const x = inputOf(glass, run);
  const w = filterOf(weight, window, channel);
  const means = approximate && { meanX: approximate.meanX, meanW: approximate.meanW[channel] as number };
  const met = approximate ? filterOf(approximate.rescaled, window, channel) : w;
  const rule = ruleOf(glass, run, means, {
    a: approximate?.fit?.a[channel] ?? 1,
    b: approximate?.fit?.b[channel] ?? 0,
    bias: bias[channel] as number,
  });
  const { height, width } = plan.output;
  const blends = approximate !== null && blendOf(glass) !== null;
  const map = blends ? null : seen.sights.find((sight) => sight.run === run)?.maps?.[layer];
  const device = map?.[(channel * height + row) * width + column] ?? null;
  return { run, source: run, sum: outputSum(window, x, met, rule), x, w, means, device };
}

/** Where a blended network stands between its rows; null where it is the product's own. */
export function blendOf({ subject, seen }: Pick<Glass, "subject" | "seen">): number | null {
  return subject.blend === null || seen.alpha === 1 ? null : seen.alpha;
}

/** The sum that this network's product would make of another's weights and input. */
function borrowedRow(glass: Glass, run: RunName, parent: LayerContents): Row {
  const { plan, spot, subject } = glass;
  const window = windowOf(plan, spot);
  const source = parent.run;
  const x = inputOf(glass, source);
  const w = filterOf(parent.weight, window, spot.channel);
  const bias = parent.bias[spot.channel] as number;
  const product = testedProduct(glass, run);
  if (product === null) {
    const rule = ruleOf(glass, run, null, { a: 1, b: 0, bias });
    return { run, source, sum: outputSum(window, x, w, rule), x, w, means: null, device: null };
  }
  const meanX = meanAbs(x);
  const shape = { ...window, N: 1, O: 1 };
  const { rescaledW, meanAbsW } = prepareWeights(
    { shape, product, clipFactor: subject.config.clip },
    w,
    meanX,
  );
  const means = { meanX, meanW: meanAbsW[0] as number };
  const rule = ruleOf(glass, run, means, { a: 1, b: 0, bias });
  return { run, source, sum: outputSum(window, x, rescaledW, rule), x, w, means, device: null };
}

/** The product under Algorithm 1 in this layer of a network; null where it multiplies plainly. */
function testedProduct({ plan, subject: { config } }: Glass, run: RunName) {
  const convolution: Convolution = run === "transfer" ? config.product : run;
  const name = layerProduct(plan.spec, convolution);
  return name === "exact" ? null : productOf(name, config.expression);
}

function ruleOf(glass: Glass, run: RunName, means: Row["means"], rest: Pick<Rule, "a" | "b" | "bias">): Rule {
  const product = means && testedProduct(glass, run);
  const scale = product ? scaling(product, means) : { scale: 1, divisor: 1 };
  return { ...rest, ...scale, product: product ?? PRODUCTS.mul, slope: glass.plan.slope };
}

function inputOf({ seen, subject, layer }: Glass, run: RunName): Float32Array {
  if (layer === 0) return normalised(seen.pixels, subject.info);
  return seen.sights.find((sight) => sight.run === run)?.maps?.[layer - 1] ?? new Float32Array(0);
}

function filterOf(weights: Float32Array, { C, kh, kw }: Window, filter: number): Float32Array {
  const size = C * kh * kw;
  return weights.subarray(filter * size, (filter + 1) * size);
}

/** Terms that are shown one by one at most, and how many of more. */
const MOST = 80;
const LARGEST = 48;

/** The terms shown, as indices into the terms of every row. */
export function columnsOf(rows: readonly Row[], order: Order): number[] {
  const values = rows.map(({ sum }) => sum.terms.map(({ value }) => value));
  const [first = []] = values;
  const size = first.map((_, i) => Math.max(...values.map((row) => Math.abs(row[i] as number))));
  const all = first.map((_, i) => i);
  const by = (key: readonly number[]) => (a: number, b: number) => (key[b] as number) - (key[a] as number);
  const shown =
    all.length > MOST
      ? all
          .sort(by(size))
          .slice(0, LARGEST)
          .sort((a, b) => a - b)
      : all;
  return order === "size" ? shown.sort(by(first)) : shown;
}

/** What the terms that are not among the columns add up to. */
export function restOf({ sum }: Row, columns: readonly number[]): number {
  return columns.reduce((rest, i) => rest - (sum.terms[i]?.value ?? 0), sum.sum);
}

/** What a device says that differs from the terms by more than rounding. */
export function disagrees({ device, sum }: Row): boolean {
  return device !== null && !(Math.abs(device - sum.after) <= sum.tolerance);
}
