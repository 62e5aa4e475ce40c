import { compile, type Expression } from "./expression/compile.ts";

/**
 * The pointwise products a convolution may use. Every one is sign(x w) g(|x|, |w|), and 0 when an
 * operand is 0 (Table 2); only `own`, which a visitor writes, may have signs of its own. To add one: an
 * entry here and the `case` of the same code in `mac()` of shaders/product.wgsl.
 */
interface Entry {
  /** The number `mac()` switches on. */
  readonly code: number;
  readonly name: string;
  /** g(s a, s b) = s^degree g(a, b), or 0 where no degree is known: decides how Algorithm 1 rescales. */
  readonly degree: 0 | 1 | 2;
  readonly formula: string;
  /** The paper derives no scaling for it. */
  readonly experiment: boolean;
}

/** A product that is known by its name. */
export interface NamedProduct extends Entry {
  /** g on magnitudes a = |x| >= 0, b = |w| >= 0. */
  readonly magnitude: (a: number, b: number) => number;
}

/** A product that somebody wrote. */
export interface OwnProduct extends Entry {
  readonly expression: Expression;
}

export type Product = NamedProduct | OwnProduct;

export const PRODUCTS = {
  mul: {
    code: 0,
    name: "multiplication",
    magnitude: (a, b) => a * b,
    degree: 2,
    formula: "x · w",
    experiment: false,
  },
  smin: {
    code: 1,
    name: "min-selector",
    magnitude: (a, b) => Math.min(a, b),
    degree: 1,
    formula: "sign(xw) · min(|x|, |w|)",
    experiment: false,
  },
  add: {
    code: 2,
    name: "addition",
    magnitude: (a, b) => a + b,
    degree: 1,
    formula: "sign(xw) · (|x| + |w|)",
    experiment: true,
  },
  max: {
    code: 3,
    name: "max-selector",
    magnitude: (a, b) => Math.max(a, b),
    degree: 1,
    formula: "sign(xw) · max(|x|, |w|)",
    experiment: true,
  },
  own: {
    code: 4,
    name: "own expression",
    degree: 0,
    formula: "your expression",
    experiment: true,
  },
} as const satisfies Record<string, NamedProduct | Entry>;

export type ProductName = keyof typeof PRODUCTS;

/** The products that need no expression: files and layers may name them. */
export type NamedProductName = Exclude<ProductName, "own">;
export const NAMED_PRODUCTS = (Object.keys(PRODUCTS) as ProductName[]).filter(
  (name): name is NamedProductName => name !== "own",
);

/** Table 1's columns, and the entries of PRODUCTS they are. */
export const TABLE_1_OPERATORS = { min: "smin", add: "add", max: "max" } as const;

export type Table1Operator = keyof typeof TABLE_1_OPERATORS;

/** How a network convolves: plain multiplication, or Algorithm 1 around a product. */
export type Convolution = "exact" | ProductName;

/**
 * The product of that name with its function.
 * @param expression what `own` is; the others have no use for it.
 * @throws ExpressionError where `own` is none.
 */
export function productOf(name: ProductName, expression = ""): Product {
  if (name !== "own") return PRODUCTS[name];
  const own = compile(expression);
  const formula = own.usesSigns ? own.source : `sign(xw) · (${own.source})`;
  return { ...PRODUCTS.own, formula, expression: own };
}

/** The signed product x (*) w, 0 when an operand is 0. */
export function signedProduct(product: Product, x: number, w: number): number {
  if (x === 0 || w === 0) return 0;
  if ("expression" in product) return product.expression.evaluate(x, w);
  return Math.sign(x) * Math.sign(w) * product.magnitude(Math.abs(x), Math.abs(w));
}
