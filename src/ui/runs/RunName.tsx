import { useState } from "react";
import type { ListedRun } from "../../worker/protocol.ts";
import { RUNS } from "../strings/runs.ts";
import { useRunsActions } from "./runsContext.ts";

const MAX_LENGTH = 300;

/** A run's name, changed in place: on leaving the field or with Enter; Esc leaves it as it was. */
export function RunName({ run: { id, name } }: { run: ListedRun }) {
  const { rename } = useRunsActions();
  const [draft, setDraft] = useState<string | null>(null);

  function leave(): void {
    const next = draft?.trim() ?? name;
    setDraft(null);
    if (next !== name) rename(id, next === "" ? RUNS.unnamed : next);
  }

  return (
    <input
      className="input name"
      type="text"
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      maxLength={MAX_LENGTH}
      aria-label={RUNS.renameOf(name)}
      title={name}
      data-draft={draft !== null}
      value={draft ?? name}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
