import { Fragment } from "react";
import type { Window } from "../../reference/terms.ts";
import { toCsv } from "../charts/csv.ts";
import { NumbersDialog, TableBox } from "../charts/NumbersDialog.tsx";
import { Mark } from "../shell/Mark.tsx";
import { alike, MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { type Row, restOf } from "./microscope.ts";

export interface TermTableProps {
  readonly rows: readonly Row[];
  readonly columns: readonly number[];
  readonly window: Window;
}

/** The bars as a table: a line a term, the columns of every network side by side. */
export function TermTable({ rows, columns, window }: TermTableProps) {
  const words = MICROSCOPE.columns;
  const [first] = rows;
  if (!first) return null;
  const { terms } = first.sum;
  const hidden = terms.length - columns.length;
  const shown = alike(rows.map(({ sum }) => sum.sum));
  /** Cells of a network before its term, and behind it. */
  const selects = ({ sum }: Row) => sum.terms.some(({ kept }) => kept !== null);
  const total = (label: string, of: (row: Row) => number) => (
    <tr className="total">
      <th scope="row" colSpan={3}>
        {label}
      </th>
      {rows.map((row) => (
        <Fragment key={row.run}>
          <td colSpan={2} />
          <td className="n">{shown(of(row))}</td>
          {selects(row) && <td />}
        </Fragment>
      ))}
    </tr>
  );
  return (
    <NumbersDialog
      title={MICROSCOPE.tableTitle}
      fileName="terms.csv"
      csv={() => csvOf(rows, window, MICROSCOPE.columns)}
    >
      <TableBox title={MICROSCOPE.tableTitle}>
        <thead>
          <tr>
            <td colSpan={3} />
            {rows.map((row) => (
              <th key={row.run} scope="colgroup" colSpan={selects(row) ? 4 : 3}>
                <Mark run={row.run} size={12} /> {RUN_WORDS[row.run].label}
              </th>
            ))}
          </tr>
          <tr>
            <Heads words={[words.input, words.row, words.column]} />
            {rows.map((row) => (
              <Fragment key={row.run}>
                <Heads words={[words.x, row.means ? words.met : words.w, words.value]} />
                {selects(row) && <th scope="col">{words.kept}</th>}
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((i) => (
            <tr key={i}>
              {placeOf(terms[i]?.tap ?? 0, window).map((place, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: input, row, column
                <td key={k} className="n">
                  {place}
                </td>
              ))}
              {rows.map((row) => (
                <Cells key={row.run} row={row} index={i} selects={selects(row)} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {hidden > 0 && total(MICROSCOPE.rest(hidden), (row) => restOf(row, columns))}
          {total(MICROSCOPE.total(terms.length), ({ sum }) => sum.sum)}
        </tfoot>
      </TableBox>
    </NumbersDialog>
  );
}

function Heads({ words }: { words: readonly string[] }) {
  return words.map((word) => (
    <th key={word} scope="col" className="n">
      {word}
    </th>
  ));
}

function Cells({ row, index, selects }: { row: Row; index: number; selects: boolean }) {
  const term = row.sum.terms[index];
  if (!term) return null;
  return (
    <>
      <td className="n">{number(term.x)}</td>
      <td className="n">{number(term.w)}</td>
      <td className="n">{number(term.value)}</td>
      {selects && <td>{term.kept === "x" ? MICROSCOPE.columns.x : MICROSCOPE.columns.met}</td>}
    </>
  );
}

/** All terms, also those without a bar of their own: a line a term, x, the operand that meets it and the value of every network. */
function csvOf(rows: readonly Row[], window: Window, words: typeof MICROSCOPE.columns): string {
  const header = rows.flatMap(({ run, means }) =>
    [words.x, means ? words.met : words.w, words.value].map((word) => `${run} ${word}`),
  );
  const terms = rows[0]?.sum.terms ?? [];
  const lines = terms.map(({ tap }, i) => [
    ...placeOf(tap, window),
    ...rows.flatMap(({ sum }) => {
      const { x = Number.NaN, w = Number.NaN, value = Number.NaN } = sum.terms[i] ?? {};
      return [x, w, value];
    }),
  ]);
  return toCsv([words.input, words.row, words.column, ...header], lines);
}

/** Input channel, row and column of a place in the filter, counted from 1. */
function placeOf(tap: number, { kh, kw }: Window): readonly number[] {
  const place = tap % (kh * kw);
  return [Math.floor(tap / (kh * kw)) + 1, Math.floor(place / kw) + 1, (place % kw) + 1];
}
