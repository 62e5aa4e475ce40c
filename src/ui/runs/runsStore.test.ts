import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DATASETS } from "../../data/index.ts";
import { aRecord } from "../../runs/testing.ts";
import type { TrainConfig } from "../../train/config.ts";
import { fromLink } from "../../train/link.ts";
import type { TrainClient } from "../../worker/client.ts";
import type { Command, Event, ListedRun } from "../../worker/protocol.ts";
import { createRaceStore } from "../store.ts";
import { differences } from "./differences.ts";
import { createRunsStore } from "./runsStore.ts";

/** A page whose worker is played by the test. */
function page() {
  const sent: Command[] = [];
  const listeners: ((event: Event) => void)[] = [];
  const client: TrainClient = {
    send: (command) => sent.push(command),
    subscribe: (listener) => {
      listeners.push(listener);
      return () => {};
    },
    restart: () => {},
  };
  const race = createRaceStore(client, fromLink("#/race?seed=5"), true, () => {});
  const followed: TrainConfig[] = [];
  const store = createRunsStore(client, race, (config) => followed.push(config));
  const say = (event: Event) => {
    for (const listener of listeners) listener(event);
  };
  const of = (type: Command["type"]) => sent.filter((command) => command.type === type);
  /** The worker builds and ends the race that was set up last. */
  const build = () => {
    const setup = of("setup").at(-1) as Command & { type: "setup" };
    const race = { id: `race ${setup.config.seed}`, history: [], config: setup.config };
    say({ type: "race", ...race, runs: [], data: DATASETS.digits });
    say({ type: "phase", phase: "running" });
  };
  return { race, store, followed, sent, say, of, build };
}

const listed = (id: string, changes: Partial<ListedRun> = {}): ListedRun => ({
  ...aRecord({ id }),
  held: null,
  ...changes,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("kept runs on the page", () => {
  it("are asked for at once, and their curves only where they are drawn, once", () => {
    const at = page();
    expect(at.of("listRuns")).toHaveLength(1);
    const runs = [listed("a", { pinned: true }), listed("b")];
    at.say({ type: "runs", runs, aside: [] });
    at.say({ type: "runs", runs, aside: [] });
    expect(at.of("readRun")).toEqual([{ type: "readRun", id: "a" }]);
    at.store.actions.show("b", true);
    expect(at.of("readRun").at(-1)).toEqual({ type: "readRun", id: "b" });
  });

  it("that are deleted can be brought back for a while, then go for good", () => {
    const at = page();
    at.say({ type: "runs", runs: [listed("a"), listed("b"), listed("c", { held: "here" })], aside: [] });
    at.store.actions.remove(["a", "c"]);
    expect(at.of("deleteRuns")).toEqual([{ type: "deleteRuns", ids: ["a"] }]);
    at.store.actions.undo();
    expect(at.of("restoreRuns")).toEqual([{ type: "restoreRuns", ids: ["a"] }]);
    vi.advanceTimersByTime(60_000);
    expect(at.of("forgetRuns")).toEqual([]);
    at.store.actions.remove(["b"]);
    vi.advanceTimersByTime(60_000);
    expect(at.of("forgetRuns")).toEqual([{ type: "forgetRuns", ids: ["b"] }]);
  });

  it("go on with their own settings in the form", () => {
    const at = page();
    const run = listed("a");
    at.say({ type: "runs", runs: [run], aside: [] });
    at.store.actions.resume("a");
    expect(at.followed).toEqual([run.config]);
    expect(at.sent.at(-1)).toEqual({ type: "resume", id: "a" });
  });

  it("tell once that storage fails, and again only when it fails in another way", () => {
    const at = page();
    at.say({ type: "keeping", trouble: "blocked", details: "" });
    at.store.actions.closeTrouble();
    expect(at.store.getState()).toMatchObject({ trouble: "blocked", troubleClosed: true });
    at.say({ type: "keeping", trouble: "full", details: "" });
    expect(at.store.getState().troubleClosed).toBe(false);
  });
});

describe("the same settings with several seeds", () => {
  const seeds = (at: ReturnType<typeof page>) =>
    at.of("setup").map((command) => command.type === "setup" && command.config.seed);

  it("run one after another", () => {
    const at = page();
    at.store.actions.repeat(3);
    for (let i = 0; i < 3; i++) {
      at.build();
      at.say({ type: "phase", phase: "finished" });
    }
    expect(seeds(at)).toEqual([5, 6, 7]);
    expect(at.store.getState().repeat).toBeNull();
  });

  it("end when one fails, or when the visitor starts something else", () => {
    const failing = page();
    failing.store.actions.repeat(3);
    failing.build();
    failing.say({ type: "phase", phase: "failed" });
    expect(failing.store.getState().repeat).toBeNull();
    const left = page();
    left.store.actions.repeat(3);
    left.build();
    left.race.actions.change({ seed: 99 });
    left.race.actions.trainBoth();
    left.build();
    left.say({ type: "phase", phase: "finished" });
    expect(seeds(left)).toEqual([5, 99]);
  });
});

it("only settings that differ are compared, in the form's words", () => {
  const { config } = aRecord();
  expect(differences([config, { ...config, opt: "sgd", batch: 7 }])).toEqual([
    { name: "batch", values: ["64", "7"] },
    { name: "opt", values: ["Adam", "SGD with momentum"] },
  ]);
});
