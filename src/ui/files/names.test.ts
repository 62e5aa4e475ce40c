import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../train/link.ts";
import { fileName, safeName } from "./names.ts";

describe("a file name", () => {
  it("is safe on every file system, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const name = safeName(text);
        expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name).not.toContain("..");
      }),
    );
  });

  it.each([
    ["../../x", "x"],
    ["=1+1", "1-1"],
    ["<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1"],
    ["", "file"],
    ["…", "file"],
  ])("%s becomes %s", (text, name) => expect(safeName(text)).toBe(name));

  it("says what was trained, and when", () => {
    const now = new Date(2026, 0, 31, 14, 25, 30);
    expect(fileName(defaultConfig(), "accuracy", "svg", now)).toBe(
      "minconv-digits-lenet-smin-seed42-accuracy-20260131-142530.svg",
    );
  });
});
