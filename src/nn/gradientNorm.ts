import type { Dispatch, Kernels } from "../gpu/kernel.ts";

/** Invocations to a layer. */
const STRIDE = 4096;

/** Norm of the gradient and the alarm for values that are not finite (shaders/gradient_norm.wgsl). */
export function buildGradientNorm(
  kernels: Kernels,
  parts: {
    gradient: GPUBuffer;
    blocks: readonly { offset: number; size: number }[];
    step: GPUBuffer;
    status: GPUBuffer;
    records: GPUBuffer;
    buffer: (label: string, bytes: number) => GPUBuffer;
  },
): Promise<Dispatch[]> {
  const { gradient, step, status, records, buffer } = parts;
  const layers = parts.blocks.length;
  const blocks = buffer("gradient blocks", layers * 8);
  const table = parts.blocks.flatMap(({ offset, size }) => [offset / 16, size / 16]);
  kernels.device.queue.writeBuffer(blocks, 0, Uint32Array.from(table));
  const sums = buffer("sums of squares", layers * STRIDE * 8);
  const kernel = { shader: "gradient_norm", constants: { STRIDE, LAYERS: layers } } as const;
  return Promise.all([
    kernels.dispatch({
      ...kernel,
      label: "gradient norm: shares",
      entry: "block_sums",
      constants: { STRIDE },
      bindings: { gradient, blocks, sums },
      groups: [STRIDE / 64, layers, 1],
    }),
    kernels.dispatch({
      ...kernel,
      label: "gradient norm",
      entry: "judge",
      bindings: { sums, step, records, status },
      groups: [1, 1, 1],
    }),
  ]);
}
