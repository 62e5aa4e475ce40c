import { describe, expect, it } from "vitest";
import { type KeyPress, shortcutOf } from "./shortcuts.ts";

const page: KeyPress["target"] = { tag: "BODY", type: "", role: null, editable: false, inDialog: false };
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  repeat: false,
  ctrl: false,
  meta: false,
  alt: false,
  composing: false,
  target: page,
  ...more,
});
const on = (target: Partial<KeyPress["target"]>) => ({ target: { ...page, ...target } });

describe("a key on the page", () => {
  it.each([
    [" ", "toggle"],
    [".", "step"],
    ["r", "restart"],
    ["R", "restart"],
    ["?", "help"],
    ["x", null],
  ])("%j means %s", (key, action) => {
    expect(shortcutOf(press(key), 1000)).toBe(action);
  });

  it.each(["ctrl", "meta", "alt", "composing"] as const)("means nothing with %s", (modifier) => {
    for (const key of [" ", ".", "r", "R", "?"])
      expect(shortcutOf(press(key, { [modifier]: true }), 1000)).toBeNull();
  });
});

describe("a focused control keeps its own keys", () => {
  it.each([
    ["a text field", { tag: "INPUT", type: "text" }],
    ["a text area", { tag: "TEXTAREA" }],
    ["a select", { tag: "SELECT" }],
    ["editable text", { tag: "DIV", editable: true }],
    ["a control in a dialog", { tag: "BUTTON", inDialog: true }],
  ])("%s: no shortcut at all", (_, target) => {
    for (const key of [" ", ".", "r", "?"]) expect(shortcutOf(press(key, on(target)), 1000)).toBeNull();
  });

  it.each([
    ["a button", { tag: "BUTTON" }],
    ["a check box", { tag: "INPUT", type: "checkbox" }],
    ["a slider", { tag: "INPUT", type: "range" }],
    ["a tab", { tag: "DIV", role: "tab" }],
  ])("%s: Space is its own, the letters are the page's", (_, target) => {
    expect(shortcutOf(press(" ", on(target)), 1000)).toBeNull();
    expect(shortcutOf(press("r", on(target)), 1000)).toBe("restart");
  });
});

describe("a held key", () => {
  it("steps at a bounded rate and does nothing else twice", () => {
    expect(shortcutOf(press(".", { repeat: true }), 30)).toBeNull();
    expect(shortcutOf(press(".", { repeat: true }), 160)).toBe("step");
    expect(shortcutOf(press(" ", { repeat: true }), 1000)).toBeNull();
    expect(shortcutOf(press("r", { repeat: true }), 1000)).toBeNull();
  });
});
