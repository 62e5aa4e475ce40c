import { compile } from "../../math/expression/compile.ts";
import { type NamedProductName, PRODUCTS, type ProductName } from "../../math/products.ts";
import { MAPS } from "../strings/lab.ts";

/** A product as the pictures of the Lab take it: on magnitudes. */
export interface Operator {
  readonly product: ProductName;
  /** As a formula, and in a word. */
  readonly formula: string;
  readonly word: string;
  readonly magnitude: (a: number, b: number) => number;
  /** It says itself which sign it has: shown for operands above 0. */
  readonly signed: boolean;
}

/** Stands for 0, where an expression counts as 0 whatever it is nearby, and the size below which it vanishes there. */
const NEXT_TO_ZERO = 1e-300;
const VANISHES = 1e-100;

/** @throws ExpressionError where `own` is none. */
export function operatorOf(product: ProductName, expression: string): Operator {
  if (product !== "own") return named(product);
  const { source, usesSigns, evaluate } = compile(expression);
  return {
    product,
    formula: source,
    word: MAPS.short.own,
    signed: usesSigns,
    magnitude(a, b) {
      if (a !== 0 && b !== 0) return evaluate(a, b);
      const value = evaluate(a || NEXT_TO_ZERO, b || NEXT_TO_ZERO);
      return Math.abs(value) < VANISHES ? 0 : value;
    },
  };
}

function named(product: NamedProductName): Operator {
  const { magnitude } = PRODUCTS[product];
  return {
    product,
    formula: MAPS.operators[product],
    word: MAPS.short[product],
    signed: false,
    magnitude,
  };
}
