import { Slider } from "../controls/Slider.tsx";
import { useRace } from "../storeContext.ts";
import { LOOK } from "../strings/look.ts";
import { RewindCurve } from "./RewindCurve.tsx";
import { RACE, type Sources } from "./sources.ts";
import { useLook, useLookActions } from "./useLook.ts";

/** Goes back to the weights that were kept while the networks trained: everything that is shown follows. */
export function RewindSection({ sources: { chosen, run, steps } }: { sources: Sources }) {
  const { choose } = useLookActions();
  const rewind = useLook((state) => state.rewind);
  const epoch = useLook((state) => state.subject?.epoch ?? null);
  const tested = useRace((state) => (state.race?.id === run ? state.testVersion : -1));
  const curves = useRace((state) => state.curves);
  if (run === null) return null;
  const live = chosen === RACE;
  const last = live ? steps.length : steps.length - 1;
  const at = rewind === null ? last : Math.max(0, steps.indexOf(rewind));
  const words = rewind === null && live ? LOOK.now : epoch === null ? "" : LOOK.at(epoch);
  return (
    <section className="rewind">
      <h3>{LOOK.rewind}</h3>
      {last < 1 ? (
        <p className="note">{LOOK.noCheckpoints}</p>
      ) : (
        <>
          {tested >= 0 && <RewindCurve tests={curves.tests} epoch={epoch} />}
          <Slider
            label={LOOK.checkpoint}
            value={at}
            min={0}
            max={last}
            step={1}
            text={() => words}
            onChange={(next) => choose({ rewind: live && next === last ? null : (steps[next] ?? null) })}
          />
        </>
      )}
    </section>
  );
}
