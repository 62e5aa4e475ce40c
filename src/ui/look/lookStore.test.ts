import { describe, expect, it } from "vitest";
import type { Command, Event } from "../../worker/protocol.ts";
import { createLookStore } from "./lookStore.ts";

/** A Look view whose worker is played by the test. */
function look() {
  const sent: Command[] = [];
  let say: (event: Event) => void = () => {};
  const store = createLookStore({
    send: (command) => sent.push(command),
    subscribe: (heard) => {
      say = heard;
      return () => {};
    },
    restart: () => {},
  });
  const draw = (value: number) =>
    store.actions.show({ kind: "pixels", pixels: new Uint8Array([value]) }, false);
  /** The worker's answer to the picture asked about last but so many. */
  const answer = (before = 0) => {
    const asked = sent.filter((command) => command.type === "lookAt").at(-1 - before);
    if (!asked) throw new Error("no picture was asked about");
    say({ type: "seen", number: asked.number, pixels: new Uint8Array(), test: null, sights: [], alpha: 1 });
  };
  return { state: store.getState, clear: store.actions.clear, draw, answer };
}

describe("answers about a drawing", () => {
  it("of fewer strokes are shown, and known to be behind", () => {
    const at = look();
    at.draw(1);
    at.draw(2);
    at.answer(1);
    expect(at.state().answers?.number).toBeLessThan(at.state().asked);
    at.answer();
    expect(at.state().answers?.number).toBe(at.state().asked);
  });

  it("that was taken away are never shown, not as those of the next either", () => {
    const at = look();
    at.draw(1);
    at.clear();
    at.answer();
    expect(at.state().answers).toBeNull();
    at.draw(2);
    at.answer(1);
    expect(at.state().answers).toBeNull();
    at.answer();
    expect(at.state().answers?.number).toBe(at.state().asked);
  });
});
