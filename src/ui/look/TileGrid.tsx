import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef } from "react";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { Tile } from "./Tile.tsx";
import type { Cursor, Scale, Tiles } from "./tiles.ts";

/** What one canvas of a row's tiles shows. */
export interface Sheet {
  readonly values: Float32Array;
  readonly planes: 1 | 3;
  readonly scale: Scale;
}

export interface GridRow {
  readonly key: string;
  readonly head: ReactNode;
  /** The head in words. */
  readonly name: string;
  /** One, or two over each other: the first at the left of the divider. */
  readonly sheets: readonly Sheet[];
}

export interface TileGridProps {
  readonly label: string;
  readonly size: Pick<Tiles, "height" | "width">;
  readonly rows: readonly GridRow[];
  /** The tiles that are shown, one a column. */
  readonly shown: readonly number[];
  readonly columns: number;
  readonly head: (tile: number) => ReactNode;
  readonly tileName: (tile: number) => string;
  readonly cursor: Cursor;
  readonly onMove: (cursor: Cursor) => void;
  readonly onKey: (key: string) => boolean;
  /** Where the divider of two sheets is, as a share of the tile's width. */
  readonly divider: number;
  readonly onDivide: (share: number) => void;
}

/** Rows of tiles under common heads: one cell of one tile is chosen, in every row. */
export function TileGrid(props: TileGridProps) {
  const { label, rows, shown, columns, head, cursor, onKey, divider } = props;
  const id = useId();
  const active = (key: string) => `${id}${key}`;
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (onKey(event.key)) event.preventDefault();
  };
  return (
    <table
      className="tile-grid"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table with a cursor
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-describedby={`${id}keys`}
      aria-activedescendant={shown.includes(cursor.tile) ? active(rows[0]?.key ?? "") : undefined}
      style={{ "--columns": columns, "--divider": divider } as React.CSSProperties}
      onKeyDown={press}
    >
      <caption id={`${id}keys`} className="visually-hidden">
        {LOOK_MAPS.keys}
      </caption>
      <thead>
        <tr>
          <th scope="col" className="corner">
            <span className="visually-hidden">{LOOK_MAPS.network}</span>
          </th>
          {shown.map((tile) => (
            <th scope="col" key={tile}>
              {head(tile)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.head}</th>
            {shown.map((tile) => (
              <Cell
                key={tile}
                {...props}
                row={row}
                tile={tile}
                id={tile === cursor.tile ? active(row.key) : ""}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({
  row,
  tile,
  id,
  size,
  cursor,
  tileName,
  onMove,
  onDivide,
}: TileGridProps & { row: GridRow; tile: number; id: string }) {
  const { height, width } = size;
  const share = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const along = (at: number, from: number, extent: number) =>
      Math.min(1 - 1e-6, Math.max(0, (at - from) / extent));
    return {
      x: along(event.clientX, box.left, box.width),
      y: along(event.clientY, box.top, box.height),
    };
  };
  const choose = (event: PointerEvent<HTMLElement>) => {
    const { x, y } = share(event);
    onMove({ tile, row: Math.floor(y * height), column: Math.floor(x * width) });
  };
  const divided = row.sheets.length > 1;
  const dragged = useRef(false);
  const grab = (event: PointerEvent<HTMLElement>) => {
    dragged.current = false;
    if (divided) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons === 0) return;
    dragged.current = true;
    onDivide(share(event).x);
  };
  return (
    <td
      className={divided ? "tile divided" : "tile"}
      aria-label={`${row.name}, ${tileName(tile)}`}
      {...(id === "" ? {} : { id })}
      onPointerDown={grab}
      onPointerMove={divided ? drag : undefined}
      onPointerUp={(event) => !dragged.current && choose(event)}
    >
      {row.sheets.map((sheet, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sheets do not change places
        <Tile key={i} {...sheet} {...size} tile={tile} />
      ))}
      {tile === cursor.tile && <Square cursor={cursor} size={size} />}
    </td>
  );
}

/** Around the chosen cell, never too small to be seen. */
function Square({
  cursor: { row, column },
  size: { height, width },
}: Pick<TileGridProps, "cursor" | "size">) {
  const style = {
    left: `${(100 * (column + 0.5)) / width}%`,
    top: `${(100 * (row + 0.5)) / height}%`,
    width: `${100 / width}%`,
    height: `${100 / height}%`,
  };
  return <i className="spot" style={style} />;
}
