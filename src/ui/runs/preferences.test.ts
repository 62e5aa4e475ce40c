import { describe, expect, it } from "vitest";
import { readPreferences, WEIGHTS_LIMIT, writePreferences } from "./preferences.ts";

function texts(first: string | null) {
  const values = new Map(first === null ? [] : [["minconv-keeping", first]]);
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  return { values, open: () => storage };
}

describe("a stored preference", () => {
  it("comes back", () => {
    const { open } = texts(null);
    writePreferences({ weightsLimit: 20 }, open);
    expect(readPreferences(open)).toEqual({ weightsLimit: 20, problem: null });
  });

  it.each(["{", "null", "[]", '"x"', '{"state":{}}', '{"version":1,"weightsLimit":"20"}'])(
    "that is %s falls back to the default and is kept beside the next choice",
    (text) => {
      const { open, values } = texts(text);
      const read = { weightsLimit: WEIGHTS_LIMIT.default, problem: "unreadable" };
      expect(readPreferences(open)).toEqual(read);
      expect([...values.values()]).toEqual([text]);
      writePreferences({ weightsLimit: 20 }, open);
      expect(values.get("minconv-keeping-unreadable")).toBe(text);
      expect(readPreferences(open).weightsLimit).toBe(20);
    },
  );

  it("of a newer page is not written over", () => {
    const text = '{"version":999,"weightsLimit":20}';
    const { open, values } = texts(text);
    writePreferences({ weightsLimit: 30 }, open);
    expect(readPreferences(open).problem).toBe("newer");
    expect([...values.values()]).toEqual([text]);
  });

  it("is the default where the browser forbids it, without an error", () => {
    const open = () => {
      throw new DOMException("no", "SecurityError");
    };
    writePreferences({ weightsLimit: 20 }, open);
    expect(readPreferences(open)).toEqual({ weightsLimit: WEIGHTS_LIMIT.default, problem: null });
  });
});
