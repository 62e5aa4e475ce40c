import { ACCURACY_FIGURES, TABLE_5, type Table5Cell } from "../../theory/paper.ts";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { Section, Wide } from "../shell/Section.tsx";
import { DATA_NAMES, NET_NAMES, rowName, TABLE5 } from "../strings/paper.ts";
import { type Comparison, scaleOf, table5Csv } from "./measured.ts";
import { Table5Cells } from "./Table5Cells.tsx";

/** The table's rows: a kind of run with its printed epochs. */
const ROWS = TABLE_5.filter((cell, i) => TABLE_5.findIndex((other) => sameRow(other, cell)) === i);

/** Its groups of columns: a network on a data set, as in Figures 4 to 6. */
const GROUPS = ACCURACY_FIGURES;

function sameRow(a: Table5Cell, b: Table5Cell): boolean {
  return a.run === b.run && a.epochs === b.epochs;
}

/** Table 5: printed, measured, and both on a scale. */
export function Table5({ comparisons }: { comparisons: readonly Comparison[] }) {
  const some = comparisons.some(({ measured }) => measured !== null);
  const groups = GROUPS.map(({ net, data }) => {
    const inGroup = comparisons.filter(({ cell }) => cell.net === net && cell.data === data);
    return { name: `${NET_NAMES[net]}, ${DATA_NAMES[data]}`, inGroup, scale: scaleOf(inGroup) };
  });
  return (
    <Section
      id="table-5"
      title={TABLE5.title}
      caption={some ? TABLE5.caption : TABLE5.captionEmpty}
      info={{ help: TABLE5.help, where: TABLE5.where }}
      tools={
        <button
          type="button"
          className="link"
          onClick={() => saveFile("minconvnets-table-5.csv", table5Csv(comparisons), CSV_TYPE)}
        >
          {TABLE5.download}
        </button>
      }
    >
      <Wide label={TABLE5.title}>
        <table className="table-5">
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                {TABLE5.network}
              </th>
              {groups.map(({ name }) => (
                <th key={name} colSpan={4} scope="colgroup" className="group">
                  {name}
                </th>
              ))}
            </tr>
            <tr>
              {groups.map(({ name, scale: [from, to] }) => (
                <GroupHead key={name} from={from} to={to} />
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map((row) => (
              <tr key={row.id}>
                <th scope="row" className={runClass(row.run)}>
                  <Mark run={row.run} size={14} />
                  {rowName(row.run, row.epochs)}
                </th>
                {groups.map(({ name, inGroup, scale }) => {
                  const comparison = inGroup.find(({ cell }) => sameRow(cell, row));
                  return comparison === undefined ? (
                    <td key={name} colSpan={4} />
                  ) : (
                    <Table5Cells key={name} comparison={comparison} scale={scale} />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

function GroupHead({ from, to }: { from: number; to: number }) {
  return (
    <>
      <th scope="col" className="n first">
        {TABLE5.printed}
      </th>
      <th scope="col" className="n">
        {TABLE5.measured}
      </th>
      <td colSpan={2} className="ends">
        <span>
          <i>{from}</i>
          <i>{to}</i>
        </span>
      </td>
    </>
  );
}
