import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { short } from "../strings/lab.ts";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { Divider } from "./Divider.tsx";
import { Flicker, useBeat } from "./Flicker.tsx";
import { Legend } from "./Legend.tsx";
import { rowsOf } from "./rows.tsx";
import { TileGrid } from "./TileGrid.tsx";
import { asOne, type Cursor, cellsOf, moved, type Tiles } from "./tiles.ts";
import { useLook, useLookActions, useSpot } from "./useLook.ts";
import type { LayerTiles } from "./useTiles.ts";
import type { Way } from "./WaySwitch.tsx";

/** Units up to so many have their names above them. */
const NAMED_UNITS = 16;

/** The tiles of a layer in rows, some at a time. */
export function Compared({ known, way }: { known: LayerTiles; way: Way }) {
  const wide = useMediaQuery("(min-width: 1120px)") ?? true;
  const columns = wide ? 8 : 4;
  const [page, setPage] = useState(0);
  const [divider, setDivider] = useState(0.5);
  const beat = useBeat(way === "flicker");
  const parts = useStanding(known, wide ? 128 : 32);
  const { cursor, put } = useCursor(known, parts.tiles);
  const { plan, what, order, tiles } = known;

  const units = what === "units";
  const inGrid = units ? [0] : order;
  const pages = Math.ceil(inGrid.length / columns);
  const at = Math.min(page, pages - 1);
  const shown = inGrid.slice(at * columns, (at + 1) * columns);
  const move = (next: Cursor) => {
    put(next);
    setPage(Math.floor(inGrid.indexOf(next.tile) / columns));
  };
  const onKey = (key: string) => {
    const next = moved(cursor, key, parts.tiles, inGrid);
    if (next) move(next);
    return next !== null;
  };
  const chosen = units ? (order[cursor.row * parts.tiles.width + cursor.column] ?? -1) : cursor.tile;
  const word = LOOK_MAPS.what[what];
  const named = units && tiles.count <= NAMED_UNITS;
  return (
    <div className={`compared ${units ? "units" : ""} ${parts.tiles.height === 1 ? "one-row" : ""}`}>
      {named && <UnitNames order={order} chosen={chosen} />}
      <TileGrid
        label={`${LOOK_MAPS.many[what]}, ${plan.name}`}
        size={parts.tiles}
        rows={rowsOf(parts, way, beat.count)}
        shown={shown}
        columns={units ? 1 : columns}
        head={(tile) => !units && <Head number={tile + 1} chosen={tile === chosen} />}
        tileName={(tile) => (units ? `${tiles.count} ${LOOK_MAPS.many.units}` : `${word} ${tile + 1}`)}
        cursor={cursor}
        onMove={move}
        onKey={onKey}
        divider={divider}
        onDivide={setDivider}
      />
      {way === "swipe" && <Divider share={divider} onChange={setDivider} lanes={tiles.lanes} />}
      {way === "flicker" && <Flicker beat={beat} />}
      <p className="map-reading" role="status">
        {readingOf(known, parts, cursor, chosen)}
      </p>
      <Legend
        known={known}
        way={way}
        shown={units ? tiles.count : shown.length}
        pages={pages}
        page={at}
        onPage={setPage}
      />
    </div>
  );
}

function Head({ number, chosen }: { number: number; chosen: boolean }) {
  return (
    <span className={chosen ? "chosen" : ""}>
      {number} {chosen && <b>{LOOK_MAPS.inMicroscope}</b>}
    </span>
  );
}

/** Numbers, or the classes of an answer, over the cells of a strip. */
function UnitNames({ order, chosen }: { order: readonly number[]; chosen: number }) {
  const subject = useLook((state) => state.subject);
  const layer = useLook((state) => state.layer);
  const answer = subject !== null && layer === subject.plans.length - 1;
  return (
    <div className="unit-names" aria-hidden="true">
      <i />
      <div>
        {order.map((unit) => (
          <span key={unit} className={unit === chosen ? "chosen" : ""}>
            {(answer && subject.info.classes[unit]) || unit + 1}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The tiles as they stand in the grid: units side by side in a single one. */
function useStanding(
  { what, tiles, differences, scale, differenceScale, order }: LayerTiles,
  columns: number,
) {
  return useMemo(() => {
    const standing = (of: Tiles) => (what === "units" ? asOne(of, order, columns) : of);
    return { tiles: standing(tiles), differences: standing(differences), scale, differenceScale };
  }, [what, tiles, differences, scale, differenceScale, order, columns]);
}

/** The chosen cell: of maps the value in the microscope; of filters a weight of the filter that made it. */
function useCursor({ plan, what, order, tiles }: LayerTiles, standing: Tiles) {
  const spot = useSpot();
  const { choose } = useLookActions();
  const [weight, setWeight] = useState({ row: 0, column: 0 });
  const channel = Math.min(spot.channel, tiles.count - 1);
  const { height, width } = standing;
  if (what === "units") {
    const at = Math.max(0, order.indexOf(channel));
    return {
      cursor: { tile: 0, row: Math.floor(at / width), column: at % width },
      put: ({ row, column }: Cursor) => {
        const unit = order[row * width + column];
        const flat = plan.output.height * plan.output.width === 1;
        if (unit !== undefined)
          choose({ spot: flat ? { channel: unit, row: 0, column: 0 } : { ...spot, channel: unit } });
      },
    };
  }
  const { row, column } = what === "maps" ? spot : weight;
  return {
    cursor: { tile: channel, row: Math.min(row, height - 1), column: Math.min(column, width - 1) },
    put: ({ tile, row, column }: Cursor) => {
      if (what === "maps") return choose({ spot: { channel: tile, row, column } });
      setWeight({ row, column });
      choose({ spot: { ...spot, channel: tile } });
    },
  };
}

/** Where the cursor is, and what every network has there. */
function readingOf(
  { what, input }: LayerTiles,
  { tiles, differences }: { tiles: Tiles; differences: Tiles },
  { tile, row, column }: Cursor,
  chosen: number,
): string {
  const cell = row * tiles.width + column;
  const inside = input === "all" ? LOOK_MAPS.input(cell + 1) : LOOK_MAPS.row(row + 1, column + 1);
  const place = `${LOOK_MAPS.what[what]} ${chosen + 1}${what === "units" ? "" : `, ${inside}`}`;
  const cells = cellsOf(tiles);
  const values = ({ planes }: Tiles, all: Float32Array) =>
    Array.from({ length: planes }, (_, plane) => all[(tile * planes + plane) * cells + cell] ?? Number.NaN);
  if (values(tiles, tiles.lanes[0]?.values ?? new Float32Array()).some(Number.isNaN))
    return `${place}: ${LOOK_MAPS.none}`;
  const parts = [
    ...tiles.lanes.map(
      ({ run, values: all }) => `${RUN_WORDS[run].label} ${values(tiles, all).map(short).join(" ")}`,
    ),
    ...differences.lanes.map(({ run, values: all }) => {
      const name =
        differences.lanes.length > 1 ? LOOK_MAPS.differenceOf(RUN_WORDS[run].label) : LOOK_MAPS.difference;
      return `${name.toLowerCase()} ${values(differences, all).map(short).join(" ")}`;
    }),
  ];
  return `${place}: ${parts.join(", ")}`;
}
