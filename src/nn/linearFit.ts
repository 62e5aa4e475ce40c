import { type Dispatch, groupsFor } from "../gpu/kernel.ts";
import { view } from "../gpu/tensor.ts";
import { productOf } from "../math/products.ts";
import { type Affine, before, geometry, ownFunction, productConstants } from "./affine.ts";
import type { Approximation } from "./approximation.ts";
import type { LayerContext, Running } from "./layer.ts";
import { LINEAR_FIT } from "./spec.ts";

/** The fitted output scaling of a layer under Algorithm 1 (section 2.2): A and B a filter, and the launches that make and use them. */
export interface LinearFit {
  /** What the forward pass stores y with: a scale a filter, and a block of weights whose last row is the bias. */
  readonly output: { readonly scale: GPUBuffer; readonly parameters: GPUBuffer };
  /** From the minibatch, once its means and weights are made: moves A and B. */
  readonly fit: readonly Dispatch[];
  /** A pass that sets them anew: forgets them, then averages over the minibatches (nothing clipped). */
  readonly restart: readonly Dispatch[];
  readonly measure: readonly Dispatch[];
  /** A and B into `output`; after whatever moves them, the weights or the bias. */
  readonly fold: readonly Dispatch[];
  readonly running: Running;
}

/** shaders/linear_fit.wgsl around a layer's forward pass; it writes the bias behind the rescaled weights. */
export async function linearFit(
  context: LayerContext,
  affine: Affine,
  { mean, scale, clipped, rescaled }: Approximation,
): Promise<LinearFit> {
  const { x, y, kernel } = affine;
  const { parameters, status, step } = context;
  const row = y.vecs * 4;
  const pixels = y.batch * y.height * y.width;
  const samples = Math.min(LINEAR_FIT.samples, pixels);
  const running = context.buffer("linear fit", 3 * row * 4);
  const folded = context.buffer("fitted scale", row * 4);
  const pairs = context.buffer("samples of the linear fit", samples * 2 * row * 4);
  const sizes = [y.height, y.width, samples, Math.floor(pixels / samples)];
  const dims = context.uniform("linear fit", [...sizes, ...view(x, before(kernel))]);

  const product = productOf(affine.product, context.settings.expression);
  const { LIVE_CHANNELS, ...shape } = geometry(affine);
  const { OUTPUT_VECS } = shape;
  const { least: LEAST, most: MOST, momentum: MOMENTUM } = LINEAR_FIT;
  const launch = (
    entry: string,
    groups: readonly [number, number, number],
    bindings: Parameters<LayerContext["dispatch"]>[0]["bindings"],
    constants: Record<string, number | boolean>,
  ): Promise<Dispatch> =>
    context.dispatch({ shader: "linear_fit", entry, constants, bindings, groups, own: ownFunction(product) });
  const sums = (w: typeof parameters) =>
    launch(
      "sums",
      groupsFor(samples * y.vecs),
      { x: x.buffer, w, rescaled, mean, scale, pairs, step, dims },
      { ...shape, ...productConstants(product), LIVE_CHANNELS, LAYER: context.index },
    );
  const follow = (entry: string, constants: Record<string, number> = {}) =>
    launch(
      entry,
      [y.vecs, 1, 1],
      { pairs, running, status, dims },
      { OUTPUT_VECS, LEAST, MOST, ...constants },
    );
  const [clippedSums, sumsOfAll, fit, measure, restart, fold] = await Promise.all([
    sums(clipped),
    sums(parameters),
    follow("fit", { MOMENTUM }),
    follow("measure"),
    launch("restart", groupsFor(3 * y.vecs), { running }, { OUTPUT_VECS }),
    launch(
      "fold",
      groupsFor(y.vecs),
      { running, scale, parameters, folded_scale: folded, folded_block: rescaled },
      shape,
    ),
  ]);
  return {
    output: { scale: folded, parameters: rescaled },
    fit: [clippedSums, fit],
    restart: [restart],
    measure: [sumsOfAll, measure],
    fold: [fold],
    running: {
      buffer: running,
      values: {
        fit_a: { offset: 0, length: y.channels },
        fit_b: { offset: row, length: y.channels },
      },
      started: { offset: 2 * row, length: row },
    },
  };
}
