import type { RunName } from "../../../train/events.ts";
import { Info } from "../../controls/Info.tsx";
import { Select } from "../../controls/Select.tsx";
import { Slider } from "../../controls/Slider.tsx";
import { Meter } from "../../shell/Meter.tsx";
import { BLEND } from "../../strings/look.ts";
import { SETUP, SHELL } from "../../strings/shell.ts";
import { useLook, useLookActions } from "../useLook.ts";
import { useFineTune } from "./useFineTune.ts";

/** One network's weights under a forward pass that slides from multiplying to comparing. Ours, not the paper's. */
export function BlendSection() {
  const { choose, move } = useLookActions();
  const blend = useLook((state) => state.blend);
  const alpha = useLook((state) => state.alpha);
  const runs = useLook((state) => state.subject?.runs);
  const known = useLook((state) => state.subject?.blend ?? null);
  const measuring = useLook((state) => state.measuring);
  const fineTune = useFineTune();
  if (runs === undefined) return null;
  // Once blended, the networks under the glass are no longer those there are to choose from.
  const choices = known === null ? runs : [known];
  const options = {
    "": BLEND.off,
    ...Object.fromEntries(choices.map((run) => [run, BLEND.weightsOf(run)])),
  };
  return (
    <section className="blend">
      <h3>{BLEND.title}</h3>
      <div className="field">
        <div className="label">
          <label htmlFor="look-blend">{BLEND.weights}</label>
          <Info
            label={SHELL.about(BLEND.title)}
            help={BLEND.help}
            formula={BLEND.formula}
            origin={SETUP.ours}
            fromPaper={false}
          />
        </div>
        <Select
          id="look-blend"
          value={blend ?? ""}
          options={options}
          onChange={(run) => choose({ blend: run === "" ? null : (run as RunName) })}
        />
      </div>
      {measuring !== null && (
        <div className="test-controls">
          <button type="button" className="btn" onClick={() => choose({ blend: null })}>
            {BLEND.stop}
          </button>
          <Meter value={measuring.done / measuring.total} label={BLEND.measuring} />
          <span className="dim">{BLEND.measuring}</span>
        </div>
      )}
      {blend !== null && (
        <>
          <Slider
            label={BLEND.alpha}
            value={alpha}
            min={0}
            max={1}
            step={0.05}
            text={(value) => value.toFixed(2)}
            onChange={move}
          />
          <button type="button" className="btn" title={BLEND.fineTuneWhy} onClick={fineTune}>
            {BLEND.fineTune}
          </button>
        </>
      )}
    </section>
  );
}
