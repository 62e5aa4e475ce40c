import type { CSSProperties, PointerEvent } from "react";
import { PRODUCTS } from "../../math/products.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { alike, MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { formulaText, Symbols } from "./Formula.tsx";
import { type Row, restOf } from "./microscope.ts";

export interface TermBarsProps {
  readonly rows: readonly Row[];
  /** Indices into the terms of every row, in the order shown. */
  readonly columns: readonly number[];
  /** The term looked at, one of the columns. */
  readonly picked: number;
  readonly onPick: (index: number) => void;
}

/** Columns whose letters are wide enough to read. */
const LETTERS = 32;

/** The terms of one output value under every product, one scale, and what they add up to. */
export function TermBars({ rows, columns, picked, onPick }: TermBarsProps) {
  const values = rows.flatMap(({ sum }) => columns.map((i) => sum.terms[i]?.value ?? 0));
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const room = high - low || 1;
  const shown = alike(rows.map(({ sum }) => sum.sum));
  const [first] = rows;
  if (!first) return null;
  const at = columns.indexOf(picked);
  const pick = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * columns.length);
    onPick(columns[Math.min(columns.length - 1, Math.max(0, column))] as number);
  };
  const said = rows.flatMap((row) => {
    const term = row.sum.terms[picked];
    return term ? [`${RUN_WORDS[row.run].label}: ${formulaText(row, term)}`] : [];
  });
  const style = { "--zero": `${(100 * high) / room}%`, "--count": columns.length } as CSSProperties;
  return (
    <div className={columns.length > LETTERS ? "term-bars many" : "term-bars"} style={style}>
      {rows.map((row) => (
        <BarRow key={row.run} row={row} first={first} {...{ columns, picked, room, high, low, shown }} />
      ))}
      {rows.map((row) => (
        <KeptRow key={row.run} row={row} columns={columns} picked={picked} named={rows.length > 2} />
      ))}
      <div className="picker" onPointerMove={pick} onPointerDown={pick}>
        <input
          type="range"
          min={1}
          max={columns.length}
          value={at + 1}
          aria-label={MICROSCOPE.pick}
          aria-valuetext={`${MICROSCOPE.term(picked + 1, first.sum.terms.length)}. ${said.join(". ")}`}
          onChange={(event) => onPick(columns[Number(event.target.value) - 1] as number)}
        />
      </div>
    </div>
  );
}

interface BarRowProps extends Pick<TermBarsProps, "columns" | "picked"> {
  readonly row: Row;
  readonly first: Row;
  readonly room: number;
  readonly high: number;
  readonly low: number;
  /** A sum as text. */
  readonly shown: (value: number) => string;
}

function BarRow({ row, first, columns, picked, room, high, low, shown }: BarRowProps) {
  const { terms } = row.sum;
  const hidden = terms.length - columns.length;
  return (
    <div className={`bar-row ${runClass(row.run)}`} data-run={row.run}>
      <b className="row-name">
        <Mark run={row.run} size={16} /> <Symbols row={row} />
        {row !== first && (
          <small>
            <u className="op-mul" /> <Symbols row={first} />
          </small>
        )}
      </b>
      <span className="ends" aria-hidden="true">
        {high > 0 && <span className="most">{number(high)}</span>}
        <span className="zero">0</span>
        {low < 0 && <span className="least">{number(low)}</span>}
      </span>
      <div className="term-row" aria-hidden="true">
        {columns.map((i) => {
          const term = terms[i];
          const value = term?.value ?? 0;
          const size = `${(100 * Math.abs(value)) / room}%`;
          const kind = `${term?.kept === "w" ? "outlined" : "filled"} ${value < 0 ? "down" : "up"}`;
          return (
            <span key={i} className={i === picked ? "picked" : undefined}>
              <i className={kind} style={{ height: size }} />
              {row !== first && <Ghost value={first.sum.terms[i]?.value ?? 0} high={high} room={room} />}
            </span>
          );
        })}
      </div>
      <SumOf {...{ row, first, shown }} />
      {hidden > 0 && (
        <p className="rest">
          {MICROSCOPE.rest(hidden)}: {shown(restOf(row, columns))}
        </p>
      )}
    </div>
  );
}

/** Where the first row's term ends. */
function Ghost({ value, high, room }: { value: number; high: number; room: number }) {
  return <u className="op-mul" style={{ top: `${(100 * (high - value)) / room}%` }} />;
}

interface SumOfProps {
  readonly row: Row;
  readonly first: Row;
  readonly shown: (value: number) => string;
}

function SumOf({ row, first, shown }: SumOfProps) {
  const difference = row.sum.sum - first.sum.sum;
  return (
    <dl className="sum">
      <dt>{MICROSCOPE.sumOf(row.sum.terms.length)}</dt>
      <dd className="value">{shown(row.sum.sum)}</dd>
      {row !== first && (
        <>
          <dt>{MICROSCOPE.difference}</dt>
          <dd className={difference < 0 ? "behind" : "ahead"}>
            {difference > 0 && "+"}
            {shown(difference)}
          </dd>
        </>
      )}
    </dl>
  );
}

interface KeptRowProps extends Pick<TermBarsProps, "columns" | "picked"> {
  readonly row: Row;
  /** Whose row it is has to be said. */
  readonly named: boolean;
}

/** Which operand a selector let through, term by term. */
function KeptRow({ row, columns, picked, named }: KeptRowProps) {
  const { terms } = row.sum;
  if (!terms.some(({ kept }) => kept !== null)) return null;
  return (
    <div className={`kept-row ${runClass(row.run)}`}>
      <b className="row-name">
        {named && <Mark run={row.run} size={16} />}{" "}
        {MICROSCOPE.smaller[row.sum.rule.product === PRODUCTS.max ? "max" : "smin"]}
        <small className="term-legend">
          <span /> <i className="math">x</i> <span /> <i className="math">w̃</i>
        </small>
      </b>
      <div className="letters" aria-hidden="true">
        {columns.map((i) => (
          <span key={i} className={`${terms[i]?.kept} ${i === picked ? "picked" : ""}`}>
            <i className="math">{terms[i]?.kept === "x" ? "x" : "w̃"}</i>
          </span>
        ))}
      </div>
    </div>
  );
}
