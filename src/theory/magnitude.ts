import { type Distribution, densityOf } from "./distribution.ts";

/** An operand x, for quadrature over |x|. */
export interface Magnitude {
  /** Of x. That of |x| at a > 0 is density(a) + density(-a). */
  readonly density: (x: number) => number;
  /** From where |x| begins to where it ends (or its tail is negligible), ascending; smooth between. */
  readonly breaks: readonly number[];
  /** Whether the density of |x| is positive next to 0, however small. */
  readonly reachesZero: boolean;
  /** Moments up to this order are finite, and float64 holds the tail that they need. */
  readonly moments: number;
}

/** Where tails are cut, in standard deviations of a normal distribution and scales of Laplace's. */
const NORMAL_TAIL = 10;
const LAPLACE_TAIL = 50;

/** That of t lacks this share of the moment asked for, and ends after so many scales at the latest. */
const STUDENT_SHARE = 1e-12;
const STUDENT_END = 1e60;

/** So much below the degrees the order of a moment must be, so that STUDENT_END is far enough. */
const STUDENT_MARGIN = 0.15;

/** Panels about the location of t grow so many times with the distance from it. */
const STUDENT_GROWTH = 8;

/** A break so near to 0, as a share of the smallest distance from the centre, is as good as one at 0. */
const NEAREST = 1e-10;

/** x ~ `d`, with a tail that moments up to `order` need. */
export function magnitudeOf(d: Distribution, order: number): Magnitude {
  return {
    density: densityOf(d),
    breaks: breaksOf(d, order),
    reachesZero: d.kind !== "uniform" || (d.from <= 0 && d.to >= 0),
    moments: d.kind === "student" ? d.degrees - STUDENT_MARGIN : Number.POSITIVE_INFINITY,
  };
}

function breaksOf(d: Distribution, order: number): number[] {
  switch (d.kind) {
    case "normal":
      return around(d.mean, [0.4 * NORMAL_TAIL * d.deviation, NORMAL_TAIL * d.deviation]);
    case "uniform":
      return ascending([...(d.from < 0 && d.to > 0 ? [0] : []), Math.abs(d.from), Math.abs(d.to)]);
    case "laplace":
      return around(d.location, [0, 0.2 * LAPLACE_TAIL * d.scale, LAPLACE_TAIL * d.scale]);
    case "student": {
      // The tail's share falls with the power (order - degrees) / 2 of 1 + (x/scale)²/degrees.
      const growth = (-2 * Math.log(STUDENT_SHARE)) / Math.max(0, d.degrees - order);
      const end = d.scale * Math.min(Math.sqrt(d.degrees * Math.expm1(growth)), STUDENT_END);
      const offsets = [end];
      const core = d.scale * Math.min(Math.sqrt(d.degrees), 0.5 * NORMAL_TAIL);
      // Farther out, distances from the location and from 0 are much the same: pairs.ts grades those.
      for (let offset = core; offset < end; offset *= STUDENT_GROWTH) {
        offsets.push(offset);
        if (offset > Math.abs(d.location)) break;
      }
      return around(d.location, offsets);
    }
  }
}

/** Breaks at these distances from a centre of symmetry, folded to magnitudes. */
function around(centre: number, offsets: readonly number[]): number[] {
  const at = Math.abs(centre);
  const reach = Math.max(...offsets);
  const nearest = NEAREST * Math.min(...offsets.filter((offset) => offset > 0));
  const all = offsets.flatMap((offset) => [at - offset, at + offset]).filter((each) => each > nearest);
  return ascending(at < reach ? [0, ...all] : all);
}

const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
