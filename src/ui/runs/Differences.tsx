import { KNOBS } from "../../train/config.ts";
import type { ListedRun } from "../../worker/protocol.ts";
import { RUNS } from "../strings/runs.ts";
import { differences } from "./differences.ts";
import { useRunsActions } from "./runsContext.ts";

/** The settings in which the chosen runs differ, a column each. */
export function Differences({ runs }: { runs: readonly ListedRun[] }) {
  const { remove } = useRunsActions();
  if (runs.length === 0) return null;
  const rows = differences(runs.map(({ config }) => config));
  const free = runs.filter(({ held }) => held === null);
  return (
    <section className="part">
      <div className="head">
        <h3>{RUNS.differences}</h3>
        <span className="grow" />
        {free.length > 1 && (
          <button type="button" className="btn" onClick={() => remove(free.map(({ id }) => id))}>
            {RUNS.removeSelected(free.length)}
          </button>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="dim">{runs.length < 2 ? RUNS.compareMore : RUNS.nothingDiffers}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="scroll" tabIndex={0} aria-label={RUNS.differences}>
          <table className="runs-differ">
            <thead>
              <tr>
                <td />
                {runs.map(({ id, name }) => (
                  <th key={id} scope="col" dir="auto">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row">{KNOBS[name].label}</th>
                  {values.map((value, i) => (
                    <td key={runs[i]?.id}>{value}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
