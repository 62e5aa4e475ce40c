import { KNOBS } from "../../train/config.ts";
import { useActions, useRace } from "../storeContext.ts";
import { SETUP } from "../strings/shell.ts";
import { KnobLabel } from "./KnobLabel.tsx";
import { NumberInput } from "./NumberInput.tsx";

/** New seeds are short enough to read out in a lecture hall. */
const NEW_SEEDS = 10000;

export function SeedField() {
  const seed = useRace((state) => state.config.seed);
  const { change } = useActions();
  return (
    <div className="field">
      <KnobLabel knob={KNOBS.seed} id="knob-seed">
        <span className="unit">{SETUP.both}</span>
      </KnobLabel>
      <div className="row">
        <div>
          <NumberInput
            id="knob-seed"
            knob={KNOBS.seed}
            value={seed}
            onChange={(next) => change({ seed: next })}
          />
        </div>
        <button
          type="button"
          className="btn"
          onClick={() => change({ seed: Math.floor(Math.random() * NEW_SEEDS) })}
        >
          {SETUP.newSeed}
        </button>
      </div>
    </div>
  );
}
