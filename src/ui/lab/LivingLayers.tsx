import type { RunName } from "../../train/events.ts";
import { toCsv } from "../charts/csv.ts";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import { COLUMNS, type Column, textOf } from "../layers/columns.ts";
import { Sparkline } from "../layers/Drawn.tsx";
import type { Readings } from "../layers/readings.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { Section, Wide } from "../shell/Section.tsx";
import { useRace } from "../storeContext.ts";
import { LAYERS } from "../strings/layers.ts";
import { RUN_WORDS } from "../strings/race.ts";

/** Every quantity of every convolution of every run, with its way here. */
export function LivingLayers({ layers }: { layers: ReadonlyMap<RunName, Readings> }) {
  const race = useRace((state) => state.race);
  const read = [...layers].filter(([, readings]) => readings.last !== undefined);
  const newest = read[0]?.[1].last;
  return (
    <Section
      id="layers"
      title={LAYERS.whole}
      caption={newest === undefined ? LAYERS.wholeCaption : LAYERS.atStep(newest.step + 1, newest.epoch)}
      info={{ help: LAYERS.help, formula: LAYERS.formula, where: LAYERS.where }}
      tools={
        read.length > 0 && (
          <button type="button" className="link" onClick={() => download(read)}>
            {LAYERS.download}
          </button>
        )
      }
    >
      {read.length === 0 ? (
        <p className="dim">{race === null ? LAYERS.none : LAYERS.waiting}</p>
      ) : (
        <Wide label={LAYERS.whole}>
          <table className="living">
            <thead>
              <tr>
                <th scope="col" colSpan={2}>
                  {LAYERS.layer}
                </th>
                {COLUMNS.map(({ id }) => (
                  <th key={id} scope="col" className="n">
                    <abbr title={LAYERS.columns[id][1]}>{LAYERS.columns[id][0]}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {read.map(([run, readings]) => (
                <Rows key={run} run={run} readings={readings} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </Section>
  );
}

function Rows({ run, readings }: { run: RunName; readings: Readings }) {
  const newest = readings.last?.layers ?? [];
  return newest.map((of, i) => (
    <tr key={of.layer} className={i === 0 ? `${runClass(run)} first-of-run` : runClass(run)}>
      <th scope="row">
        <Mark run={run} size={12} /> {i === 0 && RUN_WORDS[run].label}
      </th>
      <th scope="row">{of.layer}</th>
      {COLUMNS.map((column) => (
        <td key={column.id} className="n">
          {textOf(column, of)}
          <Sparkline values={overTime(readings, i, column)} />
        </td>
      ))}
    </tr>
  ));
}

function overTime(readings: Readings, layer: number, { value }: Column): (number | null)[] {
  return readings.all.map(({ layers }) => {
    const reading = layers[layer];
    return reading === undefined ? null : value(reading);
  });
}

/** All readings kept, one row a run, step and layer. */
function download(read: readonly (readonly [RunName, Readings])[]): void {
  const header = ["run", "step", "epoch", "layer", "product", ...COLUMNS.map(({ id }) => id)];
  const rows = read.flatMap(([run, readings]) =>
    readings.all.flatMap(({ step, epoch, layers }) =>
      layers.map((of) => [
        run,
        step,
        epoch,
        of.layer,
        of.product,
        ...COLUMNS.map(({ value }) => value(of) ?? Number.NaN),
      ]),
    ),
  );
  saveFile("layers.csv", toCsv(header, rows), CSV_TYPE);
}
