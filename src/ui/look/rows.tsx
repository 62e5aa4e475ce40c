import type { RunName } from "../../train/events.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { RUN_WORDS } from "../strings/race.ts";
import type { GridRow, Sheet } from "./TileGrid.tsx";
import type { Scale, Tiles } from "./tiles.ts";
import type { Way } from "./WaySwitch.tsx";

export interface RowParts {
  readonly tiles: Tiles;
  readonly differences: Tiles;
  readonly scale: Scale;
  readonly differenceScale: Scale;
}

/** The rows of a way to compare. @param beat which network flickering is at. */
export function rowsOf(
  { tiles, differences, scale, differenceScale }: RowParts,
  way: Way,
  beat: number,
): GridRow[] {
  const sheets = tiles.lanes.map(({ values }): Sheet => ({ values, planes: tiles.planes, scale }));
  const runs = tiles.lanes.map(({ run }) => run);
  const lane = (i: number): GridRow => ({
    key: `lane ${way === "flicker" ? "" : i}`,
    head: <RunHead run={runs[i] as RunName} />,
    name: RUN_WORDS[runs[i] as RunName].heading,
    sheets: [sheets[i] as Sheet],
  });
  if (way === "flicker") return [lane(beat % runs.length)];
  if (way === "swipe") return runs.slice(1).map((run, i) => swipeRow(runs[0] as RunName, run, sheets, i + 1));
  const apart = differences.lanes.map(({ run, values }): GridRow => {
    const name =
      differences.lanes.length > 1 ? LOOK_MAPS.differenceOf(RUN_WORDS[run].label) : LOOK_MAPS.difference;
    const sheet: Sheet = { values, planes: 1, scale: differenceScale };
    return { key: `difference ${run}`, head: <b>{name}</b>, name, sheets: [sheet] };
  });
  return way === "difference" ? apart : [...runs.map((_, i) => lane(i)), ...apart];
}

function swipeRow(left: RunName, right: RunName, sheets: readonly Sheet[], i: number): GridRow {
  return {
    key: `swipe ${right}`,
    head: (
      <>
        <RunHead run={left} />
        <RunHead run={right} />
      </>
    ),
    name: `${RUN_WORDS[left].heading}, ${RUN_WORDS[right].heading}`,
    sheets: [sheets[0] as Sheet, sheets[i] as Sheet],
  };
}

function RunHead({ run }: { run: RunName }) {
  return (
    <b className={runClass(run)}>
      <Mark run={run} size={16} /> {RUN_WORDS[run].heading}
    </b>
  );
}
