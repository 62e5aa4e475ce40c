import { type AtZero, atZero } from "./figure3.ts";
import { FIGURE_3 } from "./paper.ts";
import { bestK, bestSigma, relativeError } from "./relativeError.ts";

/** Figure 3a's standard deviations; the paper does not print its own. */
const SIGMAS = [0.25, 0.5, 1, 1.5] as const;

export const END_K = 3;
export const END_SIGMA_B = 2;
export const END_SIGMA_C = 4;
const POINTS = 48;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** L over k from 0 to END_K at one standard deviation, with its lowest point. */
export interface CurveByK {
  readonly sigma: number;
  readonly points: readonly Point[];
  readonly lowest: Point;
}

/** Figure 3, sampled for drawing: (a), (b) and (c). */
export interface Figure3Curves {
  readonly byK: readonly CurveByK[];
  readonly best: readonly Point[];
  /** Of `best` below the printed v. */
  readonly highest: Point;
  readonly bySigma: readonly Point[];
  readonly minimum: AtZero;
  readonly printed: AtZero;
}

/** The three curves of Figure 3 by quadrature. */
export function figure3Curves(): Figure3Curves {
  const minimum = atZero(bestSigma());
  const best = [...points(0.05, minimum.sigma, bestK), { x: minimum.sigma, y: 0 }, { x: END_SIGMA_B, y: 0 }];
  return {
    byK: SIGMAS.map(curveByK),
    best,
    highest: best
      .filter(({ x }) => x < FIGURE_3.below)
      .reduce((top, point) => (point.y > top.y ? point : top)),
    bySigma: points(0.3, END_SIGMA_C, (sigma) => relativeError(0, sigma)),
    minimum,
    printed: atZero(FIGURE_3.v),
  };
}

/** Figure 3a's curve for any standard deviation. */
export function curveByK(sigma: number): CurveByK {
  const k = bestK(sigma);
  return {
    sigma,
    points: points(0, END_K, (at) => relativeError(at, sigma)),
    lowest: { x: k, y: relativeError(k, sigma) },
  };
}

function points(from: number, to: number, f: (x: number) => number): Point[] {
  return Array.from({ length: POINTS }, (_, i) => {
    const x = from + ((to - from) * i) / (POINTS - 1);
    return { x, y: f(x) };
  });
}
