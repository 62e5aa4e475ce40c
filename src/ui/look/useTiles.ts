import { useEffect, useMemo, useRef } from "react";
import type { LayerPlan } from "../../nn/plan.ts";
import type { LayerContents } from "../../worker/protocol.ts";
import { filterTiles, type InputChoice, inputChoices } from "./filters.ts";
import { mapTiles, slopeBehind } from "./maps.ts";
import {
  aroundZero,
  cellsOf,
  differencesOf,
  inInk,
  limitsOf,
  ordered,
  type Scale,
  summariesOf,
  type TileSummary,
  type Tiles,
} from "./tiles.ts";
import { useLook, useLookActions } from "./useLook.ts";

/** The tiles of the chosen layer, with all that is worked out from them. */
export interface LayerTiles {
  readonly plan: LayerPlan;
  /** Units: maps or filters of a single value each. */
  readonly what: "maps" | "filters" | "units";
  /** Which weights of a filter. */
  readonly input: InputChoice | null;
  readonly tiles: Tiles;
  /** Of every network but the first. */
  readonly differences: Tiles;
  readonly scale: Scale;
  readonly differenceScale: Scale;
  readonly summaries: readonly TileSummary[];
  readonly order: readonly number[];
}

/** The maps of the picture shown, or the filters; null while they are not there. */
export function useTiles(): LayerTiles | null {
  const plans = useLook((state) => state.subject?.plans ?? null);
  const sights = useLook((state) => state.seen?.sights ?? null);
  const layer = useLook((state) => state.layer);
  const { show, order, input, rescaled } = useLook((state) => state.inside);
  const contents = useContents(show === "filters");
  const plan = plans?.[layer];
  const choice = useMemo(() => {
    const choices = plans ? inputChoices(plans, layer) : [];
    return input !== null && choices.includes(input) ? input : (choices[0] ?? null);
  }, [plans, layer, input]);

  const tiles = useMemo(() => {
    if (!plan) return null;
    if (show === "maps") return sights && mapTiles(sights, layer, plan);
    return contents && choice !== null ? filterTiles(contents, plan, choice, rescaled) : null;
  }, [plan, layer, show, sights, contents, choice, rescaled]);
  const signed = show === "filters" ? choice !== "mean" : plans !== null && slopeBehind(plans, layer) === 1;
  const compared = useMemo(() => tiles && compare(tiles, signed), [tiles, signed]);
  const standing = useMemo(() => (compared ? ordered(compared.summaries, order) : []), [compared, order]);
  if (!plan || !tiles || !compared) return null;
  const what = cellsOf(tiles) === 1 ? "units" : show;
  return { plan, what, input: show === "filters" ? choice : null, tiles, ...compared, order: standing };
}

function compare(tiles: Tiles, signed: boolean) {
  const lanes = differencesOf(tiles);
  const differences: Tiles = { ...tiles, planes: 1, lanes };
  const summaries = summariesOf(tiles, lanes);
  const limits = limitsOf(summaries.flatMap((summary) => summary.lanes));
  return {
    differences,
    summaries,
    scale: signed ? aroundZero(tiles.planes === 3 ? "colours" : "signed", limits) : inInk(limits),
    differenceScale: aroundZero("signed", limitsOf(summaries.flatMap((summary) => summary.differences))),
  };
}

/** The weights of the chosen layer; the last known ones while newer ones are on their way. */
function useContents(wanted: boolean): readonly LayerContents[] | null {
  const { open } = useLookActions();
  const layer = useLook((state) => state.layer);
  const contents = useLook((state) => state.contents);
  const network = useLook(
    (state) => state.subject && `${state.subject.config.data} ${state.subject.config.layers}`,
  );
  const plan = useLook((state) => state.subject?.plans[state.layer]);
  const filters = plan?.spec.type === "conv2d" || plan?.spec.type === "linear";
  const key = `${network} ${layer}`;
  // The store asks anew by itself when the weights change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another network's layer of the same number is another layer
  useEffect(() => {
    if (wanted && filters) open(layer);
  }, [wanted, filters, layer, network, open]);
  const last = useRef<{ key: string; known: readonly LayerContents[] } | null>(null);
  const known = contents.get(layer);
  if (known) last.current = { key, known };
  return last.current?.key === key ? last.current.known : null;
}
