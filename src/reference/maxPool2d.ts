import type { ImageBatchShape } from "../math/layout.ts";
import { accumulate, at, type Values } from "./values.ts";

export interface Pooled {
  readonly y: Float64Array;
  /** For each output, the flat index of the input that won. */
  readonly winners: Int32Array;
}

/**
 * Max over size x size windows of NCHW values, stride = size; odd edges are dropped. Of equal values the
 * first in row order wins.
 */
export function maxPool2d(x: Values, { N, C, H, W }: ImageBatchShape, size: number): Pooled {
  const rows = Math.floor(H / size);
  const columns = Math.floor(W / size);
  const winners = new Int32Array(N * C * rows * columns);
  for (let plane = 0; plane < N * C; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = (plane * H + row * size) * W + column * size;
        winners[(plane * rows + row) * columns + column] = windowWinner(x, corner, W, size);
      }
    }
  }
  return { y: Float64Array.from(winners, (winner) => at(x, winner)), winners };
}

/** dx: each dy goes to the input that won its window. */
export function maxPool2dBackward(inputs: number, winners: Int32Array, dy: Values): Float64Array {
  const dx = new Float64Array(inputs);
  winners.forEach((winner, i) => {
    accumulate(dx, winner, at(dy, i));
  });
  return dx;
}

function windowWinner(x: Values, corner: number, width: number, size: number): number {
  let winner = corner;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const candidate = corner + i * width + j;
      if (at(x, candidate) > at(x, winner)) winner = candidate;
    }
  }
  return winner;
}
