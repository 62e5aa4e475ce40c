import { erf } from "../math/erf.ts";
import { integrate, rootBetween } from "../math/quadrature.ts";
import { type Magnitude, overPairs } from "./magnitude.ts";

/**
 * The relative error of min(|x|, |w|) against |x w|, Eq. 6 and 7, for independent x, w ~ N(k, sigma²).
 * It is |1 - 1/M| with M = max(|x|, |w|): it depends on the larger operand only and is 0 where that is
 * 1. `sigma` is a standard deviation throughout.
 */

/** Standard deviations of the normal density that are kept. */
const TAIL = 10;

/** Below this, k counts as 0: a minimum so near 0 is one at 0. */
const LEAST_K = 1e-3;

/** L(k, sigma) = E|1 - 1/M|. Finite for every k and sigma > 0. */
export function relativeError(k: number, sigma: number): number {
  const larger = largerOf(Math.abs(k), sigma);
  return integrate((m) => Math.abs(1 - 1 / m) * 2 * larger.density(m) * larger.below(m), larger.breaks);
}

/** E|x| of x ~ N(k, sigma²). */
export function meanMagnitude(k: number, sigma: number): number {
  const t = k / sigma;
  return sigma * Math.sqrt(2 / Math.PI) * Math.exp((-t * t) / 2) + k * erf(t / Math.SQRT2);
}

/** Figure 3c: the sigma with the least L at k = 0. There E[sign(M - 1)/M], sigma times the slope, is 0. */
export function bestSigma(): number {
  const slope = (sigma: number) => {
    const larger = largerOf(0, sigma);
    return integrate((m) => (Math.sign(m - 1) / m) * 2 * larger.density(m) * larger.below(m), larger.breaks);
  };
  return rootBetween(slope, 1, 3);
}

/** Figure 3b: the k >= 0 with the least L at a given sigma; 0 from `bestSigma()` on. */
export function bestK(sigma: number): number {
  const slope = (k: number) => {
    const larger = largerOf(k, sigma);
    return integrate(
      (m) =>
        Math.abs(1 - 1 / m) *
        2 *
        (larger.densitySlope(m) * larger.below(m) + larger.density(m) * larger.belowSlope(m)),
      larger.breaks,
    );
  };
  return slope(LEAST_K) >= 0 ? 0 : rootBetween(slope, LEAST_K, 2);
}

/** Towards 0, where h is 0 and the error of many products infinite, panels shrink so many times, to a quarter each time. */
const GRADES = 16;

/** Contributions of operands a quarter as large that are nearly as large as those before add up to infinity. */
const DIVERGES = 0.95;

/**
 * L = E|1 - g(|x|, |w|)/|x w||, Eq. 7, of any product; Infinity where the integral diverges, as for
 * addition and the max-selector whenever an operand may be as near 0 as it likes.
 */
export function relativeErrorOf(g: (a: number, b: number) => number, x: Magnitude, w: Magnitude): number {
  const unit = Math.max(...[x, w].map(({ breaks }) => breaks[1] ?? 1));
  const shares = new Float64Array(GRADES + 2);
  overPairs(graded(x, unit), graded(w, unit), (a, b, weight) => {
    const grade = Math.floor(Math.log2(unit / Math.min(a, b)) / 2) + 1;
    const share = Math.min(GRADES + 1, Math.max(0, grade));
    shares[share] = (shares[share] as number) + weight * Math.abs(1 - g(a, b) / (a * b));
  });
  const [before, last] = [shares[GRADES - 2] as number, shares[GRADES - 1] as number]; // the last whole panels
  if (last >= DIVERGES * before && last > 0) return Number.POSITIVE_INFINITY;
  return shares.reduce((sum, share) => sum + share, 0);
}

/** With breaks at `unit`, `unit` / 4, ... where they lie inside, and at 1, where the error of min has its kink. */
function graded({ density, breaks }: Magnitude, unit: number): Magnitude {
  const [begin, end] = [breaks[0] ?? 0, breaks.at(-1) ?? 0];
  const grades = Array.from({ length: GRADES }, (_, i) => unit / 4 ** i);
  const inside = [...grades, 1].filter((at) => at > begin && at < end);
  return { density, breaks: [...new Set([...breaks, ...inside])].sort((a, b) => a - b) };
}

/** |x| of x ~ N(k, sigma²): density, distribution, their derivatives by k, and where to cut the integral. */
function largerOf(k: number, sigma: number) {
  const phi = (t: number) => Math.exp((-t * t) / 2) / (Math.sqrt(2 * Math.PI) * sigma);
  const near = (m: number) => (m - k) / sigma;
  const far = (m: number) => (m + k) / sigma;
  const from = Math.max(0, k - TAIL * sigma);
  const to = k + TAIL * sigma;
  const inside = [k - TAIL * 0.4 * sigma, k, k + TAIL * 0.4 * sigma, 1].filter((at) => at > from && at < to);
  return {
    breaks: [...new Set([from, ...inside, to])].sort((a, b) => a - b),
    density: (m: number) => phi(near(m)) + phi(far(m)),
    below: (m: number) => (erf(near(m) / Math.SQRT2) + erf(far(m) / Math.SQRT2)) / 2,
    densitySlope: (m: number) => (near(m) * phi(near(m)) - far(m) * phi(far(m))) / sigma,
    belowSlope: (m: number) => phi(far(m)) - phi(near(m)),
  };
}
