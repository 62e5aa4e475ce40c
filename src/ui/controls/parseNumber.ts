import type { NumberKnob } from "../../train/config.ts";
import { numberProblem } from "../../train/link.ts";
import { NUMBERS } from "../strings/shell.ts";

export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly message: string };

/**
 * The one meaning of what was typed into a number field, or why it has none. A comma is the decimal
 * sign where it can be nothing else: "0,001" and "0,25", but "1,000" may be one or a thousand.
 */
export function parseNumber(text: string, knob: NumberKnob): Parsed {
  const typed = text.trim().replace("\u2212", "-");
  if (typed === "") return { ok: false, message: NUMBERS.empty };
  const commas = typed.split(",").length - 1;
  if (commas > 1 || (commas === 1 && typed.includes(".")))
    return { ok: false, message: NUMBERS.twoSeparators };
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(typed)) return { ok: false, message: NUMBERS.ambiguousComma(typed) };
  const plain = typed.replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return { ok: false, message: NUMBERS.notANumber };
  const value = Number(plain);
  const problem = numberProblem(knob, value);
  return problem === null ? { ok: true, value } : { ok: false, message: problem };
}
