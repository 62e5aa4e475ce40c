import type { PaperDistribution } from "../math/distribution.ts";
import { normal, uniform } from "../math/random.ts";
import type { Magnitude } from "./magnitude.ts";

/** How an operand is drawn: as in Table 1, from the t location-scale distribution, which section 2.1 says weights may fit, or from Laplace's. */
export type Distribution =
  | PaperDistribution
  | {
      readonly kind: "student";
      readonly location: number;
      readonly scale: number;
      /** 3 or more: from 2 down the second moment is infinite, and near 2 its integral is cut too early. */
      readonly degrees: number;
    }
  | { readonly kind: "laplace"; readonly location: number; readonly scale: number };

/** The density at x. */
export function density(distribution: Distribution, x: number): number {
  return densityOf(distribution)(x);
}

function densityOf(of: Distribution): (x: number) => number {
  switch (of.kind) {
    case "normal": {
      const height = 1 / (Math.sqrt(2 * Math.PI) * of.deviation);
      return (x) => height * Math.exp(-(((x - of.mean) / of.deviation) ** 2) / 2);
    }
    case "uniform":
      return (x) => (x >= of.from && x <= of.to ? 1 / (of.to - of.from) : 0);
    case "student": {
      const { location, scale, degrees } = of;
      const height = 1 / (scale * Math.sqrt(degrees) * beta(degrees / 2));
      const power = -(degrees + 1) / 2;
      return (x) => height * (1 + ((x - location) / scale) ** 2 / degrees) ** power;
    }
    case "laplace":
      return (x) => Math.exp(-Math.abs(x - of.location) / of.scale) / (2 * of.scale);
    default:
      return of satisfies never;
  }
}

/** B(1/2, half), by the recurrence B(1/2, h) = B(1/2, h + 1) (h + 1/2) / h up to where Stirling's series is exact. */
function beta(half: number): number {
  const logGammaRatio = (z: number) => {
    // ln Γ(z) - ln Γ(z + 1/2) for large z.
    const stirling = (t: number) =>
      (t - 0.5) * Math.log(t) - t + 1 / (12 * t) - 1 / (360 * t ** 3) + 1 / (1260 * t ** 5);
    return stirling(z) - stirling(z + 0.5);
  };
  let factor = Math.sqrt(Math.PI);
  let z = half;
  for (; z < LARGE; z++) factor *= (z + 0.5) / z;
  return factor * Math.exp(logGammaRatio(z));
}

/** From here on Stirling's series, cut after 1/t^5, is exact to the last bits. */
const LARGE = 60;

/**
 * Where integrals are cut, in spreads from the centre: narrow enough for full precision, up to where the
 * density is below 1e-20 of its height. The t distribution's tails fall like a power: they are followed far.
 */
const CUTS = {
  normal: [2.5, 5, 10],
  student: [1, 2, ...Array.from({ length: 17 }, (_, i) => 4 ** (i + 1))],
  laplace: [4, 10, 22, 46],
} as const;

/** |x|: its density, and where to cut integrals over it. */
export function magnitudeOf(distribution: Distribution): Magnitude {
  const at = densityOf(distribution);
  const ends = reachOf(distribution);
  const breaks = [...new Set([0, ...ends.map(Math.abs)])].sort((a, b) => a - b);
  return { density: (a) => at(a) + at(-a), breaks: endsBeyond(breaks, ends) };
}

/** Points between which the density is smooth, from one end to the other. */
function reachOf(of: Distribution): number[] {
  const around = (centre: number, spread: number, steps: readonly number[]) => [
    ...steps.map((step) => centre - step * spread).reverse(),
    centre,
    ...steps.map((step) => centre + step * spread),
  ];
  switch (of.kind) {
    case "normal":
      return around(of.mean, of.deviation, CUTS.normal);
    case "uniform":
      return [of.from, of.to];
    case "student":
      return around(of.location, of.scale, CUTS.student);
    case "laplace":
      return around(of.location, of.scale, CUTS.laplace);
    default:
      return of satisfies never;
  }
}

/** Where 0 lies outside [from, to] there is nothing between it and the nearer end. */
function endsBeyond(breaks: readonly number[], ends: readonly number[]): readonly number[] {
  const [from, to] = [ends[0] as number, ends.at(-1) as number];
  if (from <= 0 && to >= 0) return breaks;
  return breaks.filter((at) => at >= Math.min(Math.abs(from), Math.abs(to)));
}

/** One draw, from (seed, stream, index) alone. */
export function draw(of: Distribution, seed: number, stream: number, index: number): number {
  switch (of.kind) {
    case "normal":
      return of.mean + of.deviation * normal(seed, stream, index);
    case "uniform":
      return of.from + (of.to - of.from) * uniform(seed, stream, index);
    case "student": {
      // As Box-Muller makes a normal number of two uniform ones (Bailey 1994).
      const radius = (1 - uniform(seed, stream, 2 * index)) ** (-2 / of.degrees) - 1;
      const angle = 2 * Math.PI * uniform(seed, stream, 2 * index + 1);
      return of.location + of.scale * Math.sqrt(of.degrees * radius) * Math.cos(angle);
    }
    case "laplace": {
      const u = uniform(seed, stream, index) - 0.5;
      return of.location - of.scale * Math.sign(u) * Math.log1p(-2 * Math.abs(u));
    }
    default:
      return of satisfies never;
  }
}
