import { type Convolution, PRODUCTS, productOf } from "../../math/products.ts";
import type { LayerPlan } from "../../nn/plan.ts";
import { layerProduct, type Shape } from "../../nn/spec.ts";

/** Arithmetic of one image's forward pass, by kind. */
export interface Operations {
  readonly multiplications: number;
  readonly comparisons: number;
  readonly additions: number;
}

/**
 * What a network of these plans computes for one image at inference. A pair of operands costs what its
 * product costs, and an addition to the sum; Algorithm 1 scales each output once (its weights are
 * prepared beforehand, signs are not counted). A pooled value costs a comparison with each further one
 * of its window, an activation one, and the slope of a leaky one a multiplication.
 * @param expression of the product `own`; its inputs are divided by their mean, once each.
 */
export function operationsOf(
  plans: readonly LayerPlan[],
  convolution: Convolution,
  expression?: string,
): Operations {
  const each = plans.flatMap((plan) => [inside(plan, convolution, expression), activation(plan)]);
  const total = (kind: keyof Operations) => each.reduce((sum, operations) => sum + operations[kind], 0);
  return {
    multiplications: total("multiplications"),
    comparisons: total("comparisons"),
    additions: total("additions"),
  };
}

const NOTHING: Operations = { multiplications: 0, comparisons: 0, additions: 0 };

function inside(plan: LayerPlan, convolution: Convolution, expression?: string): Operations {
  const { spec } = plan;
  const outputs = valuesOf(plan.output);
  switch (spec.type) {
    case "conv2d":
    case "linear":
      return pairs(plan, layerProduct(spec, convolution), expression);
    case "batchNorm2d":
      return { multiplications: outputs, comparisons: 0, additions: outputs };
    case "maxPool2d":
      return { ...NOTHING, comparisons: outputs * (spec.size ** 2 - 1) };
    case "dropout":
      return NOTHING;
    default:
      return spec satisfies never;
  }
}

function pairs(plan: LayerPlan, product: Convolution, expression?: string): Operations {
  const { macs } = plan;
  const outputs = valuesOf(plan.output);
  if (product === "exact") return { multiplications: macs, comparisons: 0, additions: macs };
  const own = productOf(product, expression);
  if ("expression" in own) {
    const { multiplications, comparisons, additions } = own.expression.counts;
    return {
      multiplications: valuesOf(plan.input) + outputs + multiplications * macs,
      comparisons: comparisons * macs,
      additions: (additions + 1) * macs,
    };
  }
  const multiplies = PRODUCTS[product] === PRODUCTS.mul;
  const adds = PRODUCTS[product] === PRODUCTS.add;
  return {
    multiplications: outputs + (multiplies ? macs : 0),
    comparisons: multiplies || adds ? 0 : macs,
    additions: adds ? 2 * macs : macs,
  };
}

function activation(plan: LayerPlan): Operations {
  const outputs = valuesOf(plan.output);
  if (plan.slope === 1) return NOTHING;
  return { multiplications: plan.slope === 0 ? 0 : outputs, comparisons: outputs, additions: 0 };
}

function valuesOf({ height, width, channels }: Shape): number {
  return height * width * channels;
}
