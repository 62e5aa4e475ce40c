import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, expressionProblem } from "./compile.ts";
import { ExpressionError } from "./parse.ts";

const value = (text: string, x: number, w: number) => compile(text).evaluate(x, w);

describe("an expression", () => {
  it.each([
    ["|x|*|w|", 3, -2, -6],
    ["sqrt(|x|*|w|)", -4, -9, 6],
    ["min(|x|, |w|)", 3, -2, -2],
    ["x*w", 3, -2, -6],
    ["x + w", 3, -2, 1],
    ["2 + 3*|x|", 2, 1, 8],
    ["(2 + 3)*|x|", 2, 1, 10],
    ["8/2/2*|x|", 1, 1, 2],
    ["8-2-2", 1, -1, -4],
    ["-x*w", 3, 2, -6],
    ["x - -w", 3, 2, 5],
    ["--x", 3, 2, 3],
    ["-2*-x", 3, 2, 6],
    ["1.5e1 * .5 + 1.", -1, 1, -8.5],
    ["abs(x - w) - max(x, w)", 3, 5, -3],
    ["exp(log(|x|))", 4, 1, 4],
    ["sign(x) * tanh(w)", -1, 20, -1],
    ["1", -3, 5, -1],
  ])("%s at x = %f, w = %f is %f", (text, x, w, expected) => {
    expect(value(text, x, w)).toBeCloseTo(expected, 12);
  });

  it("has the sign of x w where only magnitudes occur, and its own where x or w does", () => {
    expect(compile("|x| + abs(|w|)").usesSigns).toBe(false);
    expect(compile("|x| + abs(w)").usesSigns).toBe(true);
    expect(value("|x| + abs(w)", -1, 1)).toBe(2);
  });

  it("is 0 where an operand is 0, of either sign", () => {
    for (const text of ["1", "x + w", "|x| / |w|", "log(|w|)", "max(|x|, |w|)"])
      for (const zero of [0, -0])
        expect([value(text, zero, 5), value(text, -5, zero), value(text, zero, zero)]).toEqual([0, 0, 0]);
  });

  it("becomes one line of WGSL a step, constants folded", () => {
    expect(compile("sqrt(|x|*|w|) * (1 + 1/2)").wgsl).toBe(
      [
        "fn own(x: vec4f, w: vec4f) -> vec4f {",
        "  let t0 = abs(x) * abs(w);",
        "  let t1 = sqrt(t0);",
        "  let t2 = t1 * vec4f(1.5f);",
        "  return sign(x) * sign(w) * t2;",
        "}",
      ].join("\n"),
    );
    expect(compile("-x").wgsl).toContain("let t0 = -x;\n  return t0;");
  });
});

