import { KNOBS } from "../../train/config.ts";
import { Mark } from "../shell/Mark.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { SETUP } from "../strings/shell.ts";
import { GivenWeights } from "./GivenWeights.tsx";
import { KnobLabel } from "./KnobLabel.tsx";

type Start = keyof typeof KNOBS.transfer.options;

const STARTS = Object.keys(KNOBS.transfer.options) as Start[];

/** Whether a third network joins in, and whose weights it takes over. */
export function TransferField() {
  const transfer = useRace((state) => state.config.transfer);
  const { change } = useActions();
  return (
    <div className="field transfer">
      <KnobLabel knob={KNOBS.transfer} id="knob-transfer">
        {transfer !== "off" && <Mark run="transfer" size={14} />}
      </KnobLabel>
      <fieldset className="segments" id="knob-transfer" aria-label={KNOBS.transfer.label}>
        {STARTS.map((start) => (
          <button
            key={start}
            type="button"
            aria-pressed={transfer === start}
            title={KNOBS.transfer.options[start]}
            onClick={() => change({ transfer: start })}
          >
            {SETUP.transfer[start]}
          </button>
        ))}
      </fieldset>
      {transfer === "saved" && <GivenWeights />}
    </div>
  );
}
