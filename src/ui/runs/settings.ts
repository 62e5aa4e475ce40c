import { KNOBS, type Knob, type KnobName, type TrainConfig } from "../../train/config.ts";
import type { ListedRun } from "../../worker/protocol.ts";

/** A knob's value as the form words it. */
export function inWords(name: KnobName, value: number | string): string {
  const knob: Knob = KNOBS[name];
  return knob.kind === "choice" ? (knob.options[String(value)] ?? String(value)) : String(value);
}

const ALWAYS: readonly KnobName[] = ["data", "net", "product"];
/** The table has columns of their own for these. */
const ELSEWHERE: ReadonlySet<KnobName> = new Set<KnobName>(["seed", "epochs"]);

/** The settings in a line: what is learnt, and what is not the default. */
export function inShort(config: TrainConfig): string {
  const names = (Object.keys(KNOBS) as KnobName[]).filter(
    (name) => !ALWAYS.includes(name) && !ELSEWHERE.has(name) && config[name] !== KNOBS[name].default,
  );
  const others = names.map((name) => `${KNOBS[name].label.toLowerCase()} ${inWords(name, config[name])}`);
  return [...ALWAYS.map((name) => inWords(name, config[name])), ...others].join(", ");
}

/** Nobody trains it, it is not done, and its state was saved. */
export function canResume({ held, status, checkpoint }: ListedRun): boolean {
  return held === null && checkpoint !== null && status !== "finished" && status !== "failed";
}
