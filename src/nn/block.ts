import { vecsOf } from "../gpu/tensor.ts";
import { type FilterShape, hwioToOihw, oihwToHwio, tapSize, wholeImageFilter } from "../math/layout.ts";
import type { LayerWeights } from "./init.ts";
import type { Running } from "./layer.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

/** The layer's filters; null for a batch normalisation, whose block is two rows. */
function filterShape({ spec, input, output }: LayerPlan): FilterShape | null {
  const { channels, height, width } = input;
  if (spec.type === "batchNorm2d") return null;
  if (spec.type !== "conv2d") return wholeImageFilter(output.channels, { C: channels, H: height, W: width });
  const [kh, kw] = kernelSize(spec.kernel);
  return { O: output.channels, I: channels, kh, kw };
}

/** One value a channel, padded. */
function channelRow({ output }: LayerPlan, values: Float32Array): Float32Array<ArrayBuffer> {
  const row = new Float32Array(vecsOf(output.channels) * 4);
  row.set(values);
  return row;
}

/** Weights are converted in pieces of so many floats: to allocate 50 MB costs far more than to fill 4. */
const PIECE = 1 << 20;

/** Writes filters; returns the bytes written. */
function writeFilters(
  { queue }: GPUDevice,
  buffer: GPUBuffer,
  offset: number,
  shape: FilterShape,
  weight: Float32Array,
): number {
  const size = tapSize(shape);
  const all = shape.kh * shape.kw;
  const step = Math.min(all, Math.max(1, Math.floor(PIECE / size)));
  const piece = new Float32Array(step * size);
  for (let first = 0; first < all; first += step) {
    const end = Math.min(first + step, all);
    oihwToHwio(weight, shape, { first, end }, piece);
    queue.writeBuffer(buffer, offset + first * size * 4, piece, 0, (end - first) * size);
  }
  return all * size * 4;
}

/** Writes a layer's parameter block, rows of weights [tap][c] and the bias, from OIHW (or out x in) values. */
export function writeBlock(
  device: GPUDevice,
  buffer: GPUBuffer,
  offset: number,
  plan: LayerPlan,
  { weight, bias }: LayerWeights,
): void {
  const shape = filterShape(plan);
  const last = channelRow(plan, bias);
  if (!shape) device.queue.writeBuffer(buffer, offset, channelRow(plan, weight));
  const bytes = shape ? writeFilters(device, buffer, offset, shape, weight) : last.byteLength;
  device.queue.writeBuffer(buffer, offset + bytes, last);
}

/** Filters in the engine's layout, behind which more may lie, as OIHW (or out x in). */
export function unpackFilters(plan: LayerPlan, filters: Float32Array): Float32Array<ArrayBuffer> {
  const shape = filterShape(plan);
  if (!shape) return filters.slice(0, plan.output.channels);
  return hwioToOihw(filters.subarray(0, shape.kh * shape.kw * tapSize(shape)), shape);
}

/** What `writeBlock` wrote, from a copy of the block. */
export function unpackBlock(plan: LayerPlan, block: Float32Array): LayerWeights {
  const { channels } = plan.output;
  const last = block.length - vecsOf(channels) * 4;
  return {
    weight: unpackFilters(plan, block.subarray(0, last)),
    bias: block.slice(last, last + channels),
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
  const { offset, length } = running.started;
  if (floats.subarray(offset, offset + length).every((started) => started === 0)) return undefined;
  const values = Object.entries(running.values);
  return Object.fromEntries(
    values.map(([name, { offset, length }]) => [name, floats.slice(offset, offset + length)]),
  );
}
