import { KNOBS, type KnobName, type TrainConfig } from "../../train/config.ts";
import { inWords } from "./settings.ts";

/** One setting in which runs differ, with each run's value as text. */
export interface Difference {
  readonly name: KnobName;
  readonly values: readonly string[];
}

/** The settings that are not the same in all these runs, in the order of the form. */
export function differences(configs: readonly TrainConfig[]): readonly Difference[] {
  return (Object.keys(KNOBS) as KnobName[]).flatMap((name) => {
    const values = configs.map((config) => config[name]);
    return new Set(values).size < 2 ? [] : [{ name, values: values.map((value) => inWords(name, value)) }];
  });
}
