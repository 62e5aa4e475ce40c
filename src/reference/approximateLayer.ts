import { type ProductName, productOf } from "../math/products.ts";
import { meanAbs } from "../math/stats.ts";
import { type Conv2dSpec, type LinearSpec, layerProduct, type Shape } from "../nn/spec.ts";
import {
  type ApproxConv,
  type ApproxForward,
  approxConv2d,
  approxConv2dBackward,
  approxConv2dInfer,
  updateRunningMean,
} from "./approxConv2d.ts";
import type { ConvShape } from "./conv2d.ts";
import { convShape, linearShape } from "./shapes.ts";
import { type LayerSettings, type LayerTwin, type MeanState, type Parameters, present } from "./twin.ts";
import type { Values } from "./values.ts";

/** A convolution under Algorithm 1; a fully connected layer is one of 1x1 on images of one pixel. */
export function approximateLayer(
  spec: Conv2dSpec | LinearSpec,
  input: Shape,
  { w, b }: Parameters,
  settings: LayerSettings,
): LayerTwin {
  const name = layerProduct(spec, settings.convolution) as ProductName;
  const product = productOf(name, settings.expression);
  const means: MeanState = { meanAbsX: 0, runningMeanAbsX: undefined };
  let measured = 0;
  let seen: { conv: ApproxConv; x: Values; forward: ApproxForward } | undefined;
  const follow = (mean: number, gamma: number) => {
    means.meanAbsX = mean;
    means.runningMeanAbsX = updateRunningMean(means.runningMeanAbsX, mean, gamma);
  };
  return {
    means,
    running: () => ({ running_mean_abs_x: Float64Array.of(means.runningMeanAbsX ?? 0) }),
    restart() {
      means.runningMeanAbsX = undefined;
      measured = 0;
    },
    forward(x, N, mode) {
      const conv = { shape: shapeOf(spec, input, N), product, clipFactor: settings.clipFactor };
      if (mode === "inference") return approxConv2dInfer(conv, x, w, b, means.runningMeanAbsX ?? 0);
      if (mode === "measure") {
        const mean = meanAbs(x);
        follow(mean, measured / (measured + 1));
        measured++;
        return approxConv2dInfer(conv, x, w, b, mean);
      }
      const forward = approxConv2d(conv, x, w, b);
      seen = { conv, x, forward };
      follow(forward.meanAbsX, settings.gamma);
      return forward.y;
    },
    backward(dy) {
      const { conv, x, forward } = present(seen);
      const { dx, dw, db } = approxConv2dBackward(conv, forward, x, w, dy);
      return { dx, gradient: { w: dw, b: db } };
    },
  };
}

function shapeOf(spec: Conv2dSpec | LinearSpec, input: Shape, N: number): ConvShape {
  if (spec.type === "conv2d") return convShape(spec, input, N);
  return { N, C: linearShape(spec, input, N).inputs, H: 1, W: 1, O: spec.units, kh: 1, kw: 1 };
}
