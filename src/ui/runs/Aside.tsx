import { saveFile } from "../files/save.ts";
import { RUNS } from "../strings/runs.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";

/** Stored values that cannot be read: said, to be taken away as they are, and never written over. */
export function Aside() {
  const aside = useRuns((state) => state.aside);
  const { removeAside } = useRunsActions();
  if (aside.length === 0) return null;
  return (
    <section className="part">
      <h3>{RUNS.asideTitle}</h3>
      <p className="dim">{RUNS.asideAbout}</p>
      {aside.map(({ key, why, newer, text }) => (
        <p key={key} className="aside-run">
          <span>{why}</span>
          <button
            type="button"
            className="btn quiet"
            onClick={() => saveFile(`minconv-${key.replace("/", "-")}.json`, text, "application/json")}
          >
            {RUNS.asideSave}
          </button>
          {!newer && (
            <button type="button" className="btn quiet" onClick={() => removeAside(key)}>
              {RUNS.asideRemove}
            </button>
          )}
        </p>
      ))}
    </section>
  );
}
