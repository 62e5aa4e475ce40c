import type { Dispatch, Kernels } from "../gpu/kernel.ts";
import type { Tensor } from "../gpu/tensor.ts";

/** Steps whose records the device keeps until they are read. */
export const RING = 512;
/** Floats of a record: mean loss, correct, gradient norm, spare. */
export const RECORD = 4;

/** Softmax cross-entropy: launches, the ring of step records and the totals of an evaluation. */
export interface Loss {
  readonly train: Dispatch;
  readonly evaluate: Dispatch;
  readonly records: GPUBuffer;
  /** [sum of losses, correct, images]. */
  readonly totals: GPUBuffer;
}

/** shaders/softmax_cross_entropy.wgsl for logits [N, classes]. */
export async function buildLoss(
  kernels: Kernels,
  parts: {
    logits: Tensor;
    dlogits: Tensor;
    labels: GPUBuffer;
    step: GPUBuffer;
    buffer: (label: string, bytes: number) => GPUBuffer;
  },
): Promise<Loss> {
  const { logits, dlogits, labels, step, buffer } = parts;
  const records = buffer("step records", RING * RECORD * 4);
  const totals = buffer("evaluation totals", 16);
  const kernel = {
    label: "loss",
    shader: "softmax_cross_entropy",
    constants: { CLASSES: logits.channels, CLASS_VECS: logits.vecs },
    groups: [1, 1, 1],
  } as const;
  const bindings = { logits: logits.buffer, labels, step };
  const [train, evaluate] = await Promise.all([
    kernels.dispatch({
      ...kernel,
      entry: "train",
      bindings: { ...bindings, dlogits: dlogits.buffer, records },
    }),
    kernels.dispatch({ ...kernel, entry: "evaluate", bindings: { ...bindings, totals } }),
  ]);
  return { train, evaluate, records, totals };
}
