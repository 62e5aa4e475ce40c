import { Fragment } from "react";
import { toCsv } from "../charts/csv.ts";
import { NumbersDialog, TableBox } from "../charts/NumbersDialog.tsx";
import { Mark } from "../shell/Mark.tsx";
import { short } from "../strings/lab.ts";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { limitsOf, type Range, type TileSummary } from "./tiles.ts";
import type { LayerTiles } from "./useTiles.ts";

/** Rows of a long table that are shown; the CSV has them all. */
const MAX_ROWS = 250;

/** The tiles in numbers: the limits of each and of all together. */
export function TileTable({ known }: { known: LayerTiles }) {
  const { plan, what } = known;
  const title = `${LOOK_MAPS.many[what]}, ${plan.name}`;
  return (
    <NumbersDialog title={title} fileName={`${title.replaceAll(/\W+/g, "-")}.csv`} csv={() => csvOf(known)}>
      <Rows known={known} title={title} />
    </NumbersDialog>
  );
}

const rangesOf = ({ lanes, differences }: TileSummary): readonly Range[] => [...lanes, ...differences];

function Rows({ known, title }: { known: LayerTiles; title: string }) {
  const { tiles, differences, summaries, order, what } = known;
  const runs = tiles.lanes.map(({ run }) => run);
  const others = differences.lanes.map(({ run }) => run);
  const shown = order.slice(0, MAX_ROWS);
  const all = [...runs, ...others].map((_, i) =>
    limitsOf(summaries.map((summary) => rangesOf(summary)[i] as TileSummary["lanes"][number])),
  );
  return (
    <>
      {shown.length < order.length && <p className="dim">{LOOK_MAPS.first(shown.length, order.length)}</p>}
      <TableBox title={title}>
        <thead>
          <tr>
            <th rowSpan={2} scope="col" className="n">
              {LOOK_MAPS.what[what]}
            </th>
            {runs.map((run) => (
              <th key={run} colSpan={2} scope="colgroup" className="n">
                <Mark run={run} size={12} /> {RUN_WORDS[run].label}
              </th>
            ))}
            {others.map((run) => (
              <th key={run} colSpan={2} scope="colgroup" className="n">
                {others.length > 1 ? LOOK_MAPS.differenceOf(RUN_WORDS[run].label) : LOOK_MAPS.difference}
              </th>
            ))}
          </tr>
          <tr>
            {all.map((_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not change places
              <Fragment key={i}>
                <th scope="col" className="n">
                  {LOOK_MAPS.lowest}
                </th>
                <th scope="col" className="n">
                  {LOOK_MAPS.highest}
                </th>
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name={LOOK_MAPS.all} ranges={all} />
          {shown.map((tile) => (
            <Row key={tile} name={String(tile + 1)} ranges={rangesOf(summaries[tile] as TileSummary)} />
          ))}
        </tbody>
      </TableBox>
    </>
  );
}

function Row({ name, ranges }: { name: string; ranges: readonly Range[] }) {
  return (
    <tr>
      <td className="n">{name}</td>
      {ranges.map(({ low, high }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns do not change places
        <Fragment key={i}>
          <td className="n">{short(low)}</td>
          <td className="n">{short(high)}</td>
        </Fragment>
      ))}
    </tr>
  );
}

function csvOf({ what, tiles, differences, summaries, order }: LayerTiles): string {
  const names = [
    ...tiles.lanes.map(({ run }) => run),
    ...differences.lanes.map(({ run }) => `${run}_minus_${tiles.lanes[0]?.run}`),
  ];
  const columns = ["lowest", "highest", "mean_magnitude"];
  const header = [
    LOOK_MAPS.what[what],
    ...names.flatMap((name) => columns.map((column) => `${name}_${column}`)),
  ];
  const rows = order.map((tile) => {
    const { lanes, differences: apart } = summaries[tile] as TileSummary;
    return [tile + 1, ...[...lanes, ...apart].flatMap(({ low, high, mean }) => [low, high, mean])];
  });
  return toCsv(header, rows);
}
