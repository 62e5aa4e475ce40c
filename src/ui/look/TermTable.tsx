import { Dialog } from "radix-ui";
import { Fragment } from "react";
import type { Window } from "../../reference/terms.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark } from "../shell/Mark.tsx";
import { alike, MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import { CHART, RUN_WORDS } from "../strings/race.ts";
import { SHELL } from "../strings/shell.ts";
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
    <Dialog.Root>
      <Dialog.Trigger className="link">{CHART.asTable}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog table terms" aria-describedby={undefined}>
          <Dialog.Title>{MICROSCOPE.tableTitle}</Dialog.Title>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className="scroll" tabIndex={0} aria-label={MICROSCOPE.tableTitle}>
            <table>
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
            </table>
          </section>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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

/** Input channel, row and column of a place in the filter, counted from 1. */
function placeOf(tap: number, { kh, kw }: Window): readonly number[] {
  const place = tap % (kh * kw);
  return [Math.floor(tap / (kh * kw)) + 1, Math.floor(place / kw) + 1, (place % kw) + 1];
}
