import { Mark, runClass } from "../shell/Mark.tsx";
import { LOOK, percent } from "../strings/look.ts";
import type { Seen, Subject } from "./lookStore.ts";
import { Pixels } from "./Pixels.tsx";
import { useLook, useLookActions } from "./useLook.ts";

/** The picture both networks see, and what each says it is. */
export function PictureSection() {
  const subject = useLook((state) => state.subject);
  const seen = useLook((state) => state.seen);
  const { show } = useLookActions();
  if (subject === null) return null;
  const index = seen?.test?.index ?? -1;
  return (
    <section className="picture-seen">
      <h3>{LOOK.picture}</h3>
      {seen !== null && (
        <div className="frame">
          <Pixels pixels={seen.pixels} info={subject.info} label={nameOf(seen, subject)} />
        </div>
      )}
      <button type="button" className="btn" onClick={() => show({ kind: "test", index: index + 1 })}>
        {LOOK.next}
      </button>
      {seen !== null && <Verdicts seen={seen} classes={subject.info.classes} />}
    </section>
  );
}

function nameOf({ test }: Seen, { info }: Subject): string {
  return test === null ? LOOK.picture : LOOK.pictureOf(test.index, info.classes[test.label] ?? "");
}

function Verdicts({ seen, classes }: { seen: Seen; classes: readonly string[] }) {
  return (
    <ul className="verdicts">
      {seen.sights.map(({ run, probabilities }) => {
        const best = probabilities.indexOf(Math.max(...probabilities));
        return (
          <li key={run} className={runClass(run)}>
            <Mark run={run} size={14} /> {LOOK.says} <b>{classes[best]}</b>{" "}
            {percent(probabilities[best] ?? 0)}
          </li>
        );
      })}
    </ul>
  );
}
