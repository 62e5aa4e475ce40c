import { Select } from "../controls/Select.tsx";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { inputChoices } from "./filters.ts";
import type { InsideChoice } from "./lookStore.ts";
import { useLook, useLookActions } from "./useLook.ts";

const SHOWS = ["maps", "filters"] as const;
const WEIGHTS = ["w", "rescaled"] as const;

/** How the chosen layer is shown: its maps or filters, in which order, and which weights of them. */
export function InsideFields() {
  const inside = useLook((state) => state.inside);
  const { choose } = useLookActions();
  const change = (values: Partial<InsideChoice>) => choose({ inside: { ...inside, ...values } });
  const { show, order } = inside;
  return (
    <>
      <Segments
        id="look-show"
        label={LOOK_MAPS.show}
        values={SHOWS}
        names={LOOK_MAPS.shows}
        chosen={show}
        onChange={(next) => change({ show: next })}
      />
      <div className="field">
        <div className="label">
          <label htmlFor="look-order">{LOOK_MAPS.order}</label>
        </div>
        <Select
          id="look-order"
          value={order}
          options={LOOK_MAPS.orders[show]}
          onChange={(next) => change({ order: next as InsideChoice["order"] })}
        />
      </div>
      {show === "filters" && <FilterFields inside={inside} change={change} />}
    </>
  );
}

function FilterFields({
  inside,
  change,
}: {
  inside: InsideChoice;
  change: (values: Partial<InsideChoice>) => void;
}) {
  const plans = useLook((state) => state.subject?.plans ?? null);
  const layer = useLook((state) => state.layer);
  const contents = useLook((state) => state.contents.get(layer));
  const choices = plans ? inputChoices(plans, layer) : [];
  const chosen = inside.input !== null && choices.includes(inside.input) ? inside.input : choices[0];
  const approximate = contents?.some((lane) => lane.approximate !== null) === true;
  return (
    <>
      {choices.length > 1 && (
        <div className="field">
          <div className="label">
            <label htmlFor="look-input">{LOOK_MAPS.inputs}</label>
          </div>
          <Select
            id="look-input"
            value={String(choices.indexOf(chosen ?? 0))}
            options={Object.fromEntries(
              choices.map((choice, i) => [
                String(i),
                typeof choice === "number" ? LOOK_MAPS.inputNumber(choice + 1) : LOOK_MAPS.inputNames[choice],
              ]),
            )}
            onChange={(next) => change({ input: choices[Number(next)] ?? null })}
          />
        </div>
      )}
      {approximate && (
        <Segments
          id="look-weights"
          label={LOOK_MAPS.weights}
          values={WEIGHTS}
          names={LOOK_MAPS.weightNames}
          chosen={inside.rescaled ? "rescaled" : "w"}
          onChange={(next) => change({ rescaled: next === "rescaled" })}
        />
      )}
    </>
  );
}

interface SegmentsProps<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly values: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly onChange: (value: T) => void;
}

function Segments<T extends string>({ id, label, values, names, chosen, onChange }: SegmentsProps<T>) {
  return (
    <div className="field">
      <div className="label">
        <span id={id}>{label}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row */}
      <div className="segments" role="group" aria-labelledby={id}>
        {values.map((value) => (
          <button key={value} type="button" aria-pressed={value === chosen} onClick={() => onChange(value)}>
            {names[value]}
          </button>
        ))}
      </div>
    </div>
  );
}
