/** Gauss-Legendre quadrature and a root finder: enough for smooth integrands in one or two variables. */

export interface Rule {
  /** Nodes in (-1, 1), ascending. */
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Nodes a panel: smooth densities over ten standard deviations then hold to about 1e-15. */
const NODES = 48;

const rules = new Map<number, Rule>();

/** The rule of `count` nodes: exact for polynomials up to degree 2·count - 1. */
export function gaussLegendre(count: number): Rule {
  const known = rules.get(count);
  if (known !== undefined) return known;
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = count; i >= 1; i--) {
    let t = Math.cos((Math.PI * (i - 0.25)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      const [value, derivative] = legendre(count, t);
      t -= value / derivative;
      slope = derivative;
    }
    nodes.push(t);
    weights.push(2 / ((1 - t * t) * slope * slope));
  }
  const rule = { nodes, weights };
  rules.set(count, rule);
  return rule;
}

/** The Legendre polynomial of a degree and its derivative, by the three-term recurrence. */
function legendre(degree: number, t: number): [value: number, derivative: number] {
  let before = 1;
  let value = t;
  for (let k = 2; k <= degree; k++)
    [before, value] = [value, ((2 * k - 1) * t * value - (k - 1) * before) / k];
  return [value, (degree * (t * value - before)) / (t * t - 1)];
}

/** Visits the nodes of [from, to] with their weights: Σ weight·f(node) is the integral of f. */
export function overInterval(from: number, to: number, visit: (t: number, weight: number) => void): void {
  const { nodes, weights } = gaussLegendre(NODES);
  const half = (to - from) / 2;
  for (let i = 0; i < nodes.length; i++)
    visit(from + half * (1 + (nodes[i] as number)), half * (weights[i] as number));
}

/** The integral of `f` from the first to the last of `breaks` (ascending); smooth between neighbours. */
export function integrate(f: (t: number) => number, breaks: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < breaks.length; i++) {
    overInterval(breaks[i - 1] as number, breaks[i] as number, (t, weight) => {
      sum += weight * f(t);
    });
  }
  return sum;
}

/**
 * Where a continuous `f` that changes its sign between `from` and `to` is zero, to the last bits
 * (regula falsi, the stale end halved).
 * @throws RangeError where both ends have the same sign.
 */
export function rootBetween(f: (t: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [atA, atB] = [f(a), f(b)];
  if (atA * atB > 0) throw new RangeError(`no change of sign between ${from} and ${to}`);
  for (let i = 0; i < 200 && atB !== 0 && Math.abs(b - a) > 4 * Number.EPSILON * Math.abs(b); i++) {
    const t = (a * atB - b * atA) / (atB - atA);
    const value = f(t);
    if (value === 0 || t === a || t === b) return t;
    if (value * atB < 0) [a, atA] = [b, atB];
    else atA /= 2;
    [b, atB] = [t, value];
  }
  return b;
}
