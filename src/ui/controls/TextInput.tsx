import { useState } from "react";
import { NUMBERS } from "../strings/shell.ts";

export interface TextInputProps {
  readonly id: string;
  readonly value: string;
  /** Why a text does not suit, or null where it does. */
  readonly problem: (text: string) => string | null;
  readonly onChange: (value: string) => void;
}

/** A text with a meaning: as with numbers, what is typed stays until the field is left, and only then counts. */
export function TextInput({ id, value, problem, onChange }: TextInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);

  function leave(): void {
    if (draft === null) return;
    const text = draft.trim();
    const reason = problem(text);
    if (reason !== null) {
      setRefused(`${reason} ${NUMBERS.textKept}`);
      return;
    }
    reset();
    if (text !== value) onChange(text);
  }
  function reset(): void {
    setDraft(null);
    setRefused(null);
  }

  return (
    <>
      <textarea
        id={id}
        className="input"
        rows={3}
        autoComplete="off"
        spellCheck={false}
        value={draft ?? value}
        aria-invalid={refused !== null}
        aria-describedby={refused === null ? undefined : `${id}-note`}
        onChange={(event) => {
          setDraft(event.target.value);
          setRefused(null);
        }}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Escape" && draft !== null) {
            event.stopPropagation();
            reset();
          }
          if (event.key !== "Enter") return;
          event.preventDefault();
          leave();
        }}
      />
      {refused !== null && (
        <p id={`${id}-note`} className="note bad" role="alert">
          {refused}
        </p>
      )}
    </>
  );
}
