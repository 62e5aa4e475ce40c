import { overInterval } from "../math/quadrature.ts";

/** How |x| of an operand is distributed. */
export interface Magnitude {
  /** Of |x| at a >= 0. */
  readonly density: (a: number) => number;
  /** From 0 to where the density ends (or is below 1e-20), ascending; smooth between neighbours. */
  readonly breaks: readonly number[];
}

/** Standard deviations kept of a normal distribution: what lies beyond weighs 1e-23. */
const TAIL = 10;

/** |x| of x ~ N(0, sigma²); `sigma` is the standard deviation. */
export function halfNormal(sigma: number): Magnitude {
  const height = Math.sqrt(2 / Math.PI) / sigma;
  return {
    density: (a) => height * Math.exp((-a * a) / (2 * sigma * sigma)),
    breaks: [0, TAIL * sigma],
  };
}

/** x ~ U(0, to), and |x| of x ~ U(-to, to). */
export function uniform(to: number): Magnitude {
  return { density: () => 1 / to, breaks: [0, to] };
}

/**
 * Visits pairs (a, b) of independent magnitudes with weights, so that Σ weight·f(a, b) is the expected
 * value of f(|x|, |w|). f may have a kink where a = b, and is smooth beside it.
 */
export function overPairs(
  x: Magnitude,
  w: Magnitude,
  visit: (a: number, b: number, weight: number) => void,
): void {
  overOrdered(w, x, (b, a, weight) => visit(a, b, weight));
  overOrdered(x, w, visit);
}

/** The half of the plane where the first of the two is the larger one. */
function overOrdered(
  large: Magnitude,
  small: Magnitude,
  visit: (large: number, small: number, weight: number) => void,
): void {
  const end = large.breaks.at(-1) ?? 0;
  const breaks = [...new Set([...large.breaks, ...small.breaks])]
    .filter((at) => at <= end)
    .sort((a, b) => a - b);
  overPanels(breaks, (a, weightA) => {
    const outer = weightA * large.density(a);
    const below = [...small.breaks.filter((at) => at < a), Math.min(a, small.breaks.at(-1) ?? 0)];
    overPanels(below, (b, weightB) => visit(a, b, outer * weightB * small.density(b)));
  });
}

function overPanels(breaks: readonly number[], visit: (t: number, weight: number) => void): void {
  for (let i = 1; i < breaks.length; i++) overInterval(breaks[i - 1] as number, breaks[i] as number, visit);
}
