import { Fragment } from "react";
import type { Table1Operator } from "../../math/products.ts";
import { distributionText, type Table1Cell, table1, table1Rows } from "../../theory/table1.ts";
import { Section, Wide } from "../shell/Section.tsx";
import { TABLE1 } from "../strings/paper.ts";
import { useLater } from "../useLater.ts";

const OPERATORS = Object.keys(TABLE1.operators) as Table1Operator[];

/** Table 1: printed correlations beside exact ones, wrong last digits marked, both readings of "variance". */
export function Table1() {
  const cells = useLater(table1);
  return (
    <Section
      id="table-1"
      title={TABLE1.title}
      caption={TABLE1.caption}
      info={{ help: TABLE1.help, formula: TABLE1.formula, where: TABLE1.where }}
    >
      <Wide label={TABLE1.title}>
        <table className="table-1">
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                {TABLE1.operands}
              </th>
              {OPERATORS.map((operator) => (
                <th key={operator} colSpan={2} scope="colgroup" className="group">
                  {TABLE1.operators[operator]}
                </th>
              ))}
            </tr>
            <tr>
              {OPERATORS.map((operator) => (
                <Fragment key={operator}>
                  <th scope="col" className="n first">
                    {TABLE1.printed}
                  </th>
                  <th scope="col" className="n">
                    {TABLE1.exact}
                  </th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells !== null && table1Rows(cells).map((row) => <Row key={nameOf(row)} row={row} />)}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

function nameOf([first]: readonly Table1Cell[]): string {
  return first === undefined ? "" : `x ~ ${distributionText(first.x)}, w ~ ${distributionText(first.w)}`;
}

function Row({ row }: { row: readonly Table1Cell[] }) {
  return (
    <>
      <tr>
        <th scope="row">{nameOf(row)}</th>
        {row.map(({ operator, printed, values, rounded, agrees }) => (
          <Fragment key={operator}>
            <td className="n first printed">{agrees ? printed : <s>{printed}</s>}</td>
            <td className="n">
              <b>{values.deviation.toFixed(4)}</b>
              {!agrees && <small className="wrong">{TABLE1.rounds(rounded)}</small>}
            </td>
          </Fragment>
        ))}
      </tr>
      {row[0]?.readingsDiffer === true && (
        <tr className="reading">
          <th scope="row">{TABLE1.asVariance}</th>
          {row.map(({ operator, values }) => (
            <Fragment key={operator}>
              <td className="first" />
              <td className="n">{values.variance.toFixed(4)}</td>
            </Fragment>
          ))}
        </tr>
      )}
    </>
  );
}
