import { accumulate, at, type Values } from "./values.ts";

/** A fully connected layer on N rows; w is units x inputs. */
export interface LinearShape {
  readonly N: number;
  readonly inputs: number;
  readonly units: number;
}

/** y = x w^T + b. */
export function linear({ N, inputs, units }: LinearShape, x: Values, w: Values, b: Values): Float64Array {
  const y = new Float64Array(N * units);
  for (let n = 0; n < N; n++) {
    for (let u = 0; u < units; u++) {
      let sum = at(b, u);
      for (let i = 0; i < inputs; i++) sum += at(x, n * inputs + i) * at(w, u * inputs + i);
      y[n * units + u] = sum;
    }
  }
  return y;
}

export function linearBackward({ N, inputs, units }: LinearShape, x: Values, w: Values, dy: Values) {
  const dx = new Float64Array(N * inputs);
  const dw = new Float64Array(units * inputs);
  const db = new Float64Array(units);
  for (let n = 0; n < N; n++) {
    for (let u = 0; u < units; u++) {
      const gradient = at(dy, n * units + u);
      accumulate(db, u, gradient);
      for (let i = 0; i < inputs; i++) {
        accumulate(dx, n * inputs + i, gradient * at(w, u * inputs + i));
        accumulate(dw, u * inputs + i, gradient * at(x, n * inputs + i));
      }
    }
  }
  return { dx, dw, db };
}
