import { useMemo } from "react";
import { Icon } from "../shell/Icon.tsx";
import { short } from "../strings/lab.ts";
import { afterWords, LOOK_MAPS } from "../strings/lookMaps.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { Tile } from "./Tile.tsx";
import type { Scale } from "./tiles.ts";
import type { LayerTiles } from "./useTiles.ts";
import type { Way } from "./WaySwitch.tsx";

export interface LegendProps {
  readonly known: LayerTiles;
  readonly way: Way;
  readonly shown: number;
  readonly pages: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** What the colours mean, and which tiles of how many are shown. */
export function Legend({ known, way, shown, pages, page, onPage }: LegendProps) {
  const { plan, what, tiles, scale } = known;
  const words = LOOK_MAPS.shown(shown, tiles.count, LOOK_MAPS.many[what], plan.name);
  const after = known.input === null ? afterWords(plan) : "";
  return (
    <div className="map-legend">
      {way !== "difference" && (
        <span className="limits">
          <Bar scale={scale} />
          {LOOK_MAPS.limits(
            short(scale.low),
            short(scale.high),
            LOOK_MAPS.limitsOf[way === "side" ? "rows" : "networks"](tiles.lanes.length),
          )}
        </span>
      )}
      {(way === "side" || way === "difference") && tiles.lanes.length > 1 && (
        <span className="limits">
          <Bar scale={known.differenceScale} />
          {differenceWords(known)}
        </span>
      )}
      <span className="grow" />
      <span>
        {words}
        {after}
      </span>
      {pages > 1 && (
        <span className="pages">
          <button
            type="button"
            className="btn"
            aria-label={LOOK_MAPS.before}
            disabled={page === 0}
            onClick={() => onPage(page - 1)}
          >
            <Icon name="right" />
          </button>
          <button
            type="button"
            className="btn"
            aria-label={LOOK_MAPS.after}
            disabled={page === pages - 1}
            onClick={() => onPage(page + 1)}
          >
            <Icon name="right" />
          </button>
        </span>
      )}
    </div>
  );
}

/** Colours of a bar. */
const STEPS = 96;

/** The colours of a scale from its lower limit to its upper one. */
function Bar({ scale }: { scale: Scale }) {
  const values = useMemo(() => {
    const step = (scale.high - scale.low) / (STEPS - 1);
    return Float32Array.from({ length: 3 * STEPS }, (_, i) => scale.low + (i % STEPS) * step);
  }, [scale]);
  const planes = scale.kind === "colours" ? 3 : 1;
  return <Tile values={values} tile={0} planes={planes} height={1} width={STEPS} scale={scale} />;
}

function differenceWords({ tiles, differenceScale }: LayerTiles): string {
  const [first = "", ...others] = tiles.lanes.map(({ run }) => RUN_WORDS[run].label);
  const most = short(differenceScale.high);
  const words =
    others.length > 1
      ? LOOK_MAPS.differencesLimits(most, first)
      : differenceScale.high === 0
        ? LOOK_MAPS.noDifference(others[0] ?? "", first)
        : LOOK_MAPS.differenceLimits(most, others[0] ?? "", first);
  return tiles.planes === 3 ? `${words}, ${LOOK_MAPS.colourDifference}` : words;
}
