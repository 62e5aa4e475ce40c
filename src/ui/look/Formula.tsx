import { PRODUCTS } from "../../math/products.ts";
import type { Term } from "../../reference/terms.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { FUNCTIONS, MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import type { Row } from "./microscope.ts";

/** μ with an index, as the paper writes the means. */
export function Mean({ of }: { of: "x" | "w" }) {
  return (
    <i className="math">
      μ<sub>{of}</sub>
    </i>
  );
}

/** The name of the product that a row's terms have. */
const functionOf = ({ sum }: Row) =>
  FUNCTIONS[
    (Object.keys(PRODUCTS) as (keyof typeof PRODUCTS)[]).find(
      (name) => PRODUCTS[name].code === sum.rule.product.code,
    ) ?? "own"
  ];

/** What every term of a row is: x · w, or μw smin(x, w~). */
export function Symbols({ row }: { row: Row }) {
  if (row.means === null)
    return (
      <span>
        <i className="math">x</i> · <i className="math">w</i>
      </span>
    );
  const normalised = row.sum.rule.product.degree === 0;
  return (
    <span>
      {normalised && <Mean of="x" />} <Mean of="w" /> {functionOf(row)}(<i className="math">x</i>
      {normalised && (
        <>
          /<Mean of="x" />
        </>
      )}
      , <i className="math">w̃</i>)
    </span>
  );
}

/** One term with its numbers: "0.42 · 0.31 = 0.13", "0.18 · smin(0.42, 0.77) = 0.18 · 0.42 = 0.08". */
export function Formula({ row, term }: { row: Row; term: Term }) {
  const { scale, divisor } = row.sum.rule;
  const [x, w] = [number(divisor === 0 ? 0 : term.x / divisor), number(term.w)];
  const operand = (which: "x" | "w", text: string) =>
    term.kept === which ? <b className={which}>{text}</b> : text;
  return (
    <p className={`worked ${runClass(row.run)}`}>
      <Mark run={row.run} size={16} />{" "}
      {row.means === null ? (
        <span>
          {x} · {bracketed(w)} = <strong>{number(term.value)}</strong>
        </span>
      ) : (
        <span>
          {number(scale)} · {functionOf(row)}({operand("x", x)}, {operand("w", w)}) = {number(scale)} ·{" "}
          {bracketed(number(term.product))} = <strong>{number(term.value)}</strong>
          {row.sum.rule.product.degree > 0 && <Rescaled row={row} term={term} />}
        </span>
      )}
    </p>
  );
}

/** Where w̃ comes from: "w̃ = μx / μw · w = 2.85 / 0.056 · 0.0079" (Eq. 12). */
function Rescaled({ row: { means, w }, term }: { row: Row; term: Term }) {
  if (means === null) return null;
  const weight = w[term.tap] ?? 0;
  const clipped = Math.abs(term.w) < 0.999 * Math.abs((means.meanX / means.meanW) * weight);
  return (
    <small>
      <i className="math">w̃</i> = <Mean of="x" /> / <Mean of="w" /> · <i className="math">w</i> ={" "}
      {number(means.meanX)} / {number(means.meanW)} · {bracketed(number(weight))}
      {clipped && MICROSCOPE.clipped}
    </small>
  );
}

/** The same as one line of text. */
export function formulaText(row: Row, term: Term): string {
  const { scale, divisor } = row.sum.rule;
  const [x, w] = [number(divisor === 0 ? 0 : term.x / divisor), number(term.w)];
  if (row.means === null) return `${x} · ${bracketed(w)} = ${number(term.value)}`;
  return `${number(scale)} · ${functionOf(row)}(${x}, ${w}) = ${number(scale)} · ${bracketed(number(term.product))} = ${number(term.value)}`;
}

const bracketed = (text: string) => (text.startsWith("−") ? `(${text})` : text);
