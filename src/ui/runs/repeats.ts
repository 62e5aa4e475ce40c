import type { StoreApi } from "zustand/vanilla";
import { groupOf } from "../../runs/record.ts";
import type { RaceStore } from "../state.ts";
import type { RunsActions, RunsState } from "./runsState.ts";

/** The largest seed there is. */
const MAX_SEED = 4294967295;

/**
 * The same settings with several seeds, one after another. It ends when the visitor starts something
 * else, or when a run fails.
 */
export function createRepeats(
  race: RaceStore,
  { getState: get, setState: set }: Pick<StoreApi<RunsState>, "getState" | "setState">,
): Pick<RunsActions, "repeat" | "stopRepeat"> {
  /** Seed of the run under way. */
  let current: number | null = null;

  function start(seed: number): void {
    current = seed;
    race.actions.change({ seed });
    race.actions.trainBoth();
  }

  function stop(): void {
    current = null;
    set({ repeat: null });
  }

  race.subscribe((state, before) => {
    const { repeat } = get();
    if (repeat === null) return;
    if (state.race !== before.race && state.race?.config.seed !== current) stop();
    else if (state.phase === "failed" && before.phase !== "failed") stop();
    else if (state.phase === "finished" && before.phase !== "finished") {
      const [next, ...left] = repeat.left;
      if (next === undefined) return stop();
      set({ repeat: { ...repeat, left } });
      start(next);
    }
  });

  return {
    repeat(count) {
      const { config } = race.getState();
      const seeds = Array.from({ length: count }, (_, i) => (config.seed + i) % (MAX_SEED + 1));
      const [first = config.seed, ...left] = seeds;
      set({ repeat: { left, total: count }, band: groupOf(config), open: false });
      start(first);
    },
    stopRepeat: stop,
  };
}
