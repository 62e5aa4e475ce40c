/** One step of an expression: what it is in TypeScript, and in WGSL on vec4f. */
export interface Operation {
  readonly arguments: number;
  readonly evaluate: (a: number, b: number) => number;
  readonly wgsl: (a: string, b: string) => string;
}

const call =
  (name: string) =>
  (...values: readonly string[]) =>
    `${name}(${values.join(", ")})`;

const one = (name: string, evaluate: (a: number) => number): readonly [string, Operation] => [
  name,
  { arguments: 1, evaluate, wgsl: (a) => call(name)(a) },
];

const two = (name: string, evaluate: Operation["evaluate"]): readonly [string, Operation] => [
  name,
  { arguments: 2, evaluate, wgsl: call(name) },
];

const infix = (sign: string, evaluate: Operation["evaluate"]): readonly [string, Operation] => [
  sign,
  { arguments: 2, evaluate, wgsl: (a, b) => `${a} ${sign} ${b}` },
];

/** What may be called by name. */
export const FUNCTIONS: ReadonlyMap<string, Operation> = new Map([
  two("min", Math.min),
  two("max", Math.max),
  one("abs", Math.abs),
  one("sqrt", Math.sqrt),
  one("exp", Math.exp),
  one("log", Math.log),
  one("sign", Math.sign),
  // From 10 on tanh is 1 in float32; of large numbers some devices make NaN.
  [
    "tanh",
    { arguments: 1, evaluate: Math.tanh, wgsl: (a: string) => `tanh(clamp(${a}, vec4f(-10f), vec4f(10f)))` },
  ],
]);

export const OPERATORS: ReadonlyMap<string, Operation> = new Map([
  infix("+", (a, b) => a + b),
  infix("-", (a, b) => a - b),
  infix("*", (a, b) => a * b),
  infix("/", (a, b) => a / b),
]);

export const NEGATION: Operation = { arguments: 1, evaluate: (a) => -a, wgsl: (a) => `-${a}` };
