/** What the page remembers of keeping runs. A setting of this browser, no part of an experiment. */
export interface Preferences {
  /** Megabytes of weights kept of each run. */
  readonly weightsLimit: number;
}

export const WEIGHTS_LIMIT = { default: 100, min: 0, max: 10_000 } as const;

const KEY = "minconv-keeping";
/** Where a value that could not be read is put before another takes its place. */
const ASIDE = "minconv-keeping-unreadable";
const VERSION = 1;

export type PreferencesReading = Preferences & {
  /** "unreadable": the defaults are used. "newer": they are used and nothing is written. */
  readonly problem: "unreadable" | "newer" | null;
};

const DEFAULTS: Preferences = { weightsLimit: WEIGHTS_LIMIT.default };

/** The part of a browser's storage that is used; it may throw, also when it is only touched. */
type Texts = () => Pick<Storage, "getItem" | "setItem">;

const browser: Texts = () => globalThis.localStorage;

/** Never throws: what cannot be read falls back to the defaults. */
export function readPreferences(texts: Texts = browser): PreferencesReading {
  try {
    const text = texts().getItem(KEY);
    return text === null ? { ...DEFAULTS, problem: null } : check(text);
  } catch {
    return { ...DEFAULTS, problem: null };
  }
}

function check(text: string): PreferencesReading {
  const unreadable = { ...DEFAULTS, problem: "unreadable" } as const;
  try {
    const { version, weightsLimit } = JSON.parse(text) as Record<string, unknown>;
    if (typeof version === "number" && version > VERSION) return { ...DEFAULTS, problem: "newer" };
    const { min, max } = WEIGHTS_LIMIT;
    const good = typeof weightsLimit === "number" && weightsLimit >= min && weightsLimit <= max;
    return version === VERSION && good ? { weightsLimit, problem: null } : unreadable;
  } catch {
    return unreadable;
  }
}

/** Remembers, where the browser lets it. An unreadable value is kept beside; a newer page's stays. */
export function writePreferences(preferences: Preferences, texts: Texts = browser): void {
  try {
    const { problem } = readPreferences(texts);
    if (problem === "newer") return;
    if (problem === "unreadable") texts().setItem(ASIDE, texts().getItem(KEY) ?? "");
    texts().setItem(KEY, JSON.stringify({ version: VERSION, ...preferences }));
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
