import { type Conv2dSpec, type LayerSpec, type LinearSpec, layerProduct, type Shape } from "../nn/spec.ts";
import { leakyRelu, leakyReluBackward } from "./activations.ts";
import { approximateLayer } from "./approximateLayer.ts";
import { conv2dBackward, exactConv2d } from "./conv2d.ts";
import { dropout } from "./dropout.ts";
import { linear, linearBackward } from "./linear.ts";
import { maxPool2d, maxPool2dBackward } from "./maxPool2d.ts";
import { normalisation } from "./normalisation.ts";
import { batchShape, convShape, linearShape } from "./shapes.ts";
import { isTraining, type LayerSettings, type LayerTwin, type Parameters, present } from "./twin.ts";

/**
 * The twin of one layer. `place` is the number of layers before it, activations not counted.
 * `parameters` are read, never written.
 */
export function layerTwin(
  spec: LayerSpec,
  place: number,
  input: Shape,
  parameters: Parameters | undefined,
  settings: LayerSettings,
): LayerTwin {
  switch (spec.type) {
    case "conv2d":
      return layerProduct(spec, settings.convolution) === "exact"
        ? exactConvolution(spec, input, present(parameters))
        : approximateLayer(spec, place, input, present(parameters), settings);
    case "linear":
      return layerProduct(spec, settings.convolution) === "exact"
        ? fullyConnected(spec, input, present(parameters))
        : approximateLayer(spec, place, input, present(parameters), settings);
    case "batchNorm2d":
      return normalisation(input, present(parameters));
    case "maxPool2d":
      return pool(spec.size, input);
    case "leakyRelu":
      return activation(spec.slope);
    case "relu":
      return activation(0);
    case "dropout":
      return dropoutLayer(
        { ...settings.dropout, rate: spec.rate ?? settings.dropout.rate, layer: place },
        input,
      );
  }
}

function exactConvolution(spec: Conv2dSpec, input: Shape, { w, b }: Parameters): LayerTwin {
  let shape = convShape(spec, input, 0);
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, N, mode) {
      const now = convShape(spec, input, N);
      if (isTraining(mode)) [shape, seen] = [now, x];
      return exactConv2d(now, x, w, b);
    },
    backward(dy) {
      const { dx, dw, db } = conv2dBackward(shape, seen, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function fullyConnected(spec: LinearSpec, input: Shape, { w, b }: Parameters): LayerTwin {
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, N, mode) {
      if (isTraining(mode)) seen = x;
      return linear(linearShape(spec, input, N), x, w, b);
    },
    backward(dy) {
      const { dx, dw, db } = linearBackward(linearShape(spec, input, dy.length / spec.units), seen, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function pool(size: number, input: Shape): LayerTwin {
  let seen: { inputs: number; winners: Int32Array } = { inputs: 0, winners: new Int32Array() };
  return {
    forward(x, N, mode) {
      const { y, winners } = maxPool2d(x, batchShape(input, N), size);
      if (isTraining(mode)) seen = { inputs: x.length, winners };
      return y;
    },
    backward: (dy) => ({ dx: maxPool2dBackward(seen.inputs, seen.winners, dy) }),
  };
}

function activation(slope: number): LayerTwin {
  let seen: Float64Array = new Float64Array();
  return {
    forward(x, _N, mode) {
      if (isTraining(mode)) seen = x;
      return leakyRelu(x, slope);
    },
    backward: (dy) => ({ dx: leakyReluBackward(seen, dy, slope) }),
  };
}

function dropoutLayer(where: { seed: number; rate: number; layer: number }, input: Shape): LayerTwin {
  let seen = { N: 0, step: 0 };
  return {
    forward(x, N, mode) {
      if (!isTraining(mode)) return x;
      seen = { N, step: mode.step };
      return dropout(x, batchShape(input, N), { ...where, step: mode.step });
    },
    backward: (dy) => ({ dx: dropout(dy, batchShape(input, seen.N), { ...where, step: seen.step }) }),
  };
}
