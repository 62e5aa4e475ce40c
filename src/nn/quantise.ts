import { INT8, roundToEven, toInt8 } from "../math/int8.ts";
import { clip, maxAbs, meanAbs } from "../math/stats.ts";
import type { LayerWeights } from "./init.ts";
import type { LayerSettings } from "./layer.ts";
import { type LayerPlan, PlanError } from "./plan.ts";
import { BATCH_NORM, layerProduct } from "./spec.ts";

/**
 * A convolution or fully connected layer in 8 bits, with what stands behind it up to the next one:
 * y = round(factor * (bias + Σ x (*) w)), max-pooled. (*) is the product or smin; the sum is exact.
 */
export interface IntegerLayer {
  readonly plan: LayerPlan;
  readonly product: "mul" | "smin";
  /** One of x is worth so much. */
  readonly step: number;
  /** OIHW, or out x in with the inputs in C, H, W order; from -127 to 127. */
  readonly weight: Int8Array<ArrayBuffer>;
  /** A filter each, in units of its sum. */
  readonly bias: Int32Array<ArrayBuffer>;
  /** What a sum above 0 is multiplied with, a filter each: its worth, in steps of the next layer. */
  readonly above: Float32Array<ArrayBuffer>;
  /** And any other sum: the same times the slope of the leaky ReLU. */
  readonly below: Float32Array<ArrayBuffer>;
  /** Sizes of the max-pools behind it, in their order. */
  readonly pools: readonly number[];
}

/** A layer with parameters and what follows it without any of its own. */
interface Block {
  readonly plan: LayerPlan;
  readonly own: LayerWeights;
  norm: LayerWeights | null;
  slope: number;
  readonly pools: number[];
}

/** z = rate * Σ x (*) w + shift, a rate and a shift a filter: a layer as floats, its batch normalisation inside. */
interface Floats {
  readonly product: "mul" | "smin";
  readonly weight: Float64Array;
  readonly rate: Float64Array;
  readonly shift: Float64Array;
  readonly step: number;
}

/** A bias is at most 2^30 of its filter's units: so it and the sum together fit an int32. */
const MOST_BIAS = 2 ** 30;
const MOST_SUM = 2 ** 31 - 1 - MOST_BIAS;

/**
 * A trained network in 8 bits.
 *
 * Under the min-selector x and w~ = (μ|x| / μ|w|) w^c share one step, the largest |w~| / 127, so that they
 * can be compared. A larger |x| than the largest |w~| is never selected: as the byte 127 it changes nothing,
 * and x needs no clip of its own. A product has two steps: the largest |x| / 127 of the calibration, and the
 * largest |w| / 127 of each filter.
 *
 * Mean |w|, the steps, a fitted scaling and a batch normalisation directly behind the layer become one factor
 * a filter. Leaky ReLUs and max-pools do not change the order of values, so they change places as needed.
 * @param weights of the layers that have any, with their running statistics.
 * @param largest the largest |x| that enters each layer; used where it multiplies.
 * @throws PlanError where a network has no such form.
 */
export function quantise(
  plans: readonly LayerPlan[],
  weights: readonly LayerWeights[],
  settings: Pick<LayerSettings, "convolution" | "clip">,
  largest: readonly number[],
): IntegerLayer[] {
  const blocks = blocksOf(plans, weights);
  const floats = blocks.map((block) => {
    const entering = largest[plans.indexOf(block.plan)] ?? 0;
    return normalised(layerFloats(block, settings, entering), block);
  });
  return blocks.map((block, i) => integerLayer(block, floats[i] as Floats, floats[i + 1]?.step ?? 1));
}

/** Whether this layer multiplies in such a network, and so needs to know how large x gets. */
export function multiplies(
  { spec }: LayerPlan,
  { convolution }: Pick<LayerSettings, "convolution">,
): boolean {
  return (spec.type === "conv2d" || spec.type === "linear") && layerProduct(spec, convolution) === "exact";
}

