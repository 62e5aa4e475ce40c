import { KNOBS, type Knob, type KnobName, type TrainConfig } from "../train/config.ts";
import { defaultConfig, numberProblem } from "../train/link.ts";
import type { FlagTable } from "./help.ts";

/** Flags that are settings (named as in train/config.ts) and all others. */
export interface Flags {
  readonly config: TrainConfig;
  /** The settings that were named. */
  readonly given: ReadonlySet<KnobName>;
  readonly others: ReadonlyMap<string, string>;
}

/** A command line that cannot be understood; the message says which flag and why. */
export class FlagError extends Error {}

function settingOf(name: KnobName, text: string): string | number {
  const knob: Knob = KNOBS[name];
  if (knob.kind === "choice") {
    if (Object.hasOwn(knob.options, text)) return text;
    throw new FlagError(`--${name} ${text}: choose one of ${Object.keys(knob.options).join(", ")}.`);
  }
  if (knob.kind === "text") {
    const problem = knob.problem(text);
    if (problem) throw new FlagError(`--${name} ${text}: ${problem}`);
    return text;
  }
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const problem = numberProblem(knob, value);
  if (problem) throw new FlagError(`--${name} ${text}: ${problem}`);
  return value;
}

/**
 * Reads `--name value` pairs. Every knob is a flag; `known` lists the others, `switches` those
 * without a value.
 * @throws FlagError for an unknown flag, a missing value or a value out of range.
 */
export function parseFlags(
  argv: readonly string[],
  known: readonly string[],
  switches: readonly string[],
): Flags {
  const settings: Record<string, string | number> = { ...defaultConfig() };
  const others = new Map<string, string>();
  const given = new Set<KnobName>();
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] as string;
    const name = argument.replace(/^--/, "");
    if (!argument.startsWith("--")) throw new FlagError(`"${argument}" is not a flag; flags begin with --.`);
    if (switches.includes(name)) {
      others.set(name, "");
      continue;
    }
    const value = argv[++i];
    if (value === undefined) throw new FlagError(`--${name} needs a value.`);
    if (Object.hasOwn(KNOBS, name)) {
      settings[name] = settingOf(name as KnobName, value);
      given.add(name as KnobName);
    } else if (known.includes(name)) others.set(name, value);
    else
      throw new FlagError(
        `--${name} is not known. Settings: ${Object.keys(KNOBS).join(", ")}; others: ${[...known, ...switches].join(", ")}.`,
      );
  }
  return { config: settings as unknown as TrainConfig, given, others };
}

/** A whole number of at least 1 among the other flags. */
export function countFlag(others: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = others.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new FlagError(`--${name} ${text}: a whole number of at least 1.`);
  return value;
}

/** The flags of a table that take a value. */
export const valued = (table: FlagTable) => Object.keys(table).filter((name) => table[name]?.[0] !== "");

/** Those that take none. */
export const switches = (table: FlagTable) => Object.keys(table).filter((name) => table[name]?.[0] === "");
