import { overInterval, rootBetween } from "../math/quadrature.ts";
import type { Magnitude } from "./magnitude.ts";

/** A function of two magnitudes. */
export type OfPair = (a: number, b: number) => number;

/** The expected value of f(|x|, |w|) is Σ weight·f(a, b), that of sign(x w)·f(|x|, |w|) is Σ signed·f(a, b). */
type Visit = (a: number, b: number, weight: number, signed: number) => void;

/** The quadrature's nodes over one magnitude; the weights hold its density. */
interface Nodes {
  readonly at: number[];
  readonly weight: number[];
  readonly signed: number[];
}

interface Panel {
  readonly from: number;
  readonly to: number;
  readonly nodes: Nodes;
}

/** A panel that grows more than so many times is taken in logarithms... */
const LINEAR = 8;
/** ...and cut where it grows more than this. */
const GROWTH = 32;

/**
 * Visits pairs of independent magnitudes a = |x|, b = |w| with their weights. What is summed may have a
 * kink where a = b and where `kink` changes its sign, and is smooth elsewhere.
 */
export function overPairs(x: Magnitude, w: Magnitude, visit: Visit, kink?: OfPair): void {
  const all = [...x.breaks, ...w.breaks];
  const breaks = graded(kink ? [...all, ...crossings(kink, graded(all))] : all);
  overOrdered(x, w, breaks, visit, kink);
  overOrdered(
    w,
    x,
    breaks,
    (b, a, weight, signed) => visit(a, b, weight, signed),
    kink && ((b, a) => kink(a, b)),
  );
}

/** The half of the plane where the first of the two is the larger one. */
function overOrdered(
  large: Magnitude,
  small: Magnitude,
  breaks: readonly number[],
  visit: Visit,
  kink?: OfPair,
): void {
  const below: Panel[] = [];
  for (const [from, to] of neighbours(breaks)) {
    const outer = nodesOf(large, [from, to]);
    for (const [i, a] of outer.at.entries()) {
      const [weight, signed] = [outer.weight[i] as number, outer.signed[i] as number];
      const across = (start: number, end: number) => (kink ? root((b) => kink(a, b), start, end) : undefined);
      const over = (b: Nodes) => {
        for (let j = 0; j < b.at.length; j++)
          visit(a, b.at[j] as number, weight * (b.weight[j] as number), signed * (b.signed[j] as number));
      };
      for (const panel of below) {
        const at = across(panel.from, panel.to);
        over(at === undefined ? panel.nodes : nodesOf(small, [panel.from, at, panel.to]));
      }
      const at = across(from, a);
      over(nodesOf(small, at === undefined ? [from, a] : [from, at, a]));
    }
    below.push({ from, to, nodes: nodesOf(small, [from, to]) });
  }
}

/** The nodes of neighbouring parts, all within one panel of the magnitude or all beyond its ends: then none. */
function nodesOf({ density, breaks }: Magnitude, parts: readonly number[]): Nodes {
  const nodes: Nodes = { at: [], weight: [], signed: [] };
  if ((parts[0] as number) < (breaks[0] as number) || (parts[0] as number) >= (breaks.at(-1) as number))
    return nodes;
  for (const [from, to] of neighbours(parts))
    overPanel(from, to, (at, weight) => {
      const [near, far] = [weight * density(at), weight * density(-at)];
      nodes.at.push(at);
      nodes.weight.push(near + far);
      nodes.signed.push(near - far);
    });
  return nodes;
}

function overPanel(from: number, to: number, visit: (t: number, weight: number) => void): void {
  // A square root at 0 becomes smooth.
  if (from === 0) overInterval(0, 1, (v, weight) => visit(to * v * v, 2 * to * v * weight));
  else if (to <= LINEAR * from) overInterval(from, to, visit);
  else {
    const visitLog = (u: number, weight: number) => visit(Math.exp(u), Math.exp(u) * weight);
    overInterval(Math.log(from), Math.log(to), visitLog);
  }
}

/** Ascending, with breaks between so that no panel above 0 grows more than GROWTH times. */
function graded(breaks: readonly number[]): number[] {
  const ascending = [...new Set(breaks)].sort((a, b) => a - b);
  return ascending.flatMap((to, i) => {
    const from = ascending[i - 1] ?? 0;
    if (from === 0) return to;
    const start = Math.log(from);
    const parts = Math.ceil((Math.log(to) - start) / Math.log(GROWTH));
    const between = Array.from({ length: Math.max(0, parts - 1) }, (_, j) =>
      Math.exp(start + ((Math.log(to) - start) * (j + 1)) / parts),
    );
    return [...between, to];
  });
}

/** Where zeros of `kink` meet the breaks of either magnitude, or a = b. */
function crossings(kink: OfPair, breaks: readonly number[]): number[] {
  const lines = breaks.flatMap((at) => [(t: number) => kink(t, at), (t: number) => kink(at, t)]);
  return [(t: number) => kink(t, t), ...lines].flatMap((line) =>
    neighbours(breaks).flatMap(([from, to]) => root(line, from, to) ?? []),
  );
}

function root(f: (t: number) => number, from: number, to: number): number | undefined {
  // Products are 0 at 0: what counts is the sign beside it.
  const start = from === 0 ? to * Number.EPSILON : from;
  return f(start) * f(to) < 0 ? rootBetween(f, start, to) : undefined;
}

function neighbours(breaks: readonly number[]): [from: number, to: number][] {
  return breaks.slice(1).map((to, i) => [breaks[i] as number, to]);
}
