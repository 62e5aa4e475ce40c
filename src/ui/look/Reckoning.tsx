import { PRODUCTS } from "../../math/products.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark, runClass } from "../shell/Mark.tsx";
import { alike, MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import { disagrees, type Row, type Weights } from "./microscope.ts";

export interface ReckoningProps {
  readonly rows: readonly Row[];
  readonly weights: Weights;
  /** The share of the product's own sum in a blended network; null where it is all. */
  readonly blend: number | null;
}

/** From the sums to what leaves the layer, and why the sums differ. */
export function Reckoning({ rows, weights, blend }: ReckoningProps) {
  const plain = rows.every(({ means }) => means === null);
  // A decimal more than the large sums: with the bias rounded away the reckoning would look wrong.
  const shown = alike(
    rows.map(({ sum }) => sum.sum),
    1,
  );
  const outside = rows[0]?.sum.outside ?? 0;
  const borrowed = rows.find(({ run, source }) => run !== source);
  return (
    <div className="reckoning">
      <div>
        {rows.map((row) => (
          <Kept key={row.run} row={row} />
        ))}
        <p>
          {plain ? MICROSCOPE.plain : MICROSCOPE[weights]}{" "}
          {blend !== null && weights === "own" && MICROSCOPE.blended(blend.toFixed(2))}{" "}
          {borrowed?.means && MICROSCOPE.sameMean(number(borrowed.means.meanX))}{" "}
          {outside > 0 && MICROSCOPE.outside(outside)}
        </p>
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row.run} className={runClass(row.run)}>
            <Mark run={row.run} size={14} />
            <Result {...{ row, shown }} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How often a selector kept which operand, and what that means. */
function Kept({ row: { sum } }: { row: Row }) {
  const { terms, rule } = sum;
  const x = terms.filter(({ kept }) => kept === "x").length;
  const w = terms.filter(({ kept }) => kept === "w").length;
  if (x + w === 0) return null;
  return (
    <p className="kept">
      <b>
        {MICROSCOPE.keep(x, terms.length)}
        <i className="math">x</i>
        {MICROSCOPE.keepRest(w)}
        <i className="math">w̃</i>.
      </b>{" "}
      {rule.product === PRODUCTS.smin &&
        (["x", "w"] as const).map((kept) => {
          const [where, mean, instead] = MICROSCOPE.standsIn[kept];
          const other = kept === "x" ? "w" : "x";
          return (
            <span key={kept}>
              {where}
              <i className="math">{kept === "x" ? "x" : "w̃"}</i>
              {mean}
              <i className="math">|{other}|</i>
              {instead}
              <i className="math">{other}</i>
            </span>
          );
        })}
      {rule.product === PRODUCTS.smin && "."}
    </p>
  );
}

/** "3.82 + bias 0.05 = 3.87; the device says 3.87", or a warning. */
function Result({ row, shown }: { row: Row; shown: (value: number) => string }) {
  const { sum, device } = row;
  const { a, b, bias, slope } = sum.rule;
  if (disagrees(row))
    return (
      <span className="bad" role="alert">
        <Icon name="warn" /> {MICROSCOPE.disagrees(number(device ?? Number.NaN), number(sum.after))}
      </span>
    );
  return (
    <span>
      {shown(sum.sum)}
      {(a !== 1 || b !== 0) && MICROSCOPE.fitted(number(a), number(b))}
      {MICROSCOPE.bias(shown(bias))} = <b>{shown(sum.before)}</b>
      {slope !== 1 && sum.before < 0 && MICROSCOPE.through(number(sum.after))}
      {device !== null && MICROSCOPE.device((sum.before < 0 && slope !== 1 ? number : shown)(device))}
    </span>
  );
}
