import type { NumberKnob } from "../../train/config.ts";
import { NumberInput } from "../controls/NumberInput.tsx";
import { RUNS } from "../strings/runs.ts";
import { WEIGHTS_LIMIT } from "./preferences.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";

/** Read and refused like any number field; it is no part of an experiment and so no knob of one. */
const LIMIT: NumberKnob = {
  kind: "number",
  ...WEIGHTS_LIMIT,
  integer: false,
  unit: "MB",
  label: RUNS.limit,
  help: RUNS.limitAbout,
  origin: "ours",
  group: "watch",
};

/** How much is stored, whether it stays, and how much may be. */
export function Storage() {
  const use = useRuns((state) => state.use);
  const limit = useRuns((state) => state.weightsLimit);
  const problem = useRuns((state) => state.preferencesProblem);
  const { limitWeights, askToKeep } = useRunsActions();
  return (
    <section className="part storage">
      <h3>{RUNS.storage}</h3>
      {use === null ? (
        <p>{RUNS.useUnknown}</p>
      ) : (
        <p>
          {RUNS.use(RUNS.size(use.used), RUNS.size(use.limit))}{" "}
          {use.lasting !== null && (use.lasting ? RUNS.lasting : RUNS.fleeting)}{" "}
          {use.lasting === false && (
            <button type="button" className="link" onClick={askToKeep}>
              {RUNS.askToKeep}
            </button>
          )}
        </p>
      )}
      <div className="field">
        <label htmlFor="weights-limit">{RUNS.limit}</label>
        <NumberInput id="weights-limit" knob={LIMIT} value={limit} onChange={limitWeights} />
      </div>
      <p className="note">{RUNS.limitAbout}</p>
      {problem !== null && (
        <p className="note bad" role="status">
          {problem === "newer" ? RUNS.newerPreferences : RUNS.unreadablePreferences}
        </p>
      )}
    </section>
  );
}
