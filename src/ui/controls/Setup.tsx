import { KNOBS, type Knob, type KnobName } from "../../train/config.ts";
import { ImportProblem } from "../files/ImportProblem.tsx";
import { Icon } from "../shell/Icon.tsx";
import { isShown, waitingKnobs } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { SETUP } from "../strings/shell.ts";
import { DataField } from "./DataField.tsx";
import { KnobField } from "./KnobField.tsx";
import { NetField } from "./NetField.tsx";
import { ProductField } from "./ProductField.tsx";
import { RateField } from "./RateField.tsx";
import { SeedField } from "./SeedField.tsx";
import { TransferField } from "./TransferField.tsx";

/** Knobs with a control of their own; every other one is drawn by its kind. */
const OWN_FIELDS: Partial<Record<KnobName, () => React.JSX.Element>> = {
  data: DataField,
  net: NetField,
  seed: SeedField,
  product: ProductField,
  transfer: TransferField,
  lr: RateField,
};

/** Knobs short enough to share a line with the next. */
const PAIRED: ReadonlySet<KnobName> = new Set<KnobName>(["batch", "epochs"]);

const NAMES = Object.keys(KNOBS) as KnobName[];

function inGroup(group: Knob["group"]): KnobName[] {
  return NAMES.filter((name) => KNOBS[name].group === group);
}

/** The settings, drawn from the table of knobs. */
export function Setup() {
  return (
    <>
      <ImportProblem />
      <Group group="problem" />
      <Group group="product" />
      <Group group="training" />
      <Choices />
      <WhenItActs />
    </>
  );
}

function Group({ group }: { group: keyof typeof SETUP.groups }) {
  return (
    <section>
      <h3>{SETUP.groups[group]}</h3>
      <Fields names={inGroup(group)} />
    </section>
  );
}

function Fields({ names }: { names: readonly KnobName[] }) {
  const single = names.filter((name) => !PAIRED.has(name));
  const paired = names.filter((name) => PAIRED.has(name));
  return (
    <>
      {single.map((name) => {
        const Own = OWN_FIELDS[name];
        return Own === undefined ? <KnobField key={name} name={name} /> : <Own key={name} />;
      })}
      {paired.length > 0 && (
        <div className="row">
          {paired.map((name) => (
            <KnobField key={name} name={name} />
          ))}
        </div>
      )}
    </>
  );
}

/** What the paper leaves open, and how the page watches: folded away, with their number. */
function Choices() {
  const names = [...inGroup("open"), ...inGroup("watch")];
  const count = useRace((state) => names.filter((name) => isShown(KNOBS[name], state.config)).length);
  return (
    <details className="choices">
      <summary>
        <Icon name="right" />
        <span>{SETUP.groups.open}</span>
        <span className="unit">{count}</span>
      </summary>
      <Fields names={names} />
    </details>
  );
}

function WhenItActs() {
  const config = useRace((state) => state.config);
  const race = useRace((state) => state.race);
  const waiting = waitingKnobs(config, race);
  const live = NAMES.filter((name) => (KNOBS[name] as Knob).live === true);
  return waiting.length > 0 ? (
    <p className="when waiting" role="status">
      {SETUP.waits(waiting.map((name) => KNOBS[name].label))}
    </p>
  ) : (
    <p className="when">{SETUP.now(live.map((name) => KNOBS[name].label))}</p>
  );
}
