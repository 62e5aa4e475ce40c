import { type Convolution, PRODUCTS, productOf } from "../math/products.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";
import { layerProduct, type Shape } from "./spec.ts";

/**
 * What is counted. An XNOR gives the sign of a product from the signs of its operands. A slope is a
 * multiplication by the fixed slope of a leaky ReLU, which needs no multiplier of two variables.
 */
export const OPERATION_KINDS = ["multiplications", "additions", "comparisons", "xnors", "slopes"] as const;

export type OperationKind = (typeof OPERATION_KINDS)[number];

export type Operations = Readonly<Record<OperationKind, number>>;

/** The arithmetic of one layer, or of the activation behind it, for one image at inference. */
export interface LayerOperations {
  readonly plan: LayerPlan;
  readonly of: "layer" | "activation";
  readonly operations: Operations;
  /** Those of the multiplications that scale an output by μ|w| (Eq. 13): one an output. */
  readonly scales: number;
}

const NOTHING: Operations = { multiplications: 0, additions: 0, comparisons: 0, xnors: 0, slopes: 0 };

/**
 * What a network of these plans computes for one image at inference, forward, in the order of its layers;
 * what computes nothing (a dropout) is left out.
 *
 * A pair of operands costs what its product costs, and an addition to the sum: n terms and a bias take n
 * additions. Taps on the zero padding count like any other, as the engine computes them (`termsOnPadding`).
 * Algorithm 1 scales each output once, by μ|w|; its weights, biases and the constants of a batch
 * normalisation are prepared beforehand, which leaves that one multiplication and one addition a value. A
 * fitted scaling takes the place of μ|w| and of the bias. A pooled value is compared with each further one
 * of its window; an activation compares a value with 0, and a leaky one takes its slope, whatever the sign.
 * @param expression of the product `own`; its inputs are divided by their mean, once each.
 */
export function operationsByLayer(
  plans: readonly LayerPlan[],
  convolution: Convolution,
  expression?: string,
): LayerOperations[] {
  return plans
    .flatMap((plan) => [inside(plan, convolution, expression), activation(plan)])
    .filter(({ operations }) => OPERATION_KINDS.some((kind) => operations[kind] > 0));
}

/** All of them together. */
export function sumOf(all: readonly Pick<LayerOperations, "operations">[]): Operations {
  return all.reduce((sum, { operations }) => plus(sum, operations), NOTHING);
}

/** The same for as many images. */
export function repeated(layer: LayerOperations, images: number): LayerOperations {
  return { ...layer, operations: times(layer.operations, images), scales: layer.scales * images };
}

/** Multiplications of a whole network, and of its convolutions alone. */
export function multiplicationsOf(layers: readonly LayerOperations[]) {
  const convolutions = layers.filter(({ plan, of }) => plan.spec.type === "conv2d" && of === "layer");
  return {
    network: sumOf(layers).multiplications,
    convolutions: sumOf(convolutions).multiplications,
  };
}

/** What one pair of operands costs: its product, its sign and the addition to the sum. */
export function pairOperations(product: Convolution, expression?: string): Operations {
  if (product === "exact") return { ...NOTHING, multiplications: 1, additions: 1 };
  const chosen = productOf(product, expression);
  if ("expression" in chosen) {
    const { counts, usesSigns } = chosen.expression;
    return { ...NOTHING, ...counts, additions: counts.additions + 1, xnors: usesSigns ? 0 : 1 };
  }
  // A multiplier has the sign of its product with it.
  if (chosen === PRODUCTS.mul) return { ...NOTHING, multiplications: 1, additions: 1 };
  if (chosen === PRODUCTS.add) return { ...NOTHING, additions: 2, xnors: 1 };
  return { ...NOTHING, comparisons: 1, additions: 1, xnors: 1 };
}

/** Terms of a layer's sums that meet the zero padding, for one image. */
export function termsOnPadding({ spec, input }: LayerPlan): number {
  if (spec.type !== "conv2d") return 0;
  const [height, width] = kernelSize(spec.kernel);
  const all = input.height * height * input.width * width;
  const within = tapsWithin(input.height, height) * tapsWithin(input.width, width);
  return (all - within) * input.channels * spec.filters;
}

/**
 * Where the scale of Eq. 13 of a layer can go, so that no multiplication is left: the name of the layer
 * whose constants take it, or null where it stays. Between them may stand what is positively homogeneous,
 * since μ|w| is positive: an activation, a max-pool, a dropout (the bias is then divided by it). A batch
 * normalisation takes it into its scale, a layer that multiplies into its weights, filter by filter; a layer
 * of another product cannot, and a bias, which adds, cannot either.
 * @param index of the layer among the plans.
 */
export function scaleFoldsInto(
  plans: readonly LayerPlan[],
  index: number,
  convolution: Convolution,
): string | null {
  const multiplies = ({ spec }: LayerPlan) =>
    (spec.type === "conv2d" || spec.type === "linear") &&
    ["exact", "mul"].includes(layerProduct(spec, convolution));
  const layer = plans[index];
  if (layer !== undefined && multiplies(layer)) return layer.name;
  const next = plans
    .slice(index + 1)
    .find(({ spec }) => spec.type !== "maxPool2d" && spec.type !== "dropout");
  if (next === undefined) return null;
  return next.spec.type === "batchNorm2d" || multiplies(next) ? next.name : null;
}

function inside(plan: LayerPlan, convolution: Convolution, expression?: string): LayerOperations {
  const { spec } = plan;
  const outputs = valuesOf(plan.output);
  const counted = (operations: Operations, scales = 0) =>
    ({ plan, of: "layer", operations, scales }) as const;
  switch (spec.type) {
    case "conv2d":
    case "linear": {
      const product = layerProduct(spec, convolution);
      const terms = times(pairOperations(product, expression), plan.macs);
      if (product === "exact") return counted(terms);
      const divisions = product === "own" ? valuesOf(plan.input) : 0;
      return counted(plus(terms, { ...NOTHING, multiplications: outputs + divisions }), outputs);
    }
    case "batchNorm2d":
      return counted({ ...NOTHING, multiplications: outputs, additions: outputs });
    case "maxPool2d":
      return counted({ ...NOTHING, comparisons: outputs * (spec.size ** 2 - 1) });
    case "dropout":
      return counted(NOTHING);
    default:
      return spec satisfies never;
  }
}

function activation(plan: LayerPlan): LayerOperations {
  const { slope } = plan;
  const outputs = valuesOf(plan.output);
  const operations =
    slope === 1 ? NOTHING : { ...NOTHING, comparisons: outputs, slopes: slope === 0 ? 0 : outputs };
  return { plan, of: "activation", operations, scales: 0 };
}

/** Pairs of a position along an axis and a tap of the kernel that lies within the image. */
function tapsWithin(length: number, kernel: number): number {
  const before = Math.floor((kernel - 1) / 2);
  let pairs = 0;
  for (let tap = -before; tap < kernel - before; tap++) pairs += Math.max(0, length - Math.abs(tap));
  return pairs;
}

function plus(a: Operations, b: Operations): Operations {
  return mapped((kind) => a[kind] + b[kind]);
}

function times(operations: Operations, factor: number): Operations {
  return mapped((kind) => operations[kind] * factor);
}

function mapped(value: (kind: OperationKind) => number): Operations {
  return Object.fromEntries(OPERATION_KINDS.map((kind) => [kind, value(kind)])) as Operations;
}

function valuesOf({ height, width, channels }: Shape): number {
  return height * width * channels;
}
