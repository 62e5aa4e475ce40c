import { DATASETS } from "../data/index.ts";
import { KNOBS, type Knob, type KnobName, type NumberKnob, type TrainConfig } from "./config.ts";

/** The settings a link names even where they are the defaults: they decide what is being learnt. */
const ALWAYS: ReadonlySet<KnobName> = new Set<KnobName>(["data", "net", "product", "seed"]);

/** Longer links are cut here: nothing this page makes comes near. */
const MAX_LENGTH = 4000;

export interface LinkReading {
  readonly config: TrainConfig;
  /** One sentence for every part that could not be used, with what was taken instead. */
  readonly problems: readonly string[];
  /** The knobs the link set itself, so that the page may choose the others. */
  readonly given: ReadonlySet<KnobName>;
}

/** The page's views, by their names in its address. */
export const VIEWS = ["race", "lab", "look", "paper"] as const;

export type View = (typeof VIEWS)[number];

const KNOB_NAMES = Object.keys(KNOBS) as KnobName[];

/** Every knob at its default. */
export function defaultConfig(): TrainConfig {
  return Object.fromEntries(KNOB_NAMES.map((name) => [name, KNOBS[name].default])) as unknown as TrainConfig;
}

/** The address of an experiment: `#/race?data=mnist@1&net=lenet&product=smin&seed=42&…`. */
export function toLink(config: TrainConfig, view: View = "race"): string {
  const parts = KNOB_NAMES.filter((name) => ALWAYS.has(name) || config[name] !== KNOBS[name].default).map(
    (name) => `${name}=${written(name, config)}`,
  );
  return `#/${view}?${parts.join("&")}`;
}

function written(name: KnobName, config: TrainConfig): string {
  if (name === "data") return `${config.data}@${DATASETS[config.data].version}`;
  const text = String(config[name]);
  return KNOBS[name].kind === "text" ? encodeURIComponent(text) : text;
}

/** The view an address names: the first of VIEWS where it names none or one that is not there. */
export function viewOf(address: string): View {
  const name = viewName(address);
  return VIEWS.find((view) => view === name) ?? VIEWS[0];
}

/** The same address in another view: the settings stay as they are written. */
export function inView(address: string, view: View): string {
  const mark = address.indexOf("?");
  return `#/${view}${mark < 0 ? "" : address.slice(mark)}`;
}

/**
 * Reads an address, or any text at all: good settings are used, each bad one is named together with
 * the default taken. Never throws.
 */
export function fromLink(text: string): LinkReading {
  const problems: string[] = [];
  const values = new Map<KnobName, number | string>();
  const seen = new Set<string>();
  for (const part of queryParts(text, problems)) {
    const equals = part.indexOf("=");
    const key = decode(equals < 0 ? part : part.slice(0, equals));
    const value = decode(equals < 0 ? "" : part.slice(equals + 1));
    if (key === null || !isKnob(key)) {
      problems.push(`This page has no setting ${quote(key ?? part)}; it was left out.`);
    } else if (seen.has(key)) {
      problems.push(`${KNOBS[key].label} is named twice; the first value was taken.`);
    } else {
      seen.add(key);
      const read = value === null ? null : readValue(key, value, problems);
      if (read !== null) values.set(key, read);
      else problems.push(refusal(key, value ?? part.slice(equals + 1)));
    }
  }
  return {
    config: { ...defaultConfig(), ...Object.fromEntries(values) } as TrainConfig,
    problems,
    given: new Set(values.keys()),
  };
}

/** Why a number does not suit a knob, or null where it does. */
export function numberProblem(knob: NumberKnob, value: number): string | null {
  if (Number.isNaN(value)) return "Not a number.";
  if (value < knob.min || value > knob.max) return `${knob.label} goes from ${knob.min} to ${knob.max}.`;
  if (knob.integer && !Number.isInteger(value)) return `${knob.label} is a whole number.`;
  return null;
}

function queryParts(text: string, problems: string[]): string[] {
  let rest = text;
  if (rest.length > MAX_LENGTH) {
    problems.push(
      `The link is ${text.length} characters long; what follows the first ${MAX_LENGTH} was left out.`,
    );
    rest = rest.slice(0, MAX_LENGTH);
  }
  rest = rest.slice(rest.indexOf("#") + 1);
  const view = viewName(rest);
  if (view !== "" && view !== viewOf(rest)) problems.push(`There is no view ${quote(view)}; this is Race.`);
  const mark = rest.indexOf("?");
  return mark < 0
    ? []
    : rest
        .slice(mark + 1)
        .split("&")
        .filter((part) => part !== "");
}

function viewName(address: string): string {
  const hash = address.slice(address.indexOf("#") + 1);
  return hash.replace(/\?.*$/s, "").replace(/^\/|\/$/g, "");
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

function isKnob(key: string): key is KnobName {
  return Object.hasOwn(KNOBS, key);
}

function readValue(name: KnobName, text: string, problems: string[]): number | string | null {
  const knob: Knob = KNOBS[name];
  if (knob.kind === "number") return readNumber(knob, text);
  if (knob.kind === "text") return knob.problem(text) === null ? text : null;
  if (name !== "data") return Object.hasOwn(knob.options, text) ? text : null;
  const [id = "", version] = text.split("@");
  if (!Object.hasOwn(DATASETS, id)) return null;
  const info = DATASETS[id as keyof typeof DATASETS];
  if (version !== undefined && version !== String(info.version)) {
    problems.push(
      `The link was made with version ${quote(version)} of ${info.name}; version ${info.version} is used.`,
    );
  }
  return id;
}

/** Decimal notation only: what JavaScript reads besides (0x10, empty, Infinity) is refused. */
function readNumber(knob: NumberKnob, text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return null;
  const value = Number(text);
  return numberProblem(knob, value) === null ? value : null;
}

function refusal(name: KnobName, text: string): string {
  const knob: Knob = KNOBS[name];
  const taken = knob.kind === "choice" ? knob.options[knob.default] : String(knob.default);
  return `${knob.label} cannot be ${quote(text)}; ${taken} was taken.${reason(knob, text)}`;
}

function reason(knob: Knob, text: string): string {
  if (knob.kind === "number") return ` It goes from ${knob.min} to ${knob.max}.`;
  return knob.kind === "text" ? ` ${knob.problem(text) ?? ""}` : "";
}

function quote(text: string): string {
  return text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`;
}
