import type { PaperDistribution } from "../math/distribution.ts";
import { gammaRatio } from "../math/gamma.ts";
import { normal, uniform } from "../math/random.ts";

/**
 * How an operand is distributed: as in Table 1; `student`, the paper's t location-scale; or Laplace's.
 * Deviations, scales and degrees are above 0, `from` is below `to`.
 */
export type Distribution =
  | PaperDistribution
  | { readonly kind: "student"; readonly location: number; readonly scale: number; readonly degrees: number }
  | { readonly kind: "laplace"; readonly location: number; readonly scale: number };

/** The probability density at x. */
export function density(distribution: Distribution, x: number): number {
  return densityOf(distribution)(x);
}

/** The density as a function: what does not depend on x is computed once. */
export function densityOf(d: Distribution): (x: number) => number {
  switch (d.kind) {
    case "normal": {
      const height = 1 / (Math.sqrt(2 * Math.PI) * d.deviation);
      return (x) => height * Math.exp(-(((x - d.mean) / d.deviation) ** 2) / 2);
    }
    case "uniform":
      return (x) => (x >= d.from && x <= d.to ? 1 / (d.to - d.from) : 0);
    case "student": {
      const height = gammaRatio(d.degrees / 2) / (Math.sqrt(Math.PI * d.degrees) * d.scale);
      const power = -(d.degrees + 1) / 2;
      return (x) => height * Math.exp(power * Math.log1p(((x - d.location) / d.scale) ** 2 / d.degrees));
    }
    case "laplace":
      return (x) => Math.exp(-Math.abs(x - d.location) / d.scale) / (2 * d.scale);
  }
}

/** Draw number `index` of (seed, stream): see math/random.ts. It takes words 2·index and 2·index + 1. */
export function draw(d: Distribution, seed: number, stream: number, index: number): number {
  if (d.kind === "normal") return d.mean + d.deviation * normal(seed, stream, 2 * index);
  const first = uniform(seed, stream, 2 * index);
  if (d.kind === "uniform") return d.from + (d.to - d.from) * first;
  const exponential = -Math.log(1 - first);
  const second = uniform(seed, stream, 2 * index + 1);
  if (d.kind === "laplace") return d.location + d.scale * (second < 0.5 ? -exponential : exponential);
  // Bailey 1994: Box-Muller with the radius of two numbers of a spherical t distribution.
  const radius = Math.sqrt(d.degrees * Math.expm1((2 * exponential) / d.degrees));
  return d.location + d.scale * radius * Math.cos(2 * Math.PI * second);
}
