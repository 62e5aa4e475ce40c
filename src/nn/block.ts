import { vecsOf } from "../gpu/tensor.ts";
import { hwioToOihw, linearFromEngine, linearToEngine, oihwToHwio } from "../math/layout.ts";
import type { LayerWeights } from "./init.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

const filterShape = ({ spec, input, output }: LayerPlan) => {
  const [kh, kw] = spec.type === "conv2d" ? kernelSize(spec.kernel) : [1, 1];
  return { O: output.channels, I: input.channels, kh, kw };
};
const imageShape = ({ input }: LayerPlan) => ({ C: input.channels, H: input.height, W: input.width });

/**
 * Writes a layer's parameter block, rows of weights [tap][c] and the bias, from OIHW (or out x in)
 * values. The large part goes as it is converted, without another copy.
 */
export function writeBlock(
  device: GPUDevice,
  buffer: GPUBuffer,
  offset: number,
  plan: LayerPlan,
  { weight, bias }: LayerWeights,
): void {
  const { channels } = plan.output;
  const weights =
    plan.spec.type === "linear"
      ? linearToEngine(weight, channels, imageShape(plan))
      : oihwToHwio(weight, filterShape(plan));
  const biasRow = new Float32Array(vecsOf(channels) * 4);
  biasRow.set(bias);
  device.queue.writeBuffer(buffer, offset, weights);
  device.queue.writeBuffer(buffer, offset + weights.byteLength, biasRow);
}

/** What `writeBlock` wrote, from a copy of the block. */
export function unpackBlock(plan: LayerPlan, block: Float32Array): LayerWeights {
  const width = vecsOf(plan.output.channels) * 4;
  const weights = block.subarray(0, block.length - width);
  const linear = plan.spec.type === "linear";
  return {
    weight: linear
      ? linearFromEngine(weights, plan.output.channels, imageShape(plan))
      : hwioToOihw(weights, filterShape(plan)),
    bias: block.slice(block.length - width, block.length - width + plan.output.channels),
  };
}
