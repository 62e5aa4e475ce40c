import { type Dispatch, groupsFor, type Kernels } from "../gpu/kernel.ts";

export type OptimizerName = "sgd" | "adam";
export type ScheduleName = "constant" | "step" | "cosine";

/** What the optimizer reads and writes: one buffer a role. */
export interface Arenas {
  readonly parameters: GPUBuffer;
  readonly gradient: GPUBuffer;
  /** SGD's velocity, Adam's first moment. */
  readonly moment1: GPUBuffer;
  /** Adam's second moment; null for SGD. */
  readonly moment2: GPUBuffer | null;
}

/** One update of all parameters: one launch over the arenas (shaders/optimizer.wgsl). */
export function buildOptimizer(
  kernels: Kernels,
  arenas: Arenas,
  state: { step: GPUBuffer; status: GPUBuffer },
  momentum: number,
): Promise<Dispatch> {
  const { moment2, ...always } = arenas;
  const vecs = arenas.parameters.size / 16;
  return kernels.dispatch({
    label: "optimizer",
    shader: "optimizer",
    entry: moment2 ? "adam" : "sgd",
    constants: { VECS: vecs, ...(moment2 ? {} : { MOMENTUM: momentum }) },
    bindings: { ...always, ...state, ...(moment2 ? { moment2 } : {}) },
    groups: groupsFor(vecs, 256),
  });
}

/** The learning rate `done` (0 to 1) of the way through a run. */
export function scheduledRate(schedule: ScheduleName, rate: number, done: number): number {
  switch (schedule) {
    case "constant":
      return rate;
    case "step":
      return rate * (done < 0.5 ? 1 : done < 0.75 ? 0.1 : 0.01);
    case "cosine":
      return (rate * (1 + Math.cos(Math.PI * Math.min(1, done)))) / 2;
    default:
      return schedule satisfies never;
  }
}
