import type { LayerReading } from "../../math/layerReading.ts";
import type { RunName } from "../../train/events.ts";
import { ChartHead } from "../charts/ChartHead.tsx";
import { Mark, runClass } from "../shell/Mark.tsx";
import { Wide } from "../shell/Section.tsx";
import { LAYERS } from "../strings/layers.ts";
import { column, printedCorrelation, textOf } from "./columns.ts";
import { Correlation, Share } from "./Drawn.tsx";
import { useLayers } from "./useLayers.ts";

const SELECTED = column("selectedX");
const CORRELATION = column("correlation");
const HONESTY = column("honesty");
const CLIPPED = [column("clippedX"), column("clippedW")] as const;

/** The layers whose product is replaced, as they stand: are both operands heard? */
export function LayerTable() {
  const layers = useLayers();
  const shown = [...layers].filter(([run]) => run !== "exact");
  const rows = shown.flatMap(([run, readings]) => (readings.last?.layers ?? []).map((of) => ({ run, of })));
  const head = (id: keyof typeof LAYERS.columns) => {
    const [name, help] = LAYERS.columns[id];
    return <abbr title={help}>{name}</abbr>;
  };
  return (
    <section className="layers" aria-label={LAYERS.title}>
      <ChartHead
        title={LAYERS.title}
        caption={LAYERS.caption}
        help={LAYERS.help}
        formula={LAYERS.formula}
        where={LAYERS.where}
        fromPaper
      />
      {rows.length === 0 ? (
        <p className="dim">{LAYERS.waiting}</p>
      ) : (
        <>
          <Wide label={LAYERS.title}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{LAYERS.layer}</th>
                  <th scope="col" colSpan={2}>
                    {head("selectedX")}
                  </th>
                  <th scope="col" className="n">
                    {LAYERS.clipped}
                  </th>
                  <th scope="col" colSpan={2}>
                    {head("correlation")}
                  </th>
                  <th scope="col" className="n">
                    {head("honesty")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ run, of }) => (
                  <Row key={`${run} ${of.layer}`} run={run} of={of} marked={shown.length > 1} />
                ))}
              </tbody>
            </table>
          </Wide>
          <p className="key">{LAYERS.key}</p>
        </>
      )}
    </section>
  );
}

function Row({ run, of, marked }: { run: RunName; of: LayerReading; marked: boolean }) {
  return (
    <tr className={runClass(run)}>
      <th scope="row">
        {marked && <Mark run={run} size={12} />} {of.layer}
      </th>
      <td className="picture-cell">{of.selectedX !== null && <Share value={of.selectedX} />}</td>
      <td className="n">{textOf(SELECTED, of)}</td>
      <td className="n">{CLIPPED.map((one) => textOf(one, of).replace(" %", "")).join(", ")} %</td>
      <td className="picture-cell">
        {of.correlation !== null && (
          <Correlation value={of.correlation} theory={printedCorrelation(of.product)} />
        )}
      </td>
      <td className="n">
        <b>{textOf(CORRELATION, of)}</b>
      </td>
      <td className="n">{textOf(HONESTY, of)}</td>
    </tr>
  );
}
