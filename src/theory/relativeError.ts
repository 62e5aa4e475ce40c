import { erf } from "../math/erf.ts";
import { integrate, rootBetween } from "../math/quadrature.ts";

/**
 * The relative error of min(|x|, |w|) against |x w|, Eq. 6 and 7, for independent x, w ~ N(k, sigma²).
 * It is |1 - 1/M| with M = max(|x|, |w|): it depends on the larger operand only and is 0 where that is
 * 1. Its mean is finite, its variance is not. `sigma` is a standard deviation throughout, above 0.
 */

/** Standard deviations of the normal density that are kept. */
const TAIL = 10;

/** A panel narrower than this, in standard deviations, weighs nothing. */
const LEAST_PANEL = 1e-14;

/** Below this, k counts as 0: a minimum so near 0 is one at 0. */
const LEAST_K = 1e-3;

/** L(k, sigma) = E|1 - 1/M|. Finite for every k and sigma > 0, and even in k. */
export function relativeError(k: number, sigma: number): number {
  return overLarger(Math.abs(k), sigma, (m, above, near, far) => {
    // Beside 1, m - 1 has digits that m has not; a huge m may be infinite.
    const error = m < 2 ? Math.abs(above) / m : 1 - 1 / m;
    return error * (near + far);
  });
}

/** E|x| of x ~ N(k, sigma²). */
export function meanMagnitude(k: number, sigma: number): number {
  const t = k / sigma;
  return sigma * Math.sqrt(2 / Math.PI) * Math.exp((-t * t) / 2) + k * erf(t / Math.SQRT2);
}

/** Figure 3c: the sigma with the least L at k = 0. */
export function bestSigma(): number {
  return rootBetween(slopeBySigma, 1, 3);
}

/** Figure 3b: the k >= 0 with the least L at a given sigma; 0 from `bestSigma()` on. */
export function bestK(sigma: number): number {
  // Its sign is that of the second derivative by k.
  if (slopeBySigma(sigma) >= 0) return 0;
  const slope = (k: number) => slopeByK(k, sigma);
  return slope(LEAST_K) >= 0 ? 0 : rootBetween(slope, LEAST_K, 2);
}

/** sigma times the derivative of L by sigma, at k = 0: E[sign(M - 1)/M]. */
function slopeBySigma(sigma: number): number {
  return overLarger(0, sigma, (m, above, near, far) => (Math.sign(above) / m) * (near + far));
}

/** The derivative of L by k: E[sign(M - 1)/M²·s], s the sign of the operand that M is the magnitude of. */
function slopeByK(k: number, sigma: number): number {
  return overLarger(k, sigma, (m, above, near, far) => (Math.sign(above) / m ** 2) * (near - far));
}

/**
 * The integral over M, k >= 0: `f` is given m, m - 1, and the density of x at m and at -m, and is
 * weighted by the probability that the other operand is the smaller one. It runs over (m - k)/sigma, so
 * that a sigma far smaller than k keeps its digits.
 */
function overLarger(
  k: number,
  sigma: number,
  f: (m: number, above: number, near: number, far: number) => number,
): number {
  const phi = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const from = Math.max(-TAIL, -k / sigma);
  const inside = [-TAIL * 0.4, 0, TAIL * 0.4, (1 - k) / sigma].filter(
    (at) => at - from > LEAST_PANEL && at < TAIL,
  );
  return integrate(
    (near) => {
      const far = near + 2 * (k / sigma);
      const below = (erf(near / Math.SQRT2) + erf(far / Math.SQRT2)) / 2;
      return 2 * below * f(k + sigma * near, k - 1 + sigma * near, phi(near), phi(far));
    },
    [...new Set([from, ...inside, TAIL])].sort((a, b) => a - b),
  );
}
