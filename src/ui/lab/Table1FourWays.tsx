import { Fragment } from "react";
import type { Table1Operator } from "../../math/products.ts";
import { distributionText, type Table1Cell, table1, table1Rows } from "../../theory/table1.ts";
import type { RunName } from "../../train/events.ts";
import type { SampledCell } from "../../worker/protocol.ts";
import { toCsv } from "../charts/csv.ts";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import type { Readings } from "../layers/readings.ts";
import { Section, Wide } from "../shell/Section.tsx";
import type { Table1Samples } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { figure, TABLE1_FOUR } from "../strings/lab.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { useLater } from "../useLater.ts";
import { useLab } from "./labStore.ts";
import { MonteCarlo } from "./MonteCarlo.tsx";

const WAYS = 3;

const OPERATORS: readonly Table1Operator[] = ["min", "add", "max"];

/** Where the scale of the marks begins and ends. */
const SCALE = { from: 0.5, to: 1 } as const;

export interface Table1FourWaysProps {
  /** What was read inside the networks being trained. */
  readonly layers: ReadonlyMap<RunName, Readings>;
}

/** Table 1: printed, by quadrature, by drawing operands, and inside the networks being trained. */
export function Table1FourWays({ layers }: Table1FourWaysProps) {
  const samples = useRace((state) => state.samples);
  const cells = useLater(table1);
  const reading = useLab((state) => state.reading);
  const drawn = samples !== null && samples.reading === reading ? samples : null;
  const wrong = cells?.find(({ agrees }) => !agrees);
  return (
    <Section
      id="table-1"
      title={TABLE1_FOUR.title}
      caption={TABLE1_FOUR.caption}
      info={{ help: TABLE1_FOUR.help, formula: TABLE1_FOUR.formula, where: TABLE1_FOUR.where }}
      tools={
        <>
          <MonteCarlo />
          {cells !== null && (
            <button type="button" className="link" onClick={() => download(cells, drawn)}>
              {TABLE1_FOUR.download}
            </button>
          )}
        </>
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
                <th key={operator} colSpan={WAYS} scope="colgroup" className="group">
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
                  <th scope="col" className="n">
                    {TABLE1_FOUR.monteCarlo}
                  </th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells !== null &&
              table1Rows(cells).map((row, i) => (
                <Row
                  key={nameOf(row)}
                  row={row}
                  drawn={drawn?.cells.filter((cell) => cell.row === i) ?? []}
                />
              ))}
            <MeasuredRows layers={layers} />
          </tbody>
        </table>
      </Wide>
      <p className="note">
        {drawn !== null && drawn.samples > 0 && `${TABLE1_FOUR.samplesNote(drawn.samples)} `}
        {drawn?.errors[0] !== undefined && `${TABLE1_FOUR.errorNote(figure(drawn.errors[0].value, 4))} `}
        {TABLE1_FOUR.readingNote[reading]}{" "}
        {wrong !== undefined && TABLE1_FOUR.rounds(wrong.printed, wrong.rounded)}
      </p>
    </Section>
  );
}

function nameOf(row: readonly Table1Cell[]): string {
  return row.map(({ x, w }) => `${distributionText(x)} ${distributionText(w)}`)[0] ?? "";
}

function Row({ row, drawn }: { row: readonly Table1Cell[]; drawn: readonly SampledCell[] }) {
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
            <td className="n drawn-cell">
              <Drawn cell={drawn.find((cell) => cell.operator === operator)} />
            </td>
          </Fragment>
        );
      })}
    </tr>
  );
}

/** An estimate with its standard error. */
function Drawn({ cell }: { cell: SampledCell | undefined }) {
  if (cell === undefined) return "–";
  return (
    <>
      {figure(cell.value, 4)} <small>±{cell.standardError.toPrecision(1)}</small>
    </>
  );
}

/** The same correlations on the operands that meet in each convolution of the second network. */
function MeasuredRows({ layers }: Table1FourWaysProps) {
  const [run, readings] = [...layers].find(([name]) => name !== "exact") ?? [];
  const last = readings?.last;
  if (run === undefined || last === undefined) return null;
  return (
    <>
      <tr className="measured-head">
        <th scope="colgroup" colSpan={3 + WAYS * OPERATORS.length}>
          {TABLE1_FOUR.measured(RUN_WORDS[run].label, last.epoch)}
        </th>
      </tr>
      {last.layers.map(({ layer, operators }) => (
        <tr key={layer}>
          <th scope="row">{layer}</th>
          <td className="dim">{TABLE1_FOUR.real}</td>
          <td className="scale">
            <Dots
              values={OPERATORS.flatMap((operator) => {
                const value = operators[operator];
                return value === null ? [] : [[operator, value] as const];
              })}
            />
          </td>
          {OPERATORS.map((operator) => (
            <Fragment key={operator}>
              <td className="first" colSpan={WAYS - 1} />
              <td className="n">
                <b>{figure(operators[operator] ?? Number.NaN)}</b>
              </td>
            </Fragment>
          ))}
        </tr>
      ))}
    </>
  );
}

/** Correlations as marks on a line; the numbers stand beside it. */
function Dots({ values }: { values: readonly (readonly [Table1Operator, number])[] }) {
  const left = (value: number) => `${(100 * (value - SCALE.from)) / (SCALE.to - SCALE.from)}%`;
  return (
    <span className="dots" aria-hidden="true">
      {values.toReversed().map(([operator, value]) => (
        <i key={operator} className={`dot-${operator}`} style={{ left: left(Math.max(SCALE.from, value)) }} />
      ))}
    </span>
  );
}

function download(cells: readonly Table1Cell[], drawn: Table1Samples | null): void {
  const header = [
    "x",
    "w",
    "operator",
    "printed",
    "sigma",
    "variance",
    "sampled",
    "standard_error",
    "samples",
  ];
  const rows = cells.map(({ x, w, operator, printed, values }, i) => {
    const sample = drawn?.cells.find(
      (cell) => cell.operator === operator && cell.row === Math.floor(i / OPERATORS.length),
    );
    return [
      distributionText(x),
      distributionText(w),
      operator,
      Number(printed),
      values.deviation,
      values.variance,
      sample?.value ?? Number.NaN,
      sample?.standardError ?? Number.NaN,
      sample?.samples ?? Number.NaN,
    ];
  });
  saveFile("table-1.csv", toCsv(header, rows), CSV_TYPE);
}
