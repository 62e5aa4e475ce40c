const KEY = "minconv-tested-devices";

/** Drivers change without a word: after so long a device is tested anew. */
const DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The part of a browser's storage that is used; it may throw, also when it is only touched. */
type Texts = () => Pick<Storage, "getItem" | "setItem">;

const browser: Texts = () => globalThis.localStorage;

/** Devices whose arithmetic was right in this browser, and when (milliseconds). Never throws. */
function readAll(texts: Texts, now: number): Record<string, number> {
  try {
    const entries = Object.entries(JSON.parse(texts().getItem(KEY) ?? "{}") as Record<string, unknown>);
    return Object.fromEntries(
      entries.filter(
        (entry): entry is [string, number] =>
          typeof entry[1] === "number" && entry[1] <= now && now - entry[1] < DAYS * DAY_MS,
      ),
    );
  } catch {
    return {};
  }
}

/** The devices that need no self-test before they train. */
export function testedDevices(texts: Texts = browser, now = Date.now()): readonly string[] {
  return Object.keys(readAll(texts, now));
}

/** Remembers a device, where the browser lets the page remember anything. */
export function rememberTested(device: string, texts: Texts = browser, now = Date.now()): void {
  try {
    texts().setItem(KEY, JSON.stringify({ ...readAll(texts, now), [device]: now }));
  } catch {
    // Storage is blocked: it is tested again next time.
  }
}
