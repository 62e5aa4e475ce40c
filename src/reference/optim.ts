import { at, type Values } from "./values.ts";

export interface Sgd {
  readonly type: "sgd";
  readonly lr: number;
  readonly momentum: number;
}
export interface Adam {
  readonly type: "adam";
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}
export type Optimizer = Sgd | Adam;

/** What an optimizer remembers of one tensor: SGD's velocity in `first`, Adam's two moments. */
export interface Moments {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export function zeroMoments(length: number): Moments {
  return { first: new Float64Array(length), second: new Float64Array(length) };
}

/** Updates one tensor and its moments in place; `step` counts from 1. */
export function update(
  optimizer: Optimizer,
  step: number,
  parameters: Float64Array,
  gradient: Values,
  moments: Moments,
): void {
  if (optimizer.type === "sgd") sgd(optimizer, parameters, gradient, moments);
  else adam(optimizer, step, parameters, gradient, moments);
}

/** v = momentum v + g; p -= lr v. */
function sgd({ lr, momentum }: Sgd, parameters: Float64Array, gradient: Values, { first }: Moments): void {
  for (let i = 0; i < parameters.length; i++) {
    const velocity = momentum * at(first, i) + at(gradient, i);
    first[i] = velocity;
    parameters[i] = at(parameters, i) - lr * velocity;
  }
}

/** Adam with both moments corrected for their start at 0. */
function adam(
  optimizer: Adam,
  step: number,
  parameters: Float64Array,
  gradient: Values,
  { first, second }: Moments,
): void {
  const { lr, beta1, beta2, eps } = optimizer;
  for (let i = 0; i < parameters.length; i++) {
    const g = at(gradient, i);
    const mean = beta1 * at(first, i) + (1 - beta1) * g;
    const square = beta2 * at(second, i) + (1 - beta2) * g * g;
    first[i] = mean;
    second[i] = square;
    const correctedMean = mean / (1 - beta1 ** step);
    const correctedSquare = square / (1 - beta2 ** step);
    parameters[i] = at(parameters, i) - (lr * correctedMean) / (Math.sqrt(correctedSquare) + eps);
  }
}
