import { KNOBS } from "../../train/config.ts";
import { Mark } from "../shell/Mark.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { IMPORT } from "../strings/files.ts";
import { SETUP } from "../strings/shell.ts";
import { FilePicker } from "./FileButton.tsx";
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

/** The file a transferred network starts from, and the way to another one. */
function GivenWeights() {
  const weights = useRace((state) => state.startWeights);
  const { takeWeights } = useActions();
  const picker = (
    <FilePicker
      className={weights === null ? "btn" : "link"}
      label={weights === null ? IMPORT.choose : IMPORT.another}
      testId="weights"
      onFiles={([file]) => file !== undefined && takeWeights(file)}
    />
  );
  return weights === null ? (
    <div className="fetch">
      {picker}
      <p className="note">{IMPORT.drop}</p>
    </div>
  ) : (
    <p className="note given">
      <b>{weights.name}</b> {IMPORT.about(weights.metadata)} {picker}
    </p>
  );
}
