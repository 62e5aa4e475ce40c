import { useId } from "react";

export interface SliderProps {
  readonly label: React.ReactNode;
  /** The label where it is no plain text. */
  readonly name?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Distance of the stops; on a logarithmic slider their ratio minus 1. */
  readonly step: number;
  readonly logarithmic?: boolean | undefined;
  readonly text: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** Digits that a value keeps: sliders give no 0.30000000000000004. */
const DIGITS = 6;

/** A number between two ends, its value at the right of its label. */
export function Slider({ label, name, value, min, max, step, logarithmic, text, onChange }: SliderProps) {
  const id = useId();
  const there = logarithmic === true ? Math.log : (at: number) => at;
  const back = logarithmic === true ? Math.exp : (at: number) => at;
  return (
    <div className="field slider">
      <div className="label">
        <label htmlFor={id}>{label}</label>
        <b>{text(value)}</b>
      </div>
      <input
        id={id}
        className="range"
        type="range"
        min={there(min)}
        max={there(max)}
        step={logarithmic === true ? Math.log1p(step) : step}
        value={there(value)}
        aria-label={name}
        aria-valuetext={text(value)}
        onChange={(event) => onChange(rounded(back(Number(event.target.value)), logarithmic === true))}
      />
    </div>
  );
}

function rounded(value: number, relative: boolean): number {
  return relative ? Number(value.toPrecision(3)) : Number(value.toFixed(DIGITS));
}
