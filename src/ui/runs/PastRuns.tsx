import { lazy, Suspense } from "react";
import { Icon } from "../shell/Icon.tsx";
import { useRace } from "../storeContext.ts";
import { RUNS } from "../strings/runs.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";

const RunsDialog = lazy(() => import("./RunsDialog.tsx").then((module) => ({ default: module.RunsDialog })));

/** In the run strip: the past runs drawn behind the race, and the way to all of them. */
export function PastRuns() {
  const runs = useRuns((state) => state.runs);
  const open = useRuns((state) => state.open);
  const raceId = useRace((state) => state.race?.id);
  const { setOpen } = useRunsActions();
  const past = (runs ?? []).filter(({ id }) => id !== raceId);
  return (
    <>
      <Shown />
      <button type="button" className="btn quiet" onClick={() => setOpen(true)}>
        {past.length === 0 ? RUNS.open : RUNS.past(past.length)}
        <Icon name="chevron" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <RunsDialog />
        </Suspense>
      )}
    </>
  );
}

/** Chips of the runs that were chosen to be drawn; pinned ones are taken off in the table. */
function Shown() {
  const runs = useRuns((state) => state.runs);
  const shown = useRuns((state) => state.shown);
  const { show } = useRunsActions();
  return (runs ?? [])
    .filter(({ id, pinned }) => pinned || shown.has(id))
    .map(({ id, name, pinned, config }) => (
      <button
        key={id}
        type="button"
        className="chip past"
        title={pinned ? name : RUNS.hide(name)}
        disabled={pinned}
        onClick={() => show(id, false)}
      >
        <i className="ghost-line" />
        {RUNS.ghost(config.seed)}
        {pinned && <Icon name="star" />}
      </button>
    ));
}
