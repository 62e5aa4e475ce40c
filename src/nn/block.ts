import { vecsOf } from "../gpu/tensor.ts";
import { hwioToOihw, linearFromEngine, linearToEngine, oihwToHwio } from "../math/layout.ts";
import { LAYERS } from "./index.ts";
import type { LayerWeights } from "./init.ts";
import { kernelSize, type LayerPlan } from "./plan.ts";

const filterShape = ({ spec, input, output }: LayerPlan) => {
  const [kh, kw] = spec.type === "conv2d" ? kernelSize(spec.kernel) : [1, 1];
  return { O: output.channels, I: input.channels, kh, kw };
};
const imageShape = ({ input }: LayerPlan) => ({ C: input.channels, H: input.height, W: input.width });

/** A layer's parameter block: rows of weights [tap][c] and the bias, from OIHW (or out x in) values. */
export function packBlock(plan: LayerPlan, { weight, bias }: LayerWeights): Float32Array<ArrayBuffer> {
  const rows = LAYERS[plan.spec.type].rows(plan);
  const width = vecsOf(plan.output.channels) * 4;
  const block = new Float32Array(rows * width);
  const linear = plan.spec.type === "linear";
  block.set(
    linear
      ? linearToEngine(weight, plan.output.channels, imageShape(plan))
      : oihwToHwio(weight, filterShape(plan)),
  );
  block.set(bias, block.length - width);
  return block;
}

/** The inverse of packBlock. */
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
