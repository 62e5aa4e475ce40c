import { type ProductName, productOf } from "../math/products.ts";
import { meanAbs } from "../math/stats.ts";
import { type Conv2dSpec, LINEAR_FIT, type LinearSpec, layerProduct, type Shape } from "../nn/spec.ts";
import {
  type ApproxConv,
  type ApproxForward,
  approxConv2d,
  approxConv2dBackward,
  approxConv2dInfer,
  updateRunningMean,
} from "./approxConv2d.ts";
import { type ConvShape, exactConv2d } from "./conv2d.ts";
import { LinearFit } from "./linearFit.ts";
import { convShape, linearShape } from "./shapes.ts";
import { type LayerSettings, type LayerTwin, type MeanState, type Parameters, present } from "./twin.ts";
import type { Values } from "./values.ts";

/** A convolution under Algorithm 1; a fully connected layer is one of 1x1 on images of one pixel. */
export function approximateLayer(
  spec: Conv2dSpec | LinearSpec,
  place: number,
  input: Shape,
  { w, b }: Parameters,
  settings: LayerSettings,
): LayerTwin {
  const name = layerProduct(spec, settings.convolution) as ProductName;
  const product = productOf(name, settings.expression);
  const means: MeanState = { meanAbsX: 0, runningMeanAbsX: undefined };
  const fit =
    settings.scaling === "fitted"
      ? new LinearFit(b.length, { seed: settings.dropout.seed, layer: place })
      : undefined;
  const none = new Float64Array(b.length);
  let measured = 0;
  let seen: { conv: ApproxConv; x: Values; forward: ApproxForward } | undefined;
  const follow = (mean: number, gamma: number) => {
    means.meanAbsX = mean;
    means.runningMeanAbsX = updateRunningMean(means.runningMeanAbsX, mean, gamma);
  };
  // A fitted scaling comes between the sums and the bias.
  const bias = fit ? none : b;
  const finish = (shape: ConvShape, y: Float64Array) => (fit ? fit.apply(shape, y, b) : y);
  return {
    means,
    running: () => ({
      running_mean_abs_x: Float64Array.of(means.runningMeanAbsX ?? 0),
      ...(fit && { fit_a: fit.a.slice(), fit_b: fit.b.slice() }),
    }),
    restart() {
      means.runningMeanAbsX = undefined;
      fit?.restart();
      measured = 0;
    },
    forward(x, N, mode) {
      const shape = shapeOf(spec, input, N);
      const conv = { shape, product, clipFactor: settings.clipFactor };
      if (mode === "inference")
        return finish(shape, approxConv2dInfer(conv, x, w, bias, means.runningMeanAbsX ?? 0));
      if (mode === "measure") {
        const mean = meanAbs(x);
        follow(mean, measured / (measured + 1));
        const y = approxConv2dInfer(conv, x, w, bias, mean);
        fit?.average(measured, shape, y, exactConv2d(shape, x, w, none));
        measured++;
        return finish(shape, y);
      }
      const forward = approxConv2d(conv, x, w, bias);
      seen = { conv, x, forward };
      follow(forward.meanAbsX, settings.gamma);
      const { y, clippedX, clippedW } = forward;
      if (mode.step % LINEAR_FIT.every === 0)
        fit?.follow(mode.step, shape, y, exactConv2d(shape, clippedX, clippedW, none));
      return finish(shape, y);
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
