/** What a key does on the page. */
export type ShortcutAction = "toggle" | "step" | "restart" | "help";

/** A key press, and what has the focus, without the browser's objects. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  /** During text composition (Japanese, Chinese, dead keys). */
  readonly composing: boolean;
  readonly target: {
    readonly tag: string;
    /** Of an input. */
    readonly type: string;
    readonly role: string | null;
    readonly editable: boolean;
    /** Inside a dialog or popover. */
    readonly inDialog: boolean;
  };
}

/** A held key steps at most this often. */
export const STEP_EVERY_MS = 150;

const TEXTLESS_INPUTS = new Set([
  "button",
  "checkbox",
  "radio",
  "range",
  "submit",
  "reset",
  "file",
  "color",
  "image",
]);
const OWN_SPACE_TAGS = new Set(["BUTTON", "SUMMARY", "INPUT", "A"]);
const OWN_SPACE_ROLES = /^(button|checkbox|radio|switch|tab|slider|menuitem|option|combobox|listbox|link)/;

/**
 * The one action a key press means, or null where it belongs to the browser or to the control that
 * has the focus: nothing while typing or composing, nothing with Ctrl, Meta or Alt, no Space on a
 * control that has a use for it. `sinceStep` is the time since the last step, for held keys.
 */
export function shortcutOf(press: KeyPress, sinceStep: number): ShortcutAction | null {
  if (press.ctrl || press.meta || press.alt || press.composing) return null;
  if (press.target.inDialog || isTyping(press.target)) return null;
  switch (press.key) {
    case " ":
      return press.repeat || ownsSpace(press.target) ? null : "toggle";
    case ".":
      return press.repeat && sinceStep < STEP_EVERY_MS ? null : "step";
    case "r":
    case "R":
      return press.repeat ? null : "restart";
    case "?":
      return press.repeat ? null : "help";
    default:
      return null;
  }
}

function isTyping({ tag, type, editable }: KeyPress["target"]): boolean {
  if (editable || tag === "TEXTAREA" || tag === "SELECT") return true;
  return tag === "INPUT" && !TEXTLESS_INPUTS.has(type);
}

function ownsSpace({ tag, role }: KeyPress["target"]): boolean {
  return OWN_SPACE_TAGS.has(tag) || (role !== null && OWN_SPACE_ROLES.test(role));
}
