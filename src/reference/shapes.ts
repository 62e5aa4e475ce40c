import type { ImageBatchShape } from "../math/layout.ts";
import type { Conv2dSpec, LayerSpec, LinearSpec, Shape } from "../nn/spec.ts";
import type { ConvShape } from "./conv2d.ts";

/** What leaves a layer when `input` enters it. */
export function outputShape(spec: LayerSpec, input: Shape): Shape {
  switch (spec.type) {
    case "conv2d":
      return { ...input, channels: spec.filters };
    case "linear":
      return { height: 1, width: 1, channels: spec.units };
    case "maxPool2d":
      return {
        ...input,
        height: Math.floor(input.height / spec.size),
        width: Math.floor(input.width / spec.size),
      };
    default:
      return input;
  }
}

/** Values of one image or activation. */
export function valueCount({ height, width, channels }: Shape): number {
  return height * width * channels;
}

/** How many weights and biases (scales and shifts) a layer has for an input; undefined where it has none. */
export function parameterSizes(spec: LayerSpec, input: Shape): { w: number; b: number } | undefined {
  if (spec.type === "linear") return { w: spec.units * valueCount(input), b: spec.units };
  if (spec.type === "batchNorm2d") return { w: input.channels, b: input.channels };
  if (spec.type !== "conv2d") return undefined;
  const { C, O, kh, kw } = convShape(spec, input, 1);
  return { w: O * C * kh * kw, b: O };
}

export function convShape({ filters, kernel }: Conv2dSpec, input: Shape, N: number): ConvShape {
  const [kh, kw] = typeof kernel === "number" ? [kernel, kernel] : kernel;
  return { ...batchShape(input, N), O: filters, kh, kw };
}

export function batchShape({ channels, height, width }: Shape, N: number): ImageBatchShape {
  return { N, C: channels, H: height, W: width };
}

export function linearShape({ units }: LinearSpec, input: Shape, N: number) {
  return { N, inputs: valueCount(input), units };
}
