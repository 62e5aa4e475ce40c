import { type Kernels, Pass } from "../gpu/kernel.ts";
import { Mirrors } from "../gpu/mirror.ts";
import {
  createBuffer,
  createTensor,
  createUniform,
  type OnDevice,
  readTensor,
  vecsOf,
  writeTensor,
} from "../gpu/tensor.ts";
import type { Tile } from "../gpu/tile.ts";
import type { ProductName } from "../math/products.ts";
import { blockRows, forwardPass } from "./affine.ts";
import { writeBlock } from "./block.ts";
import { planNetwork } from "./plan.ts";

/**
 * The bare product of every pair on the device, without Algorithm 1's rescaling: a 1x1 convolution of
 * one channel, x as pixels, w as filters. Row-major [x][w].
 */
export async function productTable(
  kernels: Kernels,
  product: ProductName,
  x: readonly number[],
  w: readonly number[],
  tile: Tile,
  expression = "",
): Promise<Float32Array> {
  const { device } = kernels;
  const layers = [{ type: "conv2d", filters: w.length, kernel: 1 }] as const;
  const [plan] = planNetwork({ layers }, { height: 1, width: 1, channels: 1 });
  if (!plan) throw new Error("no layer");
  const owned: OnDevice[] = [];
  const keep = <T extends OnDevice>(made: T) => {
    owned.push(made);
    return made;
  };
  const pixels = createTensor(device, "x", { batch: x.length, ...plan.input });
  const table = createTensor(device, "products", { batch: x.length, ...plan.output });
  keep(pixels.buffer);
  keep(table.buffer);
  const floats = (label: string, values: Float32Array<ArrayBuffer>) => {
    const buffer = keep(createBuffer(device, label, values.byteLength));
    device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  };
  const parameters = floats("w", new Float32Array(blockRows([1, 1], 1) * vecsOf(w.length) * 4));
  writeBlock(device, parameters, 0, plan, { weight: Float32Array.from(w), bias: new Float32Array(w.length) });
  const dispatches = await forwardPass(
    {
      device,
      plan,
      index: 0,
      settings: { convolution: product, expression, clip: 1, gamma: 0, dropout: 0, tile },
      x: pixels,
      y: table,
      parameters,
      training: null,
      step: parameters,
      status: parameters,
      mirrors: keep(new Mirrors(device)),
      dispatch: (spec) => kernels.dispatch({ ...spec, label: "product table" }),
      buffer: (label, size) => keep(createBuffer(device, label, size)),
      uniform: (label, words) => keep(createUniform(device, label, words)),
    },
    {
      kernel: [1, 1],
      x: pixels,
      y: table,
      product,
      splits: 1,
      approximate: {
        mean: floats("mean 1, no clipping", Float32Array.of(1, 3.4028234e38, 0, 0)),
        scale: floats("no scaling", new Float32Array(vecsOf(w.length) * 4).fill(1)),
        clipped: parameters,
        rescaled: parameters,
      },
    },
  );
  writeTensor(device, pixels, x);
  const encoder = device.createCommandEncoder();
  const pass = new Pass(encoder);
  pass.encode(dispatches);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const values = await readTensor(device, table);
  for (const made of owned) made.destroy();
  return values;
}
