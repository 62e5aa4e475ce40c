import type { RunName } from "../../../train/events.ts";
import { runClass } from "../../shell/Mark.tsx";

/** What is read at a part of an axis: which part, and a value of each network. */
export function BinReading({
  head,
  values,
}: {
  head: string;
  values: readonly (readonly [run: RunName, text: string])[];
}) {
  return (
    <>
      {head}
      {values.map(([run, text]) => (
        <b key={run} className={runClass(run)}>
          {text}
        </b>
      ))}
    </>
  );
}
