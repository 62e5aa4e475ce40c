import { KNOBS, type Knob, type KnobName } from "../../train/config.ts";
import { isShown } from "../state.ts";
import { useActions, useRace } from "../storeContext.ts";
import { KnobLabel } from "./KnobLabel.tsx";
import { NumberInput } from "./NumberInput.tsx";
import { Select } from "./Select.tsx";
import { TextInput } from "./TextInput.tsx";

/** The control of one knob, as its entry in the table of settings says. */
export function KnobField({ name }: { name: KnobName }) {
  const knob: Knob = KNOBS[name];
  const value = useRace((state) => state.config[name]);
  const shown = useRace((state) => isShown(knob, state.config));
  const { change } = useActions();
  const id = `knob-${name}`;
  if (!shown) return null;
  return (
    <div className="field">
      <KnobLabel knob={knob} id={id} />
      {knob.kind === "number" ? (
        <NumberInput
          id={id}
          knob={knob}
          value={Number(value)}
          onChange={(next) => change({ [name]: next })}
        />
      ) : knob.kind === "text" ? (
        <TextInput
          id={id}
          value={String(value)}
          problem={knob.problem}
          onChange={(next) => change({ [name]: next })}
        />
      ) : (
        <Select
          id={id}
          value={String(value)}
          options={knob.options}
          onChange={(next) => change({ [name]: next })}
        />
      )}
    </div>
  );
}
