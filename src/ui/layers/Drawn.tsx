/** A share of a whole, beside its number. */
export function Share({ value }: { value: number }) {
  return (
    <span className="share-bar" aria-hidden="true">
      <i style={{ width: `${100 * value}%` }} />
    </span>
  );
}

/** Where the scale of correlations begins. */
const LEAST = 0.5;

/** A correlation on a line from 0.5 to 1, with the one of theory as a tick. */
export function Correlation({ value, theory }: { value: number; theory: number | null }) {
  const left = (at: number) => `${(100 * (Math.max(LEAST, at) - LEAST)) / (1 - LEAST)}%`;
  return (
    <span className="correlation-line" aria-hidden="true">
      {theory !== null && <u style={{ left: left(theory) }} />}
      <i style={{ left: left(value) }} />
    </span>
  );
}

const WIDTH = 56;
const HEIGHT = 16;

/** A quantity over time, without a scale of its own: its newest value stands beside it. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number) => (WIDTH * i) / (known.length - 1);
  const y = (value: number) => HEIGHT - 1 - ((HEIGHT - 2) * (value - low)) / (high - low || 1);
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={known.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ")} />
    </svg>
  );
}
