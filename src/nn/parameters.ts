import { readBuffer } from "../gpu/tensor.ts";
import { unpackBlock, unpackRunning, writeBlock, writeRunning } from "./block.ts";
import type { LayerWeights } from "./init.ts";
import type { Layer, Running } from "./layer.ts";
import type { MemoryPlan } from "./memory.ts";
import type { LayerPlan } from "./plan.ts";

/** A layer that has parameters: its block in the arena and its running statistics. Places are in bytes. */
export interface ParameterLayer {
  readonly plan: LayerPlan;
  readonly offset: number;
  readonly size: number;
  readonly running: readonly Running[];
}

/** The layers of a network that have parameters, in their order. */
export function parameterLayers(
  plans: readonly LayerPlan[],
  { blocks }: MemoryPlan,
  layers: readonly Layer[],
): readonly ParameterLayer[] {
  return plans.flatMap((plan, i) => {
    const block = blocks[i];
    return block?.size ? [{ plan, ...block, running: layers[i]?.running ?? [] }] : [];
  });
}

/** Writes weights and running statistics, one entry a layer, as initial or loaded. */
export function writeParameters(
  device: GPUDevice,
  arena: GPUBuffer,
  layers: readonly ParameterLayer[],
  weights: readonly LayerWeights[],
): void {
  layers.forEach(({ plan, offset, running }, i) => {
    const own = weights[i] as LayerWeights;
    writeBlock(device, arena, offset, plan, own);
    for (const one of running) writeRunning(device, one, own.statistics);
  });
}

/** The parameters with the running statistics, in the layout of files and papers, one entry a layer. */
export async function readParameters(
  device: GPUDevice,
  arena: GPUBuffer,
  layers: readonly ParameterLayer[],
): Promise<LayerWeights[]> {
  const [values, ...statistics] = await Promise.all([
    readBuffer(device, arena),
    ...layers.map(({ running }) => statisticsOf(device, running)),
  ]);
  return layers.map(({ plan, offset, size }, i) => ({
    ...unpackBlock(plan, new Float32Array(values, offset, size / 4)),
    ...(statistics[i] && { statistics: statistics[i] }),
  }));
}

/** Undefined where there are none, or none yet. */
async function statisticsOf(
  device: GPUDevice,
  running: readonly Running[],
): Promise<LayerWeights["statistics"]> {
  const buffers = await Promise.all(running.map(({ buffer }) => readBuffer(device, buffer)));
  const read = running
    .map((one, i) => unpackRunning(one, new Float32Array(buffers[i] as ArrayBuffer)))
    .filter((values) => values !== undefined);
  return read.length > 0 ? Object.assign({}, ...read) : undefined;
}
