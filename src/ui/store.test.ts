import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DATASETS } from "../data/index.ts";
import type { Problem } from "../train/events.ts";
import { fromLink } from "../train/link.ts";
import type { TrainClient } from "../worker/client.ts";
import type { Command, Event } from "../worker/protocol.ts";
import { isHopeless, waitingKnobs } from "./state.ts";
import { createRaceStore } from "./store.ts";

const ready = { ready: true, source: "this site", given: 0, missing: [] };
const absent = { ready: false, source: null, given: 0, missing: [] };
const lost: Problem = { kind: "no-adapter", message: "none", remedy: "again" };

/** A page whose worker is played by the test. */
function page(link = "", secure = true) {
  const sent: Command[] = [];
  const addresses: string[] = [];
  let restarts = 0;
  let listener: (event: Event) => void = () => {};
  const client: TrainClient = {
    send: (command) => sent.push(command),
    subscribe: (heard) => {
      listener = heard;
      return () => {};
    },
    restart: () => restarts++,
  };
  const store = createRaceStore(client, fromLink(link), secure, ({ data }) => addresses.push(data));
  return { store, sent, addresses, say: (event: Event) => listener(event), restarts: () => restarts };
}

function race(at: ReturnType<typeof page>): void {
  const { config } = at.store.getState();
  const runs = (["exact", "smin"] as const).map((run) => ({ run, parameters: 1, bytes: 1 }));
  at.say({ type: "race", id: "one", history: [], config, runs, data: DATASETS.digits });
  at.say({ type: "phase", phase: "running" });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a first visit", () => {
  it("asks for device and data, and trains nothing", () => {
    const { store, sent } = page();
    store.actions.start();
    expect(sent.map((command) => command.type)).toEqual(["connect", "listData"]);
  });

  it("takes MNIST if it is at hand, else the drawn digits, and leaves the address alone", () => {
    const at = page();
    at.say({ type: "data", available: { digits: ready, mnist: ready } });
    expect(at.store.getState().config.data).toBe("mnist");
    expect(at.addresses).toEqual([]);
    const without = page();
    without.say({ type: "data", available: { digits: ready, mnist: absent } });
    expect(without.store.getState().config.data).toBe("digits");
  });

  it("keeps to the link's data", () => {
    const at = page("#/race?data=digits@1");
    at.say({ type: "data", available: { digits: ready, mnist: ready } });
    expect(at.store.getState().config.data).toBe("digits");
  });

  it("on an address that is not secure says so and never asks for a device", () => {
    const { store, sent } = page("", false);
    store.actions.start();
    store.actions.toggle();
    expect(isHopeless(store.getState().problem)).toBe(true);
    expect(sent.map((command) => command.type)).toEqual(["listData"]);
  });
});

describe("data", () => {
  it("that the visitor fetched or dropped is chosen when it arrives", () => {
    const at = page();
    at.say({ type: "data", available: { digits: ready, mnist: absent } });
    at.store.actions.fetchData("mnist");
    at.say({ type: "data", available: { digits: ready, mnist: ready } });
    expect(at.store.getState().config.data).toBe("mnist");
    expect(at.addresses).toEqual(["mnist"]);
  });

  it("that was dropped is chosen when it arrives, and again, not what the page hears of first", () => {
    const at = page("#/race?data=shapes@1");
    at.store.actions.files([]);
    at.say({ type: "data", available: { digits: ready, shapes: ready, mnist: absent } });
    expect(at.store.getState().config.data).toBe("shapes");
    at.say({ type: "data", available: { digits: ready, shapes: ready, mnist: { ...ready, given: 1 } } });
    expect(at.store.getState().config.data).toBe("mnist");
    at.store.actions.change({ data: "shapes" });
    at.store.actions.files([]);
    at.say({ type: "data", available: { digits: ready, shapes: ready, mnist: { ...ready, given: 2 } } });
    expect(at.store.getState().config.data).toBe("mnist");
  });

  it("that fails is told beneath its field, and a stopped download not at all", () => {
    const at = page();
    at.say({ type: "problem", problem: { ...lost, kind: "corrupt" } });
    expect(at.store.getState()).toMatchObject({ problem: null, dataProblem: { kind: "corrupt" } });
    at.store.actions.change({ data: "digits" });
    at.say({ type: "problem", problem: { ...lost, kind: "cancelled" } });
    expect(at.store.getState()).toMatchObject({ problem: null, dataProblem: null });
  });
});

describe("a race", () => {
  it("takes live settings at once and lets the others wait for a restart", () => {
    const at = page();
    race(at);
    at.store.actions.change({ lr: 0.01, batch: 32 });
    expect(at.sent.at(-1)).toMatchObject({ type: "adjust", config: { lr: 0.01, batch: 64 } });
    const { config, race: running } = at.store.getState();
    expect(waitingKnobs(config, running)).toEqual(["batch"]);
    at.store.actions.restart();
    expect(at.sent.at(-1)).toMatchObject({ type: "setup", start: true, config: { batch: 32 } });
  });

  it("is driven by one key: train, pause, resume", () => {
    const at = page();
    at.store.actions.toggle();
    at.store.actions.toggle();
    race(at);
    at.store.actions.toggle();
    at.say({ type: "phase", phase: "paused" });
    at.store.actions.toggle();
    expect(at.sent.map((command) => command.type)).toEqual(["setup", "pause", "run"]);
  });

  it("moves the page at most five times a second", () => {
    const at = page();
    race(at);
    const before = at.store.getState().lossVersion;
    for (let step = 1; step <= 100; step++) {
      const records = [{ step, epoch: step / 100, loss: 1, accuracy: 0.5, gradientNorm: 1 }];
      at.say({ type: "train", events: [{ type: "steps", run: "exact", records }] });
      vi.advanceTimersByTime(10);
    }
    expect(at.store.getState().lossVersion - before).toBeLessThanOrEqual(6);
    expect(at.store.getState().curves.losses.get("exact")?.length).toBe(100);
  });

  it("that diverges keeps its curves, marks the place and offers the way out", () => {
    const at = page();
    race(at);
    const problem: Problem = {
      kind: "diverged",
      run: "smin",
      layer: "conv 2",
      step: 7,
      message: "m",
      remedy: "r",
    };
    const progress = { step: 7, epoch: 0.7, totalSteps: 10, imagesPerSecond: {}, secondsLeft: null };
    at.say({
      type: "train",
      events: [
        { type: "progress", ...progress },
        { type: "failed", problem },
      ],
    });
    expect(at.store.getState().stop).toEqual({ run: "smin", step: 7, epoch: 0.7 });
    expect(at.store.getState().curves.tests.size).toBe(2);
  });
});

describe("trouble", () => {
  it("with the device ends when a device comes", () => {
    const at = page();
    at.say({ type: "problem", problem: lost });
    expect(at.store.getState().problem?.kind).toBe("no-adapter");
    const device = { vendor: "", architecture: "", description: "", software: false, tile: "4x4" } as const;
    at.say({ type: "device", device: { ...device, maxBufferBytes: 1, maxBindingBytes: 1 } });
    expect(at.store.getState().problem).toBeNull();
  });

  it("of a worker that died is answered with a new one", () => {
    const at = page();
    at.say({ type: "problem", problem: { ...lost, kind: "crashed" } });
    at.store.actions.trainBoth();
    expect(at.restarts()).toBe(1);
    expect(at.sent.map((command) => command.type)).toEqual(["connect", "listData", "setup"]);
  });
});
