import { at, type Values } from "./values.ts";

export interface Classified {
  /** Mean cross-entropy over the batch. */
  readonly loss: number;
  /** Images whose largest logit (the first of equal ones) is their label's. */
  readonly correct: number;
  /** (softmax - onehot) / N. */
  readonly dlogits: Float64Array;
}

/**
 * Softmax, cross-entropy and its gradient for N x classes logits. A label outside 0..classes-1 adds
 * nothing to loss, count or gradient; N counts it all the same.
 */
export function softmaxCrossEntropy(logits: Values, labels: Values, classes: number): Classified {
  const N = labels.length;
  const dlogits = new Float64Array(N * classes);
  let loss = 0;
  let correct = 0;
  for (let n = 0; n < N; n++) {
    const label = at(labels, n);
    if (label < 0 || label >= classes) continue;
    const row = Array.from({ length: classes }, (_, k) => at(logits, n * classes + k));
    const largest = Math.max(...row);
    const exponentials = row.map((value) => Math.exp(value - largest));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    loss += Math.log(total) + largest - at(row, label);
    if (row.indexOf(largest) === label) correct++;
    for (let k = 0; k < classes; k++) {
      dlogits[n * classes + k] = (at(exponentials, k) / total - (k === label ? 1 : 0)) / N;
    }
  }
  return { loss: loss / N, correct, dlogits };
}
