import type { Operation } from "./operations.ts";
import { ExpressionError, parse, type Term } from "./parse.ts";

/** A product that somebody wrote: the same function for the float64 twin and for the device. */
export interface Expression {
  readonly source: string;
  /** It says itself which sign it has; else it is sign(x w) times what is written. */
  readonly usesSigns: boolean;
  /** x (*) w, 0 where an operand is 0. */
  readonly evaluate: (x: number, w: number) => number;
  /** `fn own(x: vec4f, w: vec4f) -> vec4f`, for operands that are not 0. */
  readonly wgsl: string;
  /** Operations of one product, constants folded; a division, root, power or logarithm counts as a multiplication. */
  readonly counts: Readonly<Counts>;
}

/**
 * Reads an expression as `parse` does, and translates it.
 * @throws ExpressionError also for a constant that float32 cannot hold.
 */
export function compile(source: string): Expression {
  const term = folded(parse(source));
  const usesSigns = hasSigns(term);
  const value = evaluation(term);
  return {
    source,
    usesSigns,
    evaluate(x, w) {
      if (x === 0 || w === 0) return 0;
      return usesSigns ? value(x, w) : Math.sign(x) * Math.sign(w) * value(x, w);
    },
    wgsl: shaderFunction(term, usesSigns),
    counts: counted(term, { multiplications: 0, comparisons: 0, additions: 0 }),
  };
}

/** Why a text is no product, or null where it is one. */
export function expressionProblem(source: string): string | null {
  try {
    compile(source);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** With the value in place of every part without operands: a shader's compiler refuses 1/0 or log(-1). */
function folded(term: Term): Term {
  if (term.kind === "operand") return term;
  if (term.kind === "number") return constant(term.value, term.at);
  const terms = term.terms.map(folded);
  const numbers = terms.flatMap((one) => (one.kind === "number" ? [one.value] : []));
  if (numbers.length < terms.length) return { ...term, terms };
  const [a = 0, b = 0] = numbers;
  return constant(term.operation.evaluate(a, b), term.at);
}

const SMALLEST_NORMAL = 2 ** -126;

function constant(value: number, at: number): Term {
  if (!Number.isFinite(Math.fround(value)))
    throw new ExpressionError(at, "the value of this is not finite in float32 (at most 3.4e38).");
  if (value !== 0 && Math.abs(value) < SMALLEST_NORMAL)
    throw new ExpressionError(at, "the value of this is closer to 0 than float32 reaches (1.2e-38).");
  return { kind: "number", at, value: value + 0 }; // -0 becomes 0
}

function hasSigns(term: Term): boolean {
  if (term.kind === "operation") return term.terms.some(hasSigns);
  return term.kind === "operand" && (term.name === "x" || term.name === "w");
}

type Counts = Record<NonNullable<Operation["kind"]>, number>;

function counted(term: Term, counts: Counts): Counts {
  if (term.kind !== "operation") return counts;
  const { kind } = term.operation;
  if (kind !== null) counts[kind]++;
  for (const part of term.terms) counted(part, counts);
  return counts;
}

const OPERANDS = {
  x: { evaluate: (x: number, _w: number) => x, wgsl: "x" },
  w: { evaluate: (_x: number, w: number) => w, wgsl: "w" },
  "|x|": { evaluate: (x: number, _w: number) => Math.abs(x), wgsl: "abs(x)" },
  "|w|": { evaluate: (_x: number, w: number) => Math.abs(w), wgsl: "abs(w)" },
} as const;

function evaluation(term: Term): (x: number, w: number) => number {
  if (term.kind === "number") return () => term.value;
  if (term.kind === "operand") return OPERANDS[term.name].evaluate;
  const { evaluate } = term.operation;
  const [a, b] = term.terms.map(evaluation);
  return (x, w) => evaluate(a?.(x, w) ?? 0, b?.(x, w) ?? 0);
}

/** One line a step, so that no depth of an expression is too deep for a compiler. */
function shaderFunction(term: Term, usesSigns: boolean): string {
  const lines: string[] = [];
  const write = (part: Term): string => {
    if (part.kind === "number") return `vec4f(${literal(part.value)})`;
    if (part.kind === "operand") return OPERANDS[part.name].wgsl;
    const [a = "", b = ""] = part.terms.map(write);
    const name = `t${lines.length}`;
    lines.push(`  let ${name} = ${part.operation.wgsl(a, b)};`);
    return name;
  };
  const value = write(term);
  lines.push(`  return ${usesSigns ? value : `sign(x) * sign(w) * ${value}`};`);
  return ["fn own(x: vec4f, w: vec4f) -> vec4f {", ...lines, "}"].join("\n");
}

/** A float32 as WGSL reads it, whatever its size. */
function literal(value: number): string {
  return `${Math.fround(value)}f`;
}
