/** One step of an expression: what it is in TypeScript, and in WGSL on vec4f. */
export interface Operation {
  readonly arguments: number;
  readonly evaluate: (a: number, b: number) => number;
  readonly wgsl: (a: string, b: string) => string;
  /** What it counts as; null: a sign, which is not counted. */
  readonly kind: "multiplications" | "comparisons" | "additions" | null;
}

type Entry = readonly [name: string, operation: Operation];

const one = (name: string, evaluate: (a: number) => number, kind: Operation["kind"]): Entry => [
  name,
  { arguments: 1, evaluate, wgsl: (a) => `${name}(${a})`, kind },
];

const two = (name: string, evaluate: Operation["evaluate"]): Entry => [
  name,
  { arguments: 2, evaluate, wgsl: (a, b) => `${name}(${a}, ${b})`, kind: "comparisons" },
];

const infix = (sign: string, evaluate: Operation["evaluate"], kind: Operation["kind"]): Entry => [
  sign,
  { arguments: 2, evaluate, wgsl: (a, b) => `${a} ${sign} ${b}`, kind },
];

/** What may be called by name. */
export const FUNCTIONS: ReadonlyMap<string, Operation> = new Map([
  two("min", Math.min),
  two("max", Math.max),
  one("abs", Math.abs, null),
  one("sqrt", Math.sqrt, "multiplications"),
  one("exp", Math.exp, "multiplications"),
  one("log", Math.log, "multiplications"),
  one("sign", Math.sign, null),
  [
    "tanh",
    {
      arguments: 1,
      evaluate: Math.tanh,
      // From 10 on tanh is 1 in float32; of large numbers some devices make NaN.
      wgsl: (a) => `tanh(clamp(${a}, vec4f(-10f), vec4f(10f)))`,
      kind: "multiplications",
    },
  ],
]);

export const OPERATORS: ReadonlyMap<string, Operation> = new Map([
  infix("+", (a, b) => a + b, "additions"),
  infix("-", (a, b) => a - b, "additions"),
  infix("*", (a, b) => a * b, "multiplications"),
  infix("/", (a, b) => a / b, "multiplications"),
]);

export const NEGATION: Operation = { arguments: 1, evaluate: (a) => -a, wgsl: (a) => `-${a}`, kind: null };
