import type { Convolution } from "../math/products.ts";
import { parseLayers } from "../models/notation.ts";
import { largestBatch, planMemory } from "../nn/memory.ts";
import { planNetwork } from "../nn/plan.ts";
import type { Shape } from "../nn/spec.ts";

/** What training a network takes of a device's memory. */
export interface NetworkSize {
  /** Of one network with its gradients and moments. */
  readonly bytes: number;
  /** The largest batch whose buffers fit; 0 where the parameters alone do not, null without a device. */
  readonly largestBatch: number | null;
}

/**
 * The size of a network given in notation, for images of `input` shape and `batch` of them.
 * @param maxBindingBytes the device's largest buffer; null where there is no device yet.
 * @throws PlanError for a network that cannot be built.
 */
export function networkSize(
  layers: string,
  input: Shape,
  batch: number,
  convolution: Convolution,
  maxBindingBytes: number | null,
): NetworkSize {
  const plans = planNetwork({ layers: parseLayers(layers) }, input);
  return {
    bytes: planMemory(plans, batch, convolution).totalBytes,
    largestBatch: maxBindingBytes === null ? null : largestBatch(plans, maxBindingBytes),
  };
}
