import { Fragment } from "react";
import type { Table1Operator } from "../../math/products.ts";
import { distributionText, type Table1Cell, table1 } from "../../theory/table1.ts";
import { toCsv } from "../charts/csv.ts";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import { Section, Wide } from "../shell/Section.tsx";
import { TABLE1_FOUR } from "../strings/lab.ts";
import { useLater } from "../useLater.ts";
import { useLab } from "./labStore.ts";

const OPERATORS: readonly Table1Operator[] = ["min", "add", "max"];

/** Where the scale of the marks begins and ends. */
const SCALE = { from: 0.5, to: 1 } as const;

/** Table 1: printed, by quadrature, by drawing operands. */
export function Table1FourWays() {
  const cells = useLater(table1);
  const reading = useLab((state) => state.reading);
  const wrong = cells?.find(({ agrees }) => !agrees);
  return (
    <Section
      id="table-1"
      title={TABLE1_FOUR.title}
      caption={TABLE1_FOUR.caption}
      info={{ help: TABLE1_FOUR.help, formula: TABLE1_FOUR.formula, where: TABLE1_FOUR.where }}
      tools={
        cells !== null && (
          <button type="button" className="link" onClick={() => download(cells)}>
            {TABLE1_FOUR.download}
          </button>
        )
      }
    >
      <Wide label={TABLE1_FOUR.title}>
        <table className="four-ways">
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                {TABLE1_FOUR.x}
              </th>
              <th rowSpan={2} scope="col">
                {TABLE1_FOUR.w}
              </th>
              <td rowSpan={2} className="scale">
                <span className="ends">
                  <span>{SCALE.from}</span>
                  <span>{(SCALE.from + SCALE.to) / 2}</span>
                  <span>{SCALE.to}</span>
                </span>
              </td>
              {OPERATORS.map((operator) => (
                <th key={operator} colSpan={2} scope="colgroup" className="group">
                  <i className={`dot-${operator}`} /> {TABLE1_FOUR.operators[operator]}
                </th>
              ))}
            </tr>
            <tr>
              {OPERATORS.map((operator) => (
                <Fragment key={operator}>
                  <th scope="col" className="n first">
                    {TABLE1_FOUR.printed}
                  </th>
                  <th scope="col" className="n">
                    {TABLE1_FOUR.quadrature}
                  </th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>{cells !== null && rowsOf(cells).map((row) => <Row key={nameOf(row)} row={row} />)}</tbody>
        </table>
      </Wide>
      <p className="note">
        {TABLE1_FOUR.readingNote[reading]}{" "}
        {wrong !== undefined && TABLE1_FOUR.rounds(wrong.printed, wrong.rounded)}
      </p>
    </Section>
  );
}

function rowsOf(cells: readonly Table1Cell[]): Table1Cell[][] {
  return Array.from({ length: cells.length / OPERATORS.length }, (_, i) =>
    cells.slice(i * OPERATORS.length, (i + 1) * OPERATORS.length),
  );
}

function nameOf(row: readonly Table1Cell[]): string {
  return row.map(({ x, w }) => `${distributionText(x)} ${distributionText(w)}`)[0] ?? "";
}

function Row({ row }: { row: readonly Table1Cell[] }) {
  const reading = useLab((state) => state.reading);
  const [first] = row;
  if (first === undefined) return null;
  return (
    <tr>
      <th scope="row">
        <i className="math">{distributionText(first.x)}</i>
      </th>
      <th scope="row">
        <i className="math">{distributionText(first.w)}</i>
      </th>
      <td className="scale">
        <Dots values={row.map(({ operator, values }) => [operator, values[reading]])} />
      </td>
      {row.map(({ operator, printed, values }) => {
        const value = values[reading].toFixed(3);
        return (
          <Fragment key={operator}>
            <td className="n first printed">{value === printed ? printed : <s>{printed}</s>}</td>
            <td className="n">{value}</td>
          </Fragment>
        );
      })}
    </tr>
  );
}

/** Correlations as marks on a line; the numbers stand beside it. */
function Dots({ values }: { values: readonly (readonly [Table1Operator, number])[] }) {
  const left = (value: number) => `${(100 * (value - SCALE.from)) / (SCALE.to - SCALE.from)}%`;
  return (
    <span className="dots" aria-hidden="true">
      {values.toReversed().map(([operator, value]) => (
        <i key={operator} className={`dot-${operator}`} style={{ left: left(value) }} />
      ))}
    </span>
  );
}

function download(cells: readonly Table1Cell[]): void {
  const header = ["x", "w", "operator", "printed", "sigma", "variance"];
  const rows = cells.map(({ x, w, operator, printed, values }) => [
    distributionText(x),
    distributionText(w),
    operator,
    Number(printed),
    values.deviation,
    values.variance,
  ]);
  saveFile("table-1.csv", toCsv(header, rows), CSV_TYPE);
}
