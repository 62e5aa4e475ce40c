/** A tick: where on the axis, and the words beside it. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
}

/**
 * The end of the epoch axis: it grows with the run in steps of 1, 2 and 5, so that the first minute
 * of a long run fills the figure, and ends at the run's last epoch.
 */
export function epochEnd(epoch: number, epochs: number): number {
  // The last step may end a little beyond; far beyond means that fewer epochs were asked for on the way.
  if (epoch > epochs + 0.5) return Math.ceil(epoch);
  const needed = epoch / 0.92;
  for (let decade = 0.1; decade < epochs; decade *= 10) {
    for (const digit of [1, 2, 5]) {
      const end = Number((digit * decade).toPrecision(1));
      if (end >= epochs) return epochs;
      if (end >= needed) return end;
    }
  }
  return epochs;
}

/** Four to six ticks from 0 to `end`; the last carries the word. */
export function epochAxis(end: number, word: (value: string) => string): Axis {
  const step = niceStep(end / 5);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let i = 0; i * step < end - 0.6 * step; i++)
    ticks.push({ at: i * step, text: (i * step).toFixed(i === 0 ? 0 : digits) });
  ticks.push({ at: end, text: word(String(Number(end.toFixed(2)))) });
  return { from: 0, to: end, ticks };
}

function niceStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  return decade * ([1, 2, 5, 10].find((digit) => digit * decade >= rough * 0.99) ?? 10);
}

/** Bottoms of the accuracy axis, the distance of their ticks, and the accuracy from which they serve. */
const FLOORS: readonly (readonly [bottom: number, step: number, from: number])[] = [
  [95, 1, 98.8],
  [90, 2, 96],
  [80, 5, 92],
  [50, 10, 86],
];

/**
 * The accuracy axis in percent: it starts where the learning is visible, which is where the worse
 * run's best stands well above the bottom.
 */
export function accuracyAxis(worse: number): Axis {
  const [floor, step] = FLOORS.find(([, , from]) => worse >= from) ?? [0, 20];
  const ticks: Tick[] = [];
  for (let at = floor; at <= 100; at += step) ticks.push({ at, text: at === 100 ? "100 %" : String(at) });
  return { from: floor, to: 100, ticks };
}

/** Height on the logarithmic error axis: better is higher. `resolution` is the least error that can be told from none. */
export function logError(accuracy: number, resolution: number): number {
  return -Math.log10(Math.max(1 - accuracy, resolution));
}

/** The error axis, logarithmic: each tick names the error that remains. */
export function errorAxis(best: number, resolution: number): Axis {
  const to = logError(best, resolution) + 0.25;
  const errors = [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05].filter(
    (error) => -Math.log10(error / 100) < to,
  );
  const ticks = errors.map((error, i) => ({
    at: -Math.log10(error / 100) || 0,
    text: i === errors.length - 1 ? `${error} %` : String(error),
  }));
  return { from: 0, to, ticks };
}

/** The loss axis, logarithmic, around the finite losses given (as log10). */
export function lossAxis(lowest: number, highest: number): Axis {
  const low = Number.isFinite(lowest) ? lowest : -1;
  const high = Number.isFinite(highest) ? Math.min(highest, 2) : 0.5;
  const from = Math.min(low, high - 0.5) - 0.08;
  const to = high + 0.08;
  const digits = to - from < 1.3 ? [1, 2, 5] : [1, 3];
  const all: Tick[] = [];
  for (let power = Math.ceil(from) - 1; power <= to; power++) {
    for (const digit of digits) all.push({ at: power + Math.log10(digit), text: decimal(power, digit) });
  }
  const visible = all.filter((tick) => tick.at >= from && tick.at <= to);
  return {
    from,
    to,
    ticks: visible.length > 6 ? visible.filter((tick) => Number.isInteger(tick.at)) : visible,
  };
}

function decimal(power: number, digit: number): string {
  return power >= 0 || power < -4
    ? String(Number(`${digit}e${power}`))
    : (digit * 10 ** power).toFixed(-power);
}

/** Where a value lies on an axis: 0 at its start, 1 at its end, beyond them outside. */
export function ratio({ from, to }: Axis, value: number): number {
  return (value - from) / (to - from);
}

/** The same, values beyond the axis moved to its nearer end. */
export function share(axis: Axis, value: number): number {
  return Math.min(1, Math.max(0, ratio(axis, value)));
}
