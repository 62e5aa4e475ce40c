import { overInterval } from "../math/quadrature.ts";

/** How |x| of an operand is distributed. */
export interface Magnitude {
  /** Of |x| at a >= 0. */
  readonly density: (a: number) => number;
  /** From where the density begins to where it ends (or is negligible), ascending; smooth between neighbours. */
  readonly breaks: readonly number[];
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

/** Nodes a panel: they are narrow enough for full precision with so few. */
const NODES = 20;

/** Nodes of one panel, and their weights times the density there. */
interface Panel {
  readonly to: number;
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

function panel({ density }: Magnitude, from: number, to: number): Panel {
  const nodes = new Float64Array(NODES);
  const weights = new Float64Array(NODES);
  let i = 0;
  overInterval(
    from,
    to,
    (t, weight) => {
      nodes[i] = t;
      weights[i++] = weight * density(t);
    },
    NODES,
  );
  return { to, nodes, weights };
}

function panels(of: Magnitude, breaks: readonly number[]): Panel[] {
  return breaks.slice(1).map((to, i) => panel(of, breaks[i] as number, to));
}

/** The half of the plane where the first of the two is the larger one. */
function overOrdered(
  large: Magnitude,
  small: Magnitude,
  visit: (large: number, small: number, weight: number) => void,
): void {
  const from = Math.max(large.breaks[0] ?? 0, small.breaks[0] ?? 0);
  const to = large.breaks.at(-1) ?? 0;
  const breaks = [...new Set([...large.breaks, ...small.breaks])]
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  const whole = panels(small, small.breaks);
  for (const outer of panels(large, breaks)) {
    const below = whole.filter((inner) => inner.to <= (outer.nodes[0] as number));
    const cut = below.at(-1)?.to ?? (small.breaks[0] as number);
    for (let i = 0; i < NODES; i++) {
      const a = outer.nodes[i] as number;
      const inner = below.length < whole.length ? [...below, panel(small, cut, a)] : below;
      for (const { nodes, weights } of inner)
        for (let j = 0; j < NODES; j++)
          visit(a, nodes[j] as number, (outer.weights[i] as number) * (weights[j] as number));
    }
  }
}
