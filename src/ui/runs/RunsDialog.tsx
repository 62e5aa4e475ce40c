import { Dialog } from "radix-ui";
import { useState } from "react";
import { Icon } from "../shell/Icon.tsx";
import { RUNS } from "../strings/runs.ts";
import { SHELL } from "../strings/shell.ts";
import { Aside } from "./Aside.tsx";
import { Differences } from "./Differences.tsx";
import { Repeats } from "./Repeats.tsx";
import { RunsTable } from "./RunsTable.tsx";
import { useRuns, useRunsActions } from "./runsContext.ts";
import { Storage } from "./Storage.tsx";

/** Every run kept in this browser, and what can be done with them. */
export function RunsDialog() {
  const runs = useRuns((state) => state.runs);
  const { setOpen } = useRunsActions();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = (runs ?? []).filter(({ id }) => selected.has(id));
  return (
    <Dialog.Root open onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog kept" aria-describedby={undefined} onEscapeKeyDown={unlessTyping}>
          <Dialog.Title>{RUNS.title}</Dialog.Title>
          <p>{RUNS.about}</p>
          <Undo />
          <div className="content">
            <RunsTable selected={selected} onSelect={setSelected} />
            <Differences runs={chosen} />
            <Repeats />
            <Aside />
            <Storage />
          </div>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Esc in a name that is being changed takes back the change, and leaves the dialog open. */
function unlessTyping(event: KeyboardEvent): void {
  if (event.target instanceof HTMLInputElement && event.target.dataset.draft === "true")
    event.preventDefault();
}

function Undo() {
  const deleted = useRuns((state) => state.deleted);
  const { undo } = useRunsActions();
  if (deleted.length === 0) return null;
  return (
    <div className="undo" role="status">
      {RUNS.removed(deleted.map(({ name }) => name))}
      <button type="button" className="btn" onClick={undo}>
        {RUNS.undo}
      </button>
    </div>
  );
}
