import type { RunName } from "../../train/events.ts";
import type { Series } from "../series.ts";
import { Mark } from "../shell/Mark.tsx";
import { CHART, RUN_WORDS } from "../strings/race.ts";
import { NumbersDialog, TableBox } from "./NumbersDialog.tsx";
import { tableRows } from "./rows.ts";

/** Rows shown of a long table, evenly chosen; the CSV has them all. */
const MAX_ROWS = 250;

export interface TableDialogProps {
  readonly title: string;
  readonly curves: ReadonlyMap<RunName, Series>;
  /** A measured value as text. */
  readonly format: (value: number) => string;
  readonly fileName: string;
  readonly csv: () => string;
}

/** The numbers behind a chart, for reading and for download. */
export function TableDialog({ title, curves, format, fileName, csv }: TableDialogProps) {
  return (
    <NumbersDialog title={title} fileName={fileName} csv={csv}>
      <Rows curves={curves} format={format} title={title} />
    </NumbersDialog>
  );
}

function Rows({ curves, format, title }: Pick<TableDialogProps, "curves" | "format" | "title">) {
  const runs = [...curves.keys()];
  const { rows, all } = tableRows([...curves.values()], MAX_ROWS);
  if (all === 0) return <p className="dim">{CHART.empty}</p>;
  return (
    <>
      {rows.length < all && <p className="dim">{CHART.thinned(rows.length, all)}</p>}
      <TableBox title={title}>
        <thead>
          <tr>
            <th scope="col" className="n">
              {CHART.columns.step}
            </th>
            <th scope="col" className="n">
              {CHART.columns.epoch}
            </th>
            {runs.map((run) => (
              <th key={run} scope="col" className="n">
                <Mark run={run} size={12} /> {RUN_WORDS[run].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, epoch, values }) => (
            <tr key={step}>
              <td className="n">{step}</td>
              <td className="n">{epoch.toFixed(3)}</td>
              {runs.map((run, i) => (
                <td key={run} className="n">
                  {values[i] == null ? "" : format(values[i])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </>
  );
}
