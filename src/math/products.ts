/**
 * The pointwise products a convolution may use. Every one is sign(x w) g(|x|, |w|), and 0 when an
 * operand is 0 (Table 2). To add one: an entry here and the `case` of the same code in `mac()` of
 * shaders/product.wgsl.
 */
export interface Product {
  /** The number `mac()` switches on. */
  readonly code: number;
  readonly name: string;
  /** g on magnitudes a = |x| >= 0, b = |w| >= 0. */
  readonly magnitude: (a: number, b: number) => number;
  /** g(s a, s b) = s^degree g(a, b): decides how Algorithm 1 rescales the weights. */
  readonly degree: 1 | 2;
  readonly formula: string;
}

export const PRODUCTS = {
  mul: {
    code: 0,
    name: "multiplication",
    magnitude: (a, b) => a * b,
    degree: 2,
    formula: "x · w",
  },
  smin: {
    code: 1,
    name: "min-selector",
    magnitude: (a, b) => Math.min(a, b),
    degree: 1,
    formula: "sign(xw) · min(|x|, |w|)",
  },
  add: {
    code: 2,
    name: "addition",
    magnitude: (a, b) => a + b,
    degree: 1,
    formula: "sign(xw) · (|x| + |w|)",
  },
  max: {
    code: 3,
    name: "max-selector",
    magnitude: (a, b) => Math.max(a, b),
    degree: 1,
    formula: "sign(xw) · max(|x|, |w|)",
  },
} as const satisfies Record<string, Product>;

export type ProductName = keyof typeof PRODUCTS;

/** Table 1's columns, and the entries of PRODUCTS they are. */
export const TABLE_1_OPERATORS = { min: "smin", add: "add", max: "max" } as const;

export type Table1Operator = keyof typeof TABLE_1_OPERATORS;

/** How a network convolves: plain multiplication, or Algorithm 1 around a product. */
export type Convolution = "exact" | ProductName;

/** The signed product sign(x w) g(|x|, |w|), 0 when an operand is 0. */
export function signedProduct(product: Product, x: number, w: number): number {
  if (x === 0 || w === 0) return 0;
  return Math.sign(x) * Math.sign(w) * product.magnitude(Math.abs(x), Math.abs(w));
}
