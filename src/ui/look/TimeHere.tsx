import { Mark, runClass } from "../shell/Mark.tsx";
import { useRace } from "../storeContext.ts";
import { TIME } from "../strings/ledger.ts";
import { RUN_WORDS } from "../strings/race.ts";
import type { Subject } from "./lookStore.ts";

/** What both networks take on this device, as far as the race has measured it. */
export function TimeHere({ subject: { source, runs } }: { subject: Subject }) {
  const speeds = useRace((state) => state.progress?.imagesPerSecond);
  const measured = runs.flatMap((run) => {
    const speed = source === "race" ? speeds?.[run] : undefined;
    return speed === undefined ? [] : [[run, TIME.milliseconds(speed)] as const];
  });
  return (
    <section className="here" aria-labelledby="here-title">
      <h3 id="here-title">{TIME.title}</h3>
      {measured.length === 0 ? (
        <p className="note">{source === "race" ? TIME.notYet : TIME.notMeasured}</p>
      ) : (
        <>
          <ul>
            {measured.map(([run, milliseconds]) => (
              <li key={run} className={runClass(run)}>
                <Mark run={run} size={14} /> {RUN_WORDS[run].label} <b>{milliseconds}</b> ms
              </li>
            ))}
          </ul>
          <p className="note">{TIME.measured}</p>
        </>
      )}
      <p className="note">{TIME.why}</p>
    </section>
  );
}