/** What a network in 8 bits does for one image. */
export function operations(layers: readonly IntegerLayer[]) {
  const sum = (of: (layer: IntegerLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const terms = (wanted: IntegerLayer["product"]) =>
    sum(({ product, plan }) => (product === wanted ? plan.macs : 0));
  return {
    /** Products of two bytes. */
    multiplications: terms("mul"),
    /** Bytes selected by smin. */
    comparisons: terms("smin"),
    /** Sums multiplied with their factor in float32: one an output. */
    rescales: sum(({ plan: { output } }) => output.height * output.width * output.channels),
  };
}

function blocksOf(plans: readonly LayerPlan[], weights: readonly LayerWeights[]): Block[] {
  const rest = [...weights];
  const blocks: Block[] = [];
  for (const plan of plans) {
    const { spec, name, slope } = plan;
    const own = plan.parameters > 0 ? (rest.shift() as LayerWeights) : null;
    if (own && spec.type !== "batchNorm2d") {
      blocks.push({ plan, own, norm: null, slope, pools: [] });
      continue;
    }
    const last = blocks.at(-1);
    if (!last) throw new PlanError(`${name} is the first layer: in 8 bits that must be one with weights.`);
    if (own) {
      if (last.norm || last.slope !== 1 || last.pools.length > 0)
        throw new PlanError(`In 8 bits ${name} must follow a layer with weights directly.`);
      last.norm = own;
    }
    if (spec.type === "maxPool2d") last.pools.push(spec.size);
    last.slope *= slope;
  }
  if (blocks.at(-1)?.pools.length) throw new PlanError("In 8 bits the last layer must be one with weights.");
  return blocks;
}

function layerFloats(
  { plan, own }: Block,
  settings: Pick<LayerSettings, "convolution" | "clip">,
  largestX: number,
): Floats {
  const { spec, name } = plan;
  if (spec.type !== "conv2d" && spec.type !== "linear") throw new Error(`${name} has no filters`);
  const product = layerProduct(spec, settings.convolution);
  const weight = Float64Array.from(own.weight);
  const shift = Float64Array.from(own.bias);
  if (product === "exact")
    return { product: "mul", weight, rate: shift.map(() => 1), shift, step: stepFor(largestX) };
  if (product !== "smin") throw new PlanError(`${name}: only exact and smin have a form in 8 bits.`);
  const meanX = statistic(own, "running_mean_abs_x", name)[0] as number;
  const { fit_a, fit_b } = own.statistics ?? {};
  const size = weight.length / shift.length;
  const means = shift.map((_, o) => meanAbs(weight, o * size, (o + 1) * size));
  const rescaled = weight.map((value, i) => {
    const mean = means[Math.floor(i / size)] as number;
    return mean === 0 ? 0 : (meanX / mean) * clip(value, settings.clip * mean);
  });
  return {
    product,
    weight: rescaled,
    rate: means.map((mean, o) => mean * (fit_a?.[o] ?? 1)),
    shift: shift.map((bias, o) => bias + (fit_b?.[o] ?? 0)),
    step: stepFor(maxAbs(rescaled)),
  };
}

/** The step of bytes that reach so far. Where there is nothing to reach, any will do. */
const stepFor = (largest: number) => (largest || 1) / INT8;

/** A batch normalisation behind the layer as part of it. */
function normalised(floats: Floats, { plan, norm }: Block): Floats {
  if (!norm) return floats;
  const mean = statistic(norm, "running_mean", plan.name);
  const variance = statistic(norm, "running_var", plan.name);
  const gain = Float64Array.from(
    norm.weight,
    (scale, o) => scale / Math.sqrt((variance[o] as number) + BATCH_NORM.epsilon),
  );
  return {
    ...floats,
    rate: floats.rate.map((rate, o) => rate * (gain[o] as number)),
    shift: floats.shift.map(
      (shift, o) => (gain[o] as number) * (shift - (mean[o] as number)) + (norm.bias[o] as number),
    ),
  };
}

function statistic({ statistics }: LayerWeights, key: string, name: string): Float32Array {
  const values = statistics?.[key];
  if (!values) throw new PlanError(`${name} has no running statistics yet.`);
  return values;
}

function integerLayer({ plan, slope, pools }: Block, floats: Floats, nextStep: number): IntegerLayer {
  const { product, step, rate, shift } = floats;
  const filters = shift.length;
  const size = floats.weight.length / filters;
  const largestTerm = product === "mul" ? INT8 * INT8 : INT8;
  if (size * largestTerm > MOST_SUM)
    throw new PlanError(`${plan.name} sums ${size} terms: in 8 bits they could leave 32 bits.`);
  const weight = new Int8Array(floats.weight.length);
  const bias = new Int32Array(filters);
  const worth = new Float64Array(filters);
  for (let o = 0; o < filters; o++) {
    const own = floats.weight.subarray(o * size, (o + 1) * size);
    const [factor, c] = [rate[o] as number, shift[o] as number];
    const most = maxAbs(own);
    const weightStep = product === "mul" ? most / INT8 : step;
    const unit = most === 0 ? 0 : Math.abs(factor) * weightStep * (product === "mul" ? step : 1);
    const least = Math.abs(c) / MOST_BIAS;
    // A filter that cannot be seen beside its bias, as one of zeros, gives its bias alone.
    if (unit >= least && unit > 0)
      weight.set(
        own.map((value) => toInt8((Math.sign(factor) * value) / weightStep)),
        o * size,
      );
    worth[o] = Math.max(unit, least);
    bias[o] = worth[o] === 0 ? 0 : roundToEven(c / (worth[o] as number));
  }
  const factors = (scale: number) => Float32Array.from(worth, (unit) => (scale * unit) / nextStep);
  return { plan, product, step, weight, bias, above: factors(1), below: factors(slope), pools };
}
