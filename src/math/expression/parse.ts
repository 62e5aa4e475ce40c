import jsep from "jsep";
import { FUNCTIONS, NEGATION, OPERATORS, type Operation } from "./operations.ts";

/** What a product is made of; "|x|" and "|w|" are the magnitudes. */
export type Operand = "x" | "w" | "|x|" | "|w|";

/** A part of an expression, and where it begins. */
export type Term = { readonly at: number } & (
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "operand"; readonly name: Operand }
  | { readonly kind: "operation"; readonly operation: Operation; readonly terms: readonly Term[] }
);

/** A text that is no product; the position counts characters from 0. */
export class ExpressionError extends Error {
  readonly position: number;

  constructor(position: number, reason: string) {
    super(`At character ${position + 1}: ${reason}`);
    this.position = position;
  }
}

const MAX_LENGTH = 200;
const MAX_DEPTH = 64;
/** Numbers, operands, operators and functions. */
const MAX_PARTS = 100;

const OPERANDS: ReadonlySet<string> = new Set<Operand>(["x", "w", "|x|", "|w|"]);

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const NAME = /\|[xw]\||[a-z_]\w*/iy;
const PART = new RegExp(`${NUMBER.source}|${NAME.source}|[-+*/]`, "gi");
const FOREIGN = /[^\w .|+\-*/(),]/u;

/**
 * Reads an arithmetic expression of x, w, |x| and |w|. Nothing in it is ever run: names are looked up in
 * fixed lists, and its length, depth and number of parts are bounded before anything recurs.
 * @throws ExpressionError naming the first character that does not suit.
 */
export function parse(text: string): Term {
  checkSize(text);
  checkBrackets(text);
  return termOf(jsep(text));
}

function checkSize(text: string): void {
  if (text.length > MAX_LENGTH)
    throw new ExpressionError(
      MAX_LENGTH,
      `the expression has ${text.length} characters, more than ${MAX_LENGTH}.`,
    );
  if (text.trim() === "") throw new ExpressionError(0, "the expression is empty.");
  const foreign = FOREIGN.exec(text);
  if (foreign) throw new ExpressionError(foreign.index, `${shown(foreign[0])} has no meaning here.`);
  const extra = [...text.matchAll(PART)][MAX_PARTS];
  if (extra)
    throw new ExpressionError(
      extra.index,
      `there are more than ${MAX_PARTS} numbers, operands and operations.`,
    );
}

function checkBrackets(text: string): void {
  const open: number[] = [];
  for (const [at, character] of [...text].entries()) {
    if (character === "(") open.push(at);
    if (open.length > MAX_DEPTH)
      throw new ExpressionError(at, `brackets are nested more than ${MAX_DEPTH} deep.`);
    if (character === ")" && open.pop() === undefined)
      throw new ExpressionError(at, "this bracket closes none.");
    if (character === "," && open.length === 0)
      throw new ExpressionError(at, "a comma stands only between the arguments of a function.");
  }
  const last = open.pop();
  if (last !== undefined) throw new ExpressionError(last, "this bracket is not closed.");
}

// The parser puts operators into order. Everything else it knows (members, strings, arrays, this, …) is
// out of reach: what stands between operators is read by `readTerm` alone, which reads it or refuses it.
jsep.removeAllUnaryOps();
jsep.removeAllBinaryOps();
jsep.removeAllLiterals();
for (const [operator, precedence] of [
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
] as const)
  jsep.addBinaryOp(operator, precedence);
jsep.hooks.add("gobble-token", function (env) {
  env.node = { type: "Term", term: readTerm(this) };
});
jsep.hooks.add("after-expression", function () {
  if (this.char !== "" && this.char !== ")" && this.char !== ",")
    throw new ExpressionError(this.index, `an operator is missing before ${shown(this.char)}.`);
});

function readTerm(scope: jsep.HookScope): Term {
  const at = scope.index;
  const number = take(scope, NUMBER);
  if (number !== undefined) return { kind: "number", at, value: Number(number) };
  const name = take(scope, NAME);
  if (name !== undefined) return readNamed(scope, name, at);
  if (scope.char === "-") {
    scope.index++;
    return { kind: "operation", at, operation: NEGATION, terms: [termOf(scope.gobbleToken())] };
  }
  if (scope.char === "(") {
    const [term, second] = readBrackets(scope);
    if (second) throw new ExpressionError(second.at, "only a function has more than one argument.");
    return term as Term;
  }
  if (scope.char === "|") throw new ExpressionError(at, "only |x| and |w| are written so; else take abs(…).");
  const before = scope.char === "" ? "at the end" : `before ${shown(scope.char)}`;
  throw new ExpressionError(at, `a number or an operand is missing ${before}.`);
}

function readNamed(scope: jsep.HookScope, name: string, at: number): Term {
  scope.gobbleSpaces();
  const called = scope.char === "(";
  const operation = FUNCTIONS.get(name);
  if (operation === undefined) {
    if (called)
      throw new ExpressionError(
        at,
        `“${name}” is no function; there are ${[...FUNCTIONS.keys()].join(", ")}.`,
      );
    if (!OPERANDS.has(name)) throw new ExpressionError(at, `“${name}” is no operand; use |x|, |w|, x or w.`);
    return { kind: "operand", at, name: name as Operand };
  }
  if (!called) throw new ExpressionError(at, `${name} is a function: ${name}(…).`);
  const terms = readBrackets(scope);
  const wanted = operation.arguments;
  if (terms.length !== wanted)
    throw new ExpressionError(
      at,
      `${name} takes ${wanted === 1 ? "1 argument" : `${wanted} arguments`}, not ${terms.length}.`,
    );
  return { kind: "operation", at, operation, terms };
}

/** From an opening bracket to behind the closing one: what stands in it, parted by commas. */
function readBrackets(scope: jsep.HookScope): Term[] {
  const terms: Term[] = [];
  do {
    scope.index++;
    terms.push(termOf(scope.gobbleExpression()));
  } while (scope.char === ",");
  scope.index++;
  return terms;
}

/** What the pattern finds at the scope's place, and moves behind it. */
function take(scope: jsep.HookScope, pattern: RegExp): string | undefined {
  pattern.lastIndex = scope.index;
  const found = pattern.exec(scope.expr)?.[0];
  scope.index += found?.length ?? 0;
  return found;
}

/** A node of the parser: a term that `readTerm` made, or an operator between two nodes. */
function termOf(node: jsep.PossibleExpression): Term {
  if (node?.type === "Term") return node.term as Term;
  const { operator, left, right } = node as jsep.BinaryExpression;
  const terms = [termOf(left), termOf(right)] as const;
  return { kind: "operation", at: terms[0].at, operation: OPERATORS.get(operator) as Operation, terms };
}

/** A character as people can see it. */
function shown(character: string): string {
  if (character >= " " && character <= "~") return `“${character}”`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `the character U+${code}`;
}
