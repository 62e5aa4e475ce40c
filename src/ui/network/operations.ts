import { type Convolution, PRODUCTS } from "../../math/products.ts";
import type { LayerPlan } from "../../nn/plan.ts";
import { layerProduct } from "../../nn/spec.ts";

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
 */
export function operationsOf(plans: readonly LayerPlan[], convolution: Convolution): Operations {
  const each = plans.flatMap((plan) => [inside(plan, convolution), activation(plan)]);
  const total = (kind: keyof Operations) => each.reduce((sum, operations) => sum + operations[kind], 0);
  return {
    multiplications: total("multiplications"),
    comparisons: total("comparisons"),
    additions: total("additions"),
  };
}

const NOTHING: Operations = { multiplications: 0, comparisons: 0, additions: 0 };

function inside(plan: LayerPlan, convolution: Convolution): Operations {
  const { spec, macs } = plan;
  const outputs = outputsOf(plan);
  switch (spec.type) {
    case "conv2d":
    case "linear":
      return pairs(macs, outputs, layerProduct(spec, convolution));
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

function pairs(macs: number, outputs: number, product: Convolution): Operations {
  if (product === "exact") return { multiplications: macs, comparisons: 0, additions: macs };
  const multiplies = PRODUCTS[product] === PRODUCTS.mul;
  const adds = PRODUCTS[product] === PRODUCTS.add;
  return {
    multiplications: outputs + (multiplies ? macs : 0),
    comparisons: multiplies || adds ? 0 : macs,
    additions: adds ? 2 * macs : macs,
  };
}

function activation(plan: LayerPlan): Operations {
  const outputs = outputsOf(plan);
  if (plan.slope === 1) return NOTHING;
  return { multiplications: plan.slope === 0 ? 0 : outputs, comparisons: outputs, additions: 0 };
}

function outputsOf({ output: { height, width, channels } }: LayerPlan): number {
  return height * width * channels;
}
