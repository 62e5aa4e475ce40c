import type { ReactNode } from "react";
import { Info } from "../controls/Info.tsx";
import { SHELL } from "../strings/shell.ts";

export interface ChartHeadProps {
  readonly title: string;
  readonly caption: string;
  readonly help: string;
  readonly formula: string;
  readonly where: string;
  readonly fromPaper: boolean;
  readonly children?: ReactNode;
}

/** The line above every chart: title, "i", caption, and its controls at the right. */
export function ChartHead({ title, caption, help, formula, where, fromPaper, children }: ChartHeadProps) {
  return (
    <div className="head">
      <h2>{title}</h2>
      <Info label={SHELL.about(title)} help={help} formula={formula} origin={where} fromPaper={fromPaper} />
      <p>{caption}</p>
      <span className="grow" />
      {children}
    </div>
  );
}
