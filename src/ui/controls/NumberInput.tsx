import { useState } from "react";
import type { NumberKnob } from "../../train/config.ts";
import { NUMBERS } from "../strings/shell.ts";
import { parseNumber } from "./parseNumber.ts";

export interface NumberInputProps {
  readonly id: string;
  readonly knob: NumberKnob;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/**
 * A field that never fights the typist: what is typed stays until the field is left or Enter is
 * pressed; only then does it become the value, or a message beneath says why it cannot.
 */
export function NumberInput({ id, knob, value, onChange }: NumberInputProps) {
  /** What is being typed; null while the field shows the value. */
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const parsed = draft === null ? null : parseNumber(draft, knob);
  const shownBack = parsed?.ok && String(parsed.value) !== draft ? NUMBERS.means(parsed.value) : null;
  const note = refused ?? shownBack;

  function leave(): void {
    if (parsed === null) return;
    if (parsed.ok) {
      reset();
      if (parsed.value !== value) onChange(parsed.value);
    } else {
      setRefused(`${parsed.message} ${NUMBERS.kept(value)}`);
    }
  }
  function reset(): void {
    setDraft(null);
    setRefused(null);
  }

  return (
    <>
      <span className="number">
        <input
          id={id}
          className="input"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={draft ?? String(value)}
          aria-invalid={refused !== null}
          aria-describedby={note === null ? undefined : `${id}-note`}
          onChange={(event) => {
            setDraft(event.target.value);
            setRefused(null);
          }}
          onBlur={leave}
          onKeyDown={(event) => {
            if (event.key === "Enter") leave();
            if (event.key === "Escape") reset();
          }}
        />
        {knob.unit !== undefined && <span className="unit">{knob.unit}</span>}
      </span>
      {note !== null && (
        <p
          id={`${id}-note`}
          className={refused === null ? "note" : "note bad"}
          role={refused === null ? undefined : "alert"}
        >
          {note}
        </p>
      )}
    </>
  );
}
