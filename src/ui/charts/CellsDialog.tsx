import { signed } from "../strings/race.ts";
import { type Cell, toCsv } from "./csv.ts";
import { NumbersDialog, TableBox } from "./NumbersDialog.tsx";

export interface CellsDialogProps {
  readonly title: string;
  readonly header: readonly string[];
  /** A value that is no number stays empty. */
  readonly rows: readonly (readonly Cell[])[];
  readonly fileName: string;
}

/** The numbers of a figure that is no curve over epochs. */
export function CellsDialog({ title, header, rows, fileName }: CellsDialogProps) {
  return (
    <NumbersDialog title={title} fileName={fileName} csv={() => toCsv(header, rows)}>
      <TableBox title={title}>
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name and keep their order
            <tr key={i}>
              {row.map((cell, k) => (
                <td key={header[k]} className="n">
                  {textOf(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </NumbersDialog>
  );
}

function textOf(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return Number.isNaN(cell) ? "" : signed(cell, Number.isInteger(cell) ? 0 : 3);
}
