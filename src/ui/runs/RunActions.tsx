import { Popover } from "radix-ui";
import type { KeptWeights } from "../../runs/record.ts";
import type { ListedRun } from "../../worker/protocol.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark } from "../shell/Mark.tsx";
import { RUN_WORDS } from "../strings/race.ts";
import { RUNS } from "../strings/runs.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";
import { canResume } from "./settings.ts";

/** What can be done with one run. */
export function RunActions({ run }: { run: ListedRun }) {
  const { id, pinned, held, status, checkpoint } = run;
  const shown = useRuns((state) => state.shown.has(id));
  const { resume, show, pin, takeSettings, remove } = useRunsActions();
  const unfinished = held === null && status !== "finished" && status !== "failed";
  return (
    <div className="run-actions">
      {unfinished && (
        <button
          type="button"
          className="btn"
          disabled={!canResume(run)}
          title={checkpoint === null ? RUNS.noState : RUNS.resumeTitle}
          onClick={() => resume(id)}
        >
          <Icon name="play" />
          {RUNS.resume}
        </button>
      )}
      {held !== "here" && (
        <button
          type="button"
          className="btn quiet"
          aria-pressed={shown || pinned}
          disabled={pinned}
          title={RUNS.showTitle}
          onClick={() => show(id, !shown)}
        >
          {RUNS.show}
        </button>
      )}
      <button
        type="button"
        className="btn quiet"
        aria-pressed={pinned}
        title={RUNS.pinTitle}
        onClick={() => pin(id, !pinned)}
      >
        <Icon name="star" />
        {RUNS.pin}
      </button>
      <button type="button" className="btn quiet" title={RUNS.settingsTitle} onClick={() => takeSettings(id)}>
        {RUNS.settings}
      </button>
      {run.weights.length > 0 && <Weights run={run} />}
      <button
        type="button"
        className="btn quiet"
        disabled={held !== null}
        title={held === null ? undefined : RUNS.heldTitle}
        onClick={() => remove([id])}
      >
        {RUNS.remove}
      </button>
    </div>
  );
}

/** The newest weights kept of each network. */
function Weights({ run: { id, weights } }: { run: ListedRun }) {
  const { takeWeights } = useRunsActions();
  const newest = new Map<string, KeptWeights>(weights.map((part) => [part.run, part]));
  return (
    <Popover.Root>
      <Popover.Trigger className="btn quiet" title={RUNS.weightsTitle}>
        {RUNS.weights}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={6} collisionPadding={12} aria-label={RUNS.weights}>
          {[...newest.values()].map((part) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own layout
            <div key={part.run} className="choice" role="group" aria-label={RUN_WORDS[part.run].label}>
              <Mark run={part.run} size={14} />
              <span>{RUN_WORDS[part.run].label}</span>
              <button type="button" className="btn" onClick={() => takeWeights(id, part, "save")}>
                {RUNS.save} <small>{RUNS.size(part.bytes)}</small>
              </button>
              <button type="button" className="btn" onClick={() => takeWeights(id, part, "start")}>
                {RUNS.start}
              </button>
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
