import { KNOBS } from "../../train/config.ts";
import { useActions, useRace } from "../storeContext.ts";
import { KnobLabel } from "./KnobLabel.tsx";
import { NumberInput } from "./NumberInput.tsx";

/** The slider's stops: 1, 2 and 5 of each decade that can be of use. The field takes any rate. */
const STOPS = [-5, -4, -3, -2, -1]
  .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
  .concat(1);

export function RateField() {
  const rate = useRace((state) => state.config.lr);
  const { change } = useActions();
  const nearest = STOPS.reduce(
    (best, stop, i) => (distance(stop, rate) < distance(STOPS[best] ?? 1, rate) ? i : best),
    0,
  );
  return (
    <div className="field rate">
      <KnobLabel knob={KNOBS.lr} id="knob-lr" />
      <NumberInput id="knob-lr" knob={KNOBS.lr} value={rate} onChange={(lr) => change({ lr })} />
      <input
        className="range"
        type="range"
        min={0}
        max={STOPS.length - 1}
        value={nearest}
        aria-label={KNOBS.lr.label}
        aria-valuetext={String(rate)}
        onChange={(event) => change({ lr: STOPS[Number(event.target.value)] ?? rate })}
      />
    </div>
  );
}

function distance(a: number, b: number): number {
  return Math.abs(Math.log(a / b));
}
