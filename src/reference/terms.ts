import { PRODUCTS, type Product, signedProduct } from "../math/products.ts";
import { errorBound, FLOAT32_UNIT, roundings } from "./tolerance.ts";
import { at, type Values } from "./values.ts";

/** Which values of an input meet a filter in one output value. */
export interface Window {
  /** Of the input, CHW. */
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly kh: number;
  readonly kw: number;
  /** Of the output value, counted from 0. */
  readonly row: number;
  readonly column: number;
}

/**
 * How a layer makes its sum: every term is scale · g(x / divisor, w), and what the terms add up to becomes
 * a · sum + b + bias, then the leaky ReLU's.
 */
export interface Rule {
  readonly product: Product;
  readonly scale: number;
  readonly divisor: number;
  /** Of a fitted output scaling (section 2.2); 1 and 0 under the paper's constraint. */
  readonly a: number;
  readonly b: number;
  readonly bias: number;
  /** Of the activation for values below 0; 1 where there is none. */
  readonly slope: number;
}

/** One term of an output value. */
export interface Term {
  /** Place in the filter, CHW. */
  readonly tap: number;
  readonly x: number;
  /** The weight as it meets x: w, or w~ of Eq. 12. */
  readonly w: number;
  /** g(x / divisor, w): what the scale is still missing from. */
  readonly product: number;
  readonly value: number;
  /** The operand that a selector let through, w where both are as large; null of a product that selects none. */
  readonly kept: "x" | "w" | null;
}

/** An output value, taken apart. */
export interface OutputSum {
  readonly terms: readonly Term[];
  /** Taps that lie outside the picture and add nothing. */
  readonly outside: number;
  /** Σ of the terms. */
  readonly sum: number;
  readonly rule: Rule;
  /** What enters the activation. */
  readonly before: number;
  /** What leaves it. */
  readonly after: number;
  /** How far a device's float32 value may lie from `after`. */
  readonly tolerance: number;
}

/** What Algorithm 1 knows of one filter. */
export interface FilterMeans {
  readonly meanX: number;
  readonly meanW: number;
}

/** WGSL lets some functions, which a written product may call, be off by this share. */
const FUNCTION_UNIT = 2 ** -11;

/** The window of a fully connected layer: a filter as large as its input, in the one place where it fits. */
export function wholeInput(C: number, H: number, W: number): Window {
  return { C, H, W, kh: H, kw: W, row: before(H), column: before(W) };
}

/**
 * Scale and divisor under Algorithm 1, for weights w~ as `prepareWeights` makes them: the general form
 * μx μw g(x / μx, w^c / μw) is μw g(x, w~) for a g with a degree (Eq. 11, 13).
 */
export function scaling(product: Product, { meanX, meanW }: FilterMeans): Pick<Rule, "scale" | "divisor"> {
  return product.degree === 0 ? { scale: meanX * meanW, divisor: meanX } : { scale: meanW, divisor: 1 };
}

/**
 * The terms of one output value (Eq. 1; Eq. 13 under Algorithm 1).
 * @param x the whole input, CHW.
 * @param filter the weights of that filter as they meet x, CHW.
 */
export function outputSum(window: Window, x: Values, filter: Values, rule: Rule): OutputSum {
  const { C, H, W, kh, kw } = window;
  const { top, left } = cornerOf(window);
  const terms: Term[] = [];
  for (let c = 0; c < C; c++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++) {
        const [row, column] = [top + i, left + j];
        if (row < 0 || row >= H || column < 0 || column >= W) continue;
        const tap = (c * kh + i) * kw + j;
        terms.push(termOf(tap, at(x, (c * H + row) * W + column), at(filter, tap), rule));
      }
  const add = (of: (term: Term) => number) => terms.reduce((sum, term) => sum + of(term), 0);
  const sum = add(({ value }) => value);
  const { a, b, bias, slope } = rule;
  const enters = a * sum + b + bias;
  const absTerms = Math.abs(a) * add(({ value }) => Math.abs(value)) + Math.abs(b) + Math.abs(bias);
  const written = "expression" in rule.product ? FUNCTION_UNIT * absTerms : 0;
  return {
    terms,
    outside: C * kh * kw - terms.length,
    sum,
    rule,
    before: enters,
    after: enters > 0 ? enters : slope * enters,
    tolerance: Math.max(1, slope) * (errorBound(absTerms, roundings(terms.length), FLOAT32_UNIT) + written),
  };
}

/** The input pixel that the filter's first tap meets; outside the picture below 0. */
export function cornerOf({ row, column, kh, kw }: Window): { readonly top: number; readonly left: number } {
  return { top: row - before(kh), left: column - before(kw) };
}

/** Zeros before the first value: "same" padding puts the odd one behind. */
function before(taps: number): number {
  return Math.floor((taps - 1) / 2);
}

function termOf(tap: number, x: number, w: number, { product, scale, divisor }: Rule): Term {
  const met = divisor === 0 ? 0 : x / divisor;
  const value = signedProduct(product, met, w);
  return { tap, x, w, product: value, value: scale * value, kept: keptOf(product, Math.abs(x), Math.abs(w)) };
}

function keptOf(product: Product, x: number, w: number): Term["kept"] {
  if (product === PRODUCTS.smin) return x < w ? "x" : "w";
  if (product === PRODUCTS.max) return x > w ? "x" : "w";
  return null;
}