describe("what is no expression", () => {
  /** The text, the character at fault counted from 1, and words of the reason. */
  const REFUSED: [string, number, string][] = [
    ["constructor", 1, "“constructor” is no operand; use |x|, |w|, x or w."],
    ["__proto__", 1, "“__proto__” is no operand"],
    ["x.constructor", 2, "an operator is missing before “.”"],
    ['x["constructor"]', 2, "“[” has no meaning here"],
    ["toString(x)", 1, "“toString” is no function"],
    ["hasOwnProperty", 1, "“hasOwnProperty” is no operand"],
    ["this", 1, "“this” is no operand"],
    ["true", 1, "“true” is no operand"],
    ["null", 1, "“null” is no operand"],
    ["x=1", 2, "“=” has no meaning here"],
    ["x;w", 2, "“;” has no meaning here"],
    ["[x,w]", 1, "“[” has no meaning here"],
    ["x?w:1", 2, "“?” has no meaning here"],
    ["`x`", 1, "“`” has no meaning here"],
    ['"x"', 1, '“"” has no meaning here'],
    ["min", 1, "min is a function"],
    ["min()", 5, "a number or an operand is missing before “)”"],
    ["min(x)", 1, "min takes 2 arguments, not 1"],
    ["min(x,w,1,2)", 1, "min takes 2 arguments, not 4"],
    ["abs(abs)", 5, "abs is a function"],
    ["fn", 1, "“fn” is no operand"],
    ["var", 1, "“var” is no operand"],
    ["discard", 1, "“discard” is no operand"],
    ["x/*", 3, "missing before “*”"],
    ["x//w", 3, "missing before “/”"],
    ["x\n}", 2, "the character U+000A has no meaning here"],
    ["@compute", 1, "“@” has no meaning here"],
    ["(".repeat(5000), 201, "5000 characters, more than 200"],
    [Array(250_000).fill("x").join("+ +"), 201, "characters, more than 200"],
    ["-".repeat(10_000), 201, "10000 characters, more than 200"],
    ["\uff58", 1, "the character U+FF58 has no meaning here"],
    ["x\u200bw", 2, "the character U+200B has no meaning here"],
    ["\u202ex", 1, "the character U+202E has no meaning here"],
    ["x*\u{1f600}", 3, "the character U+1F600 has no meaning here"],
    // and what else a visitor may mistype
    ["", 1, "the expression is empty"],
    ["x w", 3, "an operator is missing before “w”"],
    ["2x", 2, "an operator is missing before “x”"],
    ["x(w)", 1, "“x” is no function"],
    ["(x)(w)", 4, "an operator is missing before “(”"],
    ["x,w", 2, "a comma stands only between the arguments of a function"],
    ["(x,w)", 4, "only a function has more than one argument"],
    ["x+", 3, "missing at the end"],
    ["x)", 2, "this bracket closes none"],
    ["x*(w", 3, "this bracket is not closed"],
    ["+x", 1, "missing before “+”"],
    ["x**2", 3, "missing before “*”"],
    ["|x*w|", 1, "only |x| and |w| are written so"],
    ["1.2.3", 4, "an operator is missing before “.”"],
    ["1e*x", 2, "an operator is missing before “e”"],
    [`${"(".repeat(65)}x${")".repeat(65)}`, 65, "nested more than 64 deep"],
    [Array(51).fill("x").join("+"), 101, "more than 100 numbers, operands and operations"],
    ["x*1e39", 3, "not finite in float32"],
    ["x + 1/(2 - 2)", 5, "not finite in float32"],
    ["x*log(-1)", 3, "not finite in float32"],
    ["x*exp(99)", 3, "not finite in float32"],
    ["x + 1e-40", 5, "closer to 0 than float32 reaches"],
  ];

  it.each(REFUSED)("%.20s is refused at character %i", (text, character, reason) => {
    const before = performance.now();
    const problem = expressionProblem(text);
    expect(performance.now() - before).toBeLessThan(50);
    expect(problem).toContain(`At character ${character}: `);
    expect(problem).toContain(reason);
  });

  it("but 60 brackets are", () => {
    expect(value(`${"(".repeat(60)}x${")".repeat(60)}`, 3, 1)).toBe(3);
  });
});

describe("any text", () => {
  const WGSL =
    /^(?:\s|fn own\(x: vec4f, w: vec4f\) -> vec4f|\b(?:let t\d+|t\d+|x|w|return|vec4f|min|max|abs|sqrt|exp|log|sign|tanh|clamp)\b|-?\d+(?:\.\d+)?(?:e[+-]\d+)?f\b|[-+*/=(),;{}])+$/;

  const words = [
    ..."xw|+-*/(),. 0123459e",
    "|x|",
    "|w|",
    "x*w",
    "min(",
    "sqrt(|x|)",
    "log(",
    "1e-3",
    "__proto__",
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 300 }),
  );

  it("is refused with its place, or gives nothing but whitelisted WGSL", () => {
    let accepted = 0;
    fc.assert(
      fc.property(text, (source) => {
        try {
          expect(compile(source).wgsl).toMatch(WGSL);
          accepted++;
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.position).toBeGreaterThanOrEqual(0);
          expect(error.position).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});
