import type { Agreement } from "../../../math/classification.ts";
import { Mark, runClass } from "../../shell/Mark.tsx";
import { DIFFER } from "../../strings/lookTest.ts";
import type { Selection } from "./selection.ts";
import type { Comparison } from "./useTest.ts";

const GROUPS: readonly Agreement[] = ["both", "first", "second", "neither"];

/** Four numbers that sum to all images; each shows its images. */
export function Groups({
  comparison: { groups, first, second },
  selection,
  onSelect,
}: {
  comparison: Comparison;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  return (
    <fieldset className="groups" aria-label={DIFFER.groups}>
      {GROUPS.map((group) => {
        const run = group === "first" ? first.run : group === "second" ? second.run : null;
        return (
          <button
            key={group}
            type="button"
            className={run === null ? "" : runClass(run)}
            aria-pressed={selection.kind === "group" && selection.group === group}
            onClick={() => onSelect({ kind: "group", group })}
          >
            <span>
              {run !== null && <Mark run={run} size={13} />} {DIFFER.group(group, first.run, second.run)}
            </span>{" "}
            <b>{DIFFER.number(groups[group].length)}</b>
          </button>
        );
      })}
    </fieldset>
  );
}
