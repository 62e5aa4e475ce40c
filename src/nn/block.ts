import { vecsOf } from "../gpu/tensor.ts";
import { hwioToOihw, linearFromEngine, linearToEngine, oihwToHwio } from "../math/layout.ts";
import type { LayerWeights } from "./init.ts";
import type { Running } from "./layer.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

const filterShape = ({ spec, input, output }: LayerPlan) => {
  const [kh, kw] = spec.type === "conv2d" ? kernelSize(spec.kernel) : [1, 1];
  return { O: output.channels, I: input.channels, kh, kw };
};
const imageShape = ({ input }: LayerPlan) => ({ C: input.channels, H: input.height, W: input.width });

/** One value a channel, padded. */
function channelRow({ output }: LayerPlan, values: Float32Array): Float32Array<ArrayBuffer> {
  const row = new Float32Array(vecsOf(output.channels) * 4);
  row.set(values);
  return row;
}

function toEngine(plan: LayerPlan, weight: Float32Array): Float32Array<ArrayBuffer> {
  if (plan.spec.type === "batchNorm2d") return channelRow(plan, weight);
  return plan.spec.type === "linear"
    ? linearToEngine(weight, plan.output.channels, imageShape(plan))
    : oihwToHwio(weight, filterShape(plan));
}

function fromEngine(plan: LayerPlan, weights: Float32Array): Float32Array {
  const { channels } = plan.output;
  if (plan.spec.type === "batchNorm2d") return weights.slice(0, channels);
  return plan.spec.type === "linear"
    ? linearFromEngine(weights, channels, imageShape(plan))
    : hwioToOihw(weights, filterShape(plan));
}

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
  const weights = toEngine(plan, weight);
  device.queue.writeBuffer(buffer, offset, weights);
  device.queue.writeBuffer(buffer, offset + weights.byteLength, channelRow(plan, bias));
}

/** What `writeBlock` wrote, from a copy of the block. */
export function unpackBlock(plan: LayerPlan, block: Float32Array): LayerWeights {
  const width = vecsOf(plan.output.channels) * 4;
  return {
    weight: fromEngine(plan, block.subarray(0, block.length - width)),
    bias: block.slice(block.length - width, block.length - width + plan.output.channels),
  };
}

/** Writes running statistics; without all of them the layer has none yet. */
export function writeRunning(
  device: GPUDevice,
  running: Running,
  statistics: LayerWeights["statistics"] = {},
): void {
  const floats = new Float32Array(running.buffer.size / 4);
  const places = Object.entries(running.values);
  if (places.every(([name]) => statistics[name])) {
    for (const [name, { offset }] of places) floats.set(statistics[name] as Float32Array, offset);
    const { offset, length } = running.started;
    floats.fill(1, offset, offset + length);
  }
  device.queue.writeBuffer(running.buffer, 0, floats);
}

/** What `writeRunning` wrote or training made of it; undefined while there is none. */
export function unpackRunning(running: Running, floats: Float32Array): LayerWeights["statistics"] {
  if (floats[running.started.offset] === 0) return undefined;
  const values = Object.entries(running.values);
  return Object.fromEntries(
    values.map(([name, { offset, length }]) => [name, floats.slice(offset, offset + length)]),
  );
}
