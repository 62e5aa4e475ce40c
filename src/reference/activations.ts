import { at, type Values } from "./values.ts";

/** Leaky ReLU: x where x > 0, slope x elsewhere. Slope 0 is ReLU. */
export function leakyRelu(x: Values, slope: number): Float64Array {
  return Float64Array.from(x, (value) => (value > 0 ? value : slope * value));
}

/** dx of leakyRelu; the derivative at 0 is the slope. */
export function leakyReluBackward(x: Values, dy: Values, slope: number): Float64Array {
  return Float64Array.from(dy, (value, i) => (at(x, i) > 0 ? value : slope * value));
}
