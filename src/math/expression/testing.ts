import fc from "fast-check";
import { FUNCTIONS, NEGATION, OPERATORS, type Operation } from "./operations.ts";
import { type Operand, parse, type Term } from "./parse.ts";

/** All values that a device may give for a part: from `low` to `high`. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A unit in the last place of a float32 as large as this, at most: WGSL gives accuracies in these. */
export const ulp = (value: number) => Math.max(Math.abs(value) * 2 ** -23, 2 ** -149);
const LARGEST = 3.4028234663852886e38;
const SMALLEST_NORMAL = 2 ** -126;

type Bound = (a: Interval, b: Interval) => Interval | null;

/** A value below the smallest normal number may be flushed to 0. */
function flushed({ low, high }: Interval): Interval {
  if (low >= SMALLEST_NORMAL || high <= -SMALLEST_NORMAL) return { low, high };
  return { low: Math.min(low, 0), high: Math.max(high, 0) };
}

/** The values between, each off by so many ULP, which never change its sign, or `absolute`; null where one may overflow. */
function around(values: readonly number[], ulps: number, absolute = 0): Interval | null {
  const off = (value: number, room: number) => Math.max(Math.min(ulps * ulp(value), room), absolute);
  const low = Math.min(...values.map((v) => v - off(v, v >= 0 ? v : Number.POSITIVE_INFINITY)));
  const high = Math.max(...values.map((v) => v + off(v, v <= 0 ? -v : Number.POSITIVE_INFINITY)));
  return low >= -LARGEST && high <= LARGEST ? flushed({ low, high }) : null;
}

/** Of an operation whose extreme values lie where its arguments are extreme. */
const corners =
  (operation: Operation["evaluate"], ulps: number): Bound =>
  (a, b) =>
    around(
      [a.low, a.high].flatMap((x) => [operation(x, b.low), operation(x, b.high)]),
      ulps,
    );

const rising =
  (operation: (a: number) => number, absolute: number): Bound =>
  ({ low, high }) =>
    around([operation(low), operation(high)], 0, absolute);

const SMALLEST_DIVISOR = SMALLEST_NORMAL;
const LARGEST_DIVISOR = 2 ** 126;

/** Every operation by the rules of WGSL, "Accuracy of concrete floating point expressions"; null: anything may come. */
const BOUNDS: ReadonlyMap<Operation | undefined, Bound> = new Map<Operation | undefined, Bound>([
  [OPERATORS.get("+"), corners((a, b) => a + b, 1)],
  [OPERATORS.get("-"), corners((a, b) => a - b, 1)],
  [OPERATORS.get("*"), corners((a, b) => a * b, 1)],
  [
    OPERATORS.get("/"),
    (a, b) => {
      const sizes = [Math.abs(b.low), Math.abs(b.high)];
      const safe = b.low * b.high > 0 && Math.min(...sizes) >= SMALLEST_DIVISOR;
      return safe && Math.max(...sizes) <= LARGEST_DIVISOR ? corners((x, y) => x / y, 2.5)(a, b) : null;
    },
  ],
  [NEGATION, ({ low, high }) => ({ low: -high, high: -low })],
  [FUNCTIONS.get("min"), corners(Math.min, 0)],
  [FUNCTIONS.get("max"), corners(Math.max, 0)],
  [
    FUNCTIONS.get("abs"),
    ({ low, high }) => {
      const sizes = [Math.abs(low), Math.abs(high)];
      return { low: low <= 0 && high >= 0 ? 0 : Math.min(...sizes), high: Math.max(...sizes) };
    },
  ],
  // As 1 / inverseSqrt(x): 2 and 2.5 ULP.
  [FUNCTIONS.get("sqrt"), ({ low, high }) => (low < 0 ? null : around([Math.sqrt(low), Math.sqrt(high)], 5))],
  [
    FUNCTIONS.get("exp"),
    ({ low, high }) =>
      around([Math.exp(low), Math.exp(high)], 3 + 2 * Math.max(Math.abs(low), Math.abs(high))),
  ],
  [
    FUNCTIONS.get("log"),
    ({ low, high }) => (low < SMALLEST_NORMAL ? null : around([Math.log(low), Math.log(high)], 3, 2 ** -21)),
  ],
  [FUNCTIONS.get("sign"), rising(Math.sign, 0)],
  [FUNCTIONS.get("tanh"), rising(Math.tanh, 1e-5)],
]);

/**
 * Where the product of two float32 numbers lies on any device that keeps to WGSL, or null where the
 * rules leave it open: overflow, division by what may be 0, roots and logarithms of what may be negative.
 * @param inputUlps how far the operands may be off before the expression sees them.
 */
export function enclosure(source: string, usesSigns: boolean, x: number, w: number, inputUlps: number) {
  const operands: Readonly<Record<Operand, Interval | null>> = {
    x: around([x], inputUlps),
    w: around([w], inputUlps),
    "|x|": around([Math.abs(x)], inputUlps),
    "|w|": around([Math.abs(w)], inputUlps),
  };
  const zero = { low: 0, high: 0 };
  const bound = (term: Term): Interval | null => {
    if (term.kind === "number") return around([term.value], 1);
    if (term.kind === "operand") return operands[term.name];
    const [a, b] = term.terms.map(bound);
    if (a === null || b === null) return null;
    return (BOUNDS.get(term.operation) as Bound)(a ?? zero, b ?? zero);
  };
  const value = bound(parse(source));
  if (value === null) return null;
  const sign = Math.sign(x) * Math.sign(w);
  const signed = usesSigns || sign > 0 ? value : { low: -value.high, high: -value.low };
  if (sign === 0) return zero;
  const subnormal = Math.min(Math.abs(x), Math.abs(w)) < SMALLEST_NORMAL;
  return subnormal ? { low: Math.min(signed.low, 0), high: Math.max(signed.high, 0) } : signed;
}

/** Expressions with every operation, operand and form of a number. */
export const expressions: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom("x", "w", "|x|", "|w|", "|x|", "|w|", "2", "0.5", "1e-3", "3.7e4", ".25"),
    fc
      .tuple(fc.constantFrom("+", "-", "*", "/"), tie("part"), tie("part"))
      .map(([o, a, b]) => `(${a} ${o} ${b})`),
    fc.tuple(fc.constantFrom("min", "max"), tie("part"), tie("part")).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc
      .tuple(fc.constantFrom("abs", "sqrt", "exp", "log", "sign", "tanh", "-"), tie("part"))
      .map(([f, a]) => `${f}(${a})`),
  ),
})).part;
