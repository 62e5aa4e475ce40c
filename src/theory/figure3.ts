import { FIGURE_3 } from "./paper.ts";
import { bestK, bestSigma, meanMagnitude, relativeError } from "./relativeError.ts";

/** L at k = 0 for one standard deviation, and the mean of |x| there. */
export interface AtZero {
  readonly sigma: number;
  readonly error: number;
  readonly meanMagnitude: number;
}

/** L at k = 0, for a standard deviation. */
export function atZero(sigma: number): AtZero {
  return { sigma, error: relativeError(0, sigma), meanMagnitude: meanMagnitude(0, sigma) };
}

/** The printed statements of section 2.2 on Figure 3 beside the exact values. */
export interface Figure3 {
  /** (c): the exact minimum, and the printed v taken for a standard deviation and for a variance. */
  readonly minimum: AtZero;
  readonly printedAsDeviation: AtZero;
  readonly printedAsVariance: AtZero;
  /** (b): the range of k* for sigma from `FROM_SIGMA` up to the printed 1.5. */
  readonly lowestK: { readonly sigma: number; readonly k: number };
  readonly highestK: { readonly sigma: number; readonly k: number };
}

/** Where Figure 3b's range is looked at from, and in which steps. */
const FROM_SIGMA = 0.05;
const STEP = 0.01;

export function figure3(): Figure3 {
  const ks: { sigma: number; k: number }[] = [];
  for (let i = 0; FROM_SIGMA + i * STEP <= FIGURE_3.below + STEP / 2; i++) {
    const sigma = FROM_SIGMA + i * STEP;
    ks.push({ sigma, k: bestK(sigma) });
  }
  const by = (better: (a: number, b: number) => boolean) =>
    ks.reduce((best, one) => (better(one.k, best.k) ? one : best));
  return {
    minimum: atZero(bestSigma()),
    printedAsDeviation: atZero(FIGURE_3.v),
    printedAsVariance: atZero(Math.sqrt(FIGURE_3.v)),
    lowestK: by((a, b) => a < b),
    highestK: by((a, b) => a > b),
  };
}
