import type { Kernels } from "../gpu/kernel.ts";
import type { Mirrors } from "../gpu/mirror.ts";
import { createUniform, type Tensor } from "../gpu/tensor.ts";
import type { LayerContext, LayerSettings, TrainingContext } from "./layer.ts";
import type { MemoryPlan } from "./memory.ts";
import type { LayerPlan } from "./plan.ts";

/** What a network has made before its layers are built. */
export interface NetworkParts {
  readonly memory: MemoryPlan;
  readonly settings: LayerSettings;
  /** Entry i enters layer i; the last are the logits. */
  readonly activations: readonly Tensor[];
  readonly parameters: GPUBuffer;
  /** What layer i needs to train, or null. */
  readonly training: (index: number) => TrainingContext | null;
  readonly step: GPUBuffer;
  readonly status: GPUBuffer;
  readonly mirrors: Mirrors;
  /** A zeroed buffer of the network's own. */
  readonly buffer: (label: string, bytes: number) => GPUBuffer;
  /** Has a buffer destroyed with the network. */
  readonly keep: (buffer: GPUBuffer) => GPUBuffer;
}

/**
 * Multiply-accumulates of a layer's minibatch below which its kernels have the small tile: a large one would
 * take longer to compile than it could ever save.
 */
const SMALL_MACS = 1 << 22;

/** What each layer of a network is built with. */
export function layerContexts(
  kernels: Kernels,
  plans: readonly LayerPlan[],
  { memory, settings, activations, parameters, training, step, status, mirrors, buffer, keep }: NetworkParts,
): LayerContext[] {
  const { device } = kernels;
  const batch = activations[0]?.batch ?? 1;
  return plans.map((plan, index): LayerContext => {
    const block = memory.blocks[index] as { offset: number; size: number };
    return {
      device,
      plan,
      index,
      settings: plan.macs * batch < SMALL_MACS ? { ...settings, tile: "4x4" } : settings,
      x: activations[index] as Tensor,
      y: activations[index + 1] as Tensor,
      parameters: { buffer: parameters, ...block },
      training: training(index),
      step,
      status,
      mirrors,
      dispatch: (spec) => kernels.dispatch({ ...spec, label: `${plan.name}: ${spec.entry}` }),
      buffer: (label, bytes) => buffer(`${plan.name}: ${label}`, bytes),
      uniform: (label, words) => keep(createUniform(device, `${plan.name}: ${label}`, words)),
    };
  });
}
