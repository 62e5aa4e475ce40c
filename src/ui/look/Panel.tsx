import { Select } from "../controls/Select.tsx";
import { LOOK } from "../strings/look.ts";
import { InsideFields } from "./InsideFields.tsx";
import { PictureSection } from "./PictureSection.tsx";
import { pairName, RACE, type Sources } from "./sources.ts";
import { useLook, useLookActions } from "./useLook.ts";

/** What is looked at: which networks, which picture, which layer. */
export function Panel({ sources }: { sources: Sources }) {
  return (
    <aside className="setup" aria-label={LOOK.panel}>
      <NetworksSection sources={sources} />
      <PictureSection />
      <InsideSection />
    </aside>
  );
}

function NetworksSection({ sources: { race, pairs, chosen, fetching, failed } }: { sources: Sources }) {
  const { choose } = useLookActions();
  const epoch = useLook((state) => state.subject?.epoch ?? null);
  const options = {
    ...(race ? { [RACE]: LOOK.race } : {}),
    ...Object.fromEntries(pairs.map((pair) => [pair.key, pairName(pair)])),
    ...(chosen === null ? { "": LOOK.none } : {}),
  };
  const trouble = failed === null ? null : LOOK.notFetched(failed);
  return (
    <section>
      <h3>
        <label htmlFor="look-networks">{LOOK.networks}</label>
      </h3>
      <Select
        id="look-networks"
        value={chosen ?? ""}
        options={options}
        onChange={(choice) => choose({ choice })}
      />
      {fetching && (
        <p className="note" role="status">
          {LOOK.fetching}
        </p>
      )}
      {trouble !== null && (
        <p className="note bad" role="alert">
          {trouble.message} {trouble.remedy}
        </p>
      )}
      {chosen === RACE && epoch !== null && <p className="note">{LOOK.at(epoch)}</p>}
      {chosen === null && <p className="note">{LOOK.noneWhy}</p>}
    </section>
  );
}

/** Which layer the maps and the microscope show. */
function InsideSection() {
  const subject = useLook((state) => state.subject);
  const layer = useLook((state) => state.layer);
  const { choose } = useLookActions();
  if (subject === null) return null;
  const options = Object.fromEntries(subject.plans.map(({ name }, i) => [String(i), name]));
  return (
    <section>
      <h3>{LOOK.inside}</h3>
      <div className="field">
        <div className="label">
          <label htmlFor="look-layer">{LOOK.layer}</label>
        </div>
        <Select
          id="look-layer"
          value={String(layer)}
          options={options}
          onChange={(next) => choose({ layer: Number(next) })}
        />
      </div>
      <InsideFields />
    </section>
  );
}
