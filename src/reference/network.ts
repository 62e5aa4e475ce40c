import { norm } from "../math/stats.ts";
import type { LayerSpec, Shape } from "../nn/spec.ts";
import { layerTwin } from "./layers.ts";
import { type Moments, type Optimizer, update, zeroMoments } from "./optim.ts";
import { outputShape, parameterSizes, valueCount } from "./shapes.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import type { LayerSettings, LayerTwin, Mode, Parameters } from "./twin.ts";
import type { Values } from "./values.ts";

export interface NetworkSetup extends LayerSettings {
  readonly layers: readonly LayerSpec[];
  readonly input: Shape;
  /** Start values, copied; the i-th belong to the i-th layer that has any. */
  readonly parameters: readonly { readonly w: Values; readonly b: Values }[];
}

/** Of one minibatch, before any update. */
export interface Gradients {
  readonly loss: number;
  readonly correct: number;
  /** In the order of `parameters`. */
  readonly gradients: readonly Parameters[];
  /** Norm of the whole gradient. */
  readonly gradientNorm: number;
}

export interface StepResult extends Gradients {
  /** μ|x| of each layer under Algorithm 1, in network order. */
  readonly meanAbsX: readonly number[];
  /** μ^r|x| of each, after this step's update. */
  readonly runningMeanAbsX: readonly number[];
}

/** A whole network in float64: slow, obvious, and what the engine is compared with. */
export class ReferenceNetwork {
  readonly parameters: readonly Parameters[];
  private readonly layers: readonly LayerTwin[];
  /** Those with parameters, in their order. */
  private readonly learning: readonly LayerTwin[];
  private readonly classes: number;
  private readonly moments: readonly { readonly w: Moments; readonly b: Moments }[];
  private steps = 0;

  constructor(setup: NetworkSetup) {
    this.parameters = setup.parameters.map(({ w, b }) => ({
      w: Float64Array.from(w),
      b: Float64Array.from(b),
    }));
    this.moments = this.parameters.map(({ w, b }) => ({
      w: zeroMoments(w.length),
      b: zeroMoments(b.length),
    }));
    const unused = [...this.parameters];
    let shape = setup.input;
    let place = 0;
    const learning: LayerTwin[] = [];
    this.layers = setup.layers.map((spec) => {
      const parameters = parameterSizes(spec, shape) ? unused.shift() : undefined;
      const layer = layerTwin(spec, place, shape, parameters, setup);
      if (parameters) learning.push(layer);
      shape = outputShape(spec, shape);
      if (!isActivation(spec)) place++;
      return layer;
    });
    this.learning = learning;
    this.classes = valueCount(shape);
  }

  /** Logits at inference (N x classes): running means, no clip of x, no dropout. */
  infer(x: Float64Array, N: number): Float64Array {
    return this.forward(x, N, "inference");
  }

  /** Loss and gradients of a minibatch as that step, from 0; moves the running means as training does. */
  gradients(x: Float64Array, labels: Values, step = this.steps): Gradients {
    const logits = this.forward(x, labels.length, { step });
    const { loss, correct, dlogits } = softmaxCrossEntropy(logits, labels, this.classes);
    const gradients: Parameters[] = [];
    let dy = dlogits;
    for (const layer of this.layers.toReversed()) {
      const { dx, gradient } = layer.backward(dy);
      if (gradient) gradients.unshift(gradient);
      dy = dx;
    }
    return { loss, correct, gradients, gradientNorm: norm(gradients.flatMap(({ w, b }) => [w, b])) };
  }

  /** One training step; a gradient that is not finite leaves the parameters as they were. */
  trainStep(x: Float64Array, labels: Values, optimizer: Optimizer): StepResult {
    const result = this.gradients(x, labels);
    if (Number.isFinite(result.gradientNorm)) this.update(result.gradients, optimizer);
    const means = this.layers.flatMap((layer) => layer.means ?? []);
    return {
      ...result,
      meanAbsX: means.map((mean) => mean.meanAbsX),
      runningMeanAbsX: means.map((mean) => mean.runningMeanAbsX ?? 0),
    };
  }

  /** Sets all running statistics to their average over these minibatches of N images. */
  measure(minibatches: readonly Float64Array[], N: number): void {
    for (const layer of this.layers) layer.restart?.();
    for (const x of minibatches) this.forward(x, N, "measure");
  }

  /** Running statistics by the names they have in files, of each layer with parameters; undefined without any. */
  get statistics(): readonly (Readonly<Record<string, Float64Array>> | undefined)[] {
    return this.learning.map((layer) => layer.running?.());
  }

  private forward(x: Float64Array, N: number, mode: Mode): Float64Array {
    return this.layers.reduce((values, layer) => layer.forward(values, N, mode), x);
  }

  private update(gradients: readonly Parameters[], optimizer: Optimizer): void {
    this.steps++;
    this.parameters.forEach((parameters, i) => {
      const gradient = gradients[i] as Parameters;
      const moments = this.moments[i] as { w: Moments; b: Moments };
      update(optimizer, this.steps, parameters.w, gradient.w, moments.w);
      update(optimizer, this.steps, parameters.b, gradient.b, moments.b);
    });
  }
}

/** The engine folds activations into the layer before them, so they take no place of their own. */
function isActivation({ type }: LayerSpec): boolean {
  return type === "leakyRelu" || type === "relu";
}
