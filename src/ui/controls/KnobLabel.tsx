import type { ReactNode } from "react";
import type { Knob } from "../../train/config.ts";
import { SETUP, SHELL } from "../strings/shell.ts";
import { Info } from "./Info.tsx";

/** A knob's label with its "i"; `children` stand at the right of the line. */
export function KnobLabel({
  knob,
  id,
  text,
  children,
}: {
  knob: Knob;
  id: string;
  text?: ReactNode;
  children?: ReactNode;
}) {
  const standard = knob.kind === "choice" ? knob.options[knob.default] : knob.default;
  const paper = knob.origin === "paper";
  return (
    <div className="label">
      <label htmlFor={id}>{text ?? knob.label}</label>
      <Info
        label={SHELL.about(knob.label)}
        help={knob.help}
        origin={paper ? SETUP.fromPaper(knob.where ?? "") : SETUP.ours}
        fromPaper={paper}
      >
        <p className="dim">
          {SETUP.standard(standard ?? "")}
          {knob.kind === "number" &&
            ` ${SETUP.range(knob.min, knob.max)}${knob.unit === undefined ? "" : ` ${knob.unit}`}.`}
        </p>
      </Info>
      <span className="grow" />
      {children}
    </div>
  );
}
