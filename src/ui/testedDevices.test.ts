import { expect, it } from "vitest";
import { rememberTested, testedDevices } from "./testedDevices.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

function storage(text: string | null = null) {
  let kept = text;
  return () => ({
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  });
}

it("a device that passed its self-test is known for a week", () => {
  const texts = storage();
  rememberTested("a", texts, 0);
  rememberTested("b", texts, 6 * DAY_MS);
  expect(testedDevices(texts, 6 * DAY_MS)).toEqual(["a", "b"]);
  expect(testedDevices(texts, 7 * DAY_MS)).toEqual(["b"]);
});

it("what cannot be read, or lies in the future, counts as never tested, and is replaced", () => {
  for (const text of ["{", "null", "[]", '{"a":"1"}', '{"a":9e15}']) {
    const texts = storage(text);
    expect(testedDevices(texts)).toEqual([]);
    rememberTested("b", texts);
    expect(testedDevices(texts)).toEqual(["b"]);
  }
});

it("a browser that keeps nothing only tests anew", () => {
  const blocked = () => {
    throw new DOMException("no", "SecurityError");
  };
  rememberTested("a", blocked);
  expect(testedDevices(blocked)).toEqual([]);
});
