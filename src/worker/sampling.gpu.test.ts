import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GpuError, openGpu } from "../gpu/device.ts";
import { MAX_SAMPLES } from "../sampling/plan.ts";
import { smallConfig } from "../train/testing.ts";
import type { Event } from "./protocol.ts";
import { SamplingHost } from "./samplingHost.ts";
import { phase, startTalk, type Talk } from "./testing.ts";

type Samples = Extract<Event, { type: "table1Samples" }>;

const COMMAND = { type: "sampleTable1", reading: "deviation", samples: 1e6, seed: 1 } as const;

const isDone = (event: Event) => event.type === "table1Samples" && event.done;

/** Steps that both runs of a race take at least. */
const STEPS = 6;

/** The losses told of the first steps, by run and step. */
const losses = (events: readonly Event[]) =>
  events
    .flatMap((event) => (event.type === "train" ? event.events : []))
    .flatMap((told) =>
      told.type === "steps" ? told.records.map(({ step, loss }) => ({ run: told.run, step, loss })) : [],
    )
    .filter(({ step }) => step <= STEPS);

describe("the worker", () => {
  let talk: Talk;
  let heard: Event[];
  let send: Talk["send"];

  beforeEach(() => {
    talk = startTalk();
    ({ heard, send } = talk);
  });
  afterEach(() => talk.client.restart());

  it("samples Table 1 without a race, opens the device for it, and tells at most five times a second", async () => {
    const start = performance.now();
    const last = (await send(COMMAND, isDone)) as Samples;
    const told = heard.filter((event) => event.type === "table1Samples");
    expect(told.length).toBeLessThanOrEqual(2 + (performance.now() - start) / 200);
    expect(heard.map(({ type }) => type)).not.toContain("phase");
    expect(last).toMatchObject({ reading: "deviation", samples: 1e6, problem: null });
    expect(last.cells).toHaveLength(18);
    expect(last.cells[3]).toMatchObject({ row: 1, operator: "min", samples: 1e6 });
    expect(last.cells[3]?.value).toBeCloseTo(0.692, 2);
    expect(last.errors.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(((await send(COMMAND, isDone)) as Samples).cells).toEqual(last.cells);
  });

  it("stops when told to, with what there is, and a new request takes the place of the old", async () => {
    const endless = { ...COMMAND, samples: MAX_SAMPLES };
    const some = (event: Event) => event.type === "table1Samples" && event.cells.length > 0;
    await send(endless, some);
    const last = (await send({ type: "stopSampling" }, isDone)) as Samples;
    expect(last.cells).toHaveLength(18);
    expect(last.samples).toBeLessThan(MAX_SAMPLES);
    expect(last.problem).toBeNull();
    await send(endless, some);
    const before = heard.length;
    await send({ ...COMMAND, reading: "variance" }, isDone);
    const ends = heard.slice(before).filter(isDone);
    expect(ends).toMatchObject([{ reading: "variance", samples: 1e6 }]);
  });

  it("samples while it trains: the losses stay the same, and pause and step act", async () => {
    const config = smallConfig();
    const trained = () => losses(heard).length === 2 * STEPS;
    await send({ type: "setup", config, start: true }, trained);
    await send({ type: "pause" }, phase("paused"));
    const alone = losses(heard);
    heard.length = 0;
    await send({ ...COMMAND, samples: MAX_SAMPLES }, (event) => event.type === "table1Samples");
    await send({ type: "setup", config, start: false }, phase("paused"));
    await send({ type: "step" }, phase("paused"));
    expect(losses(heard)).toHaveLength(2);
    await send({ type: "run" }, trained);
    await send({ type: "pause" }, phase("paused"));
    const byRun = (all: typeof alone) =>
      all.toSorted((a, b) => a.run.localeCompare(b.run) || a.step - b.step);
    expect(byRun(losses(heard))).toEqual(byRun(alone));
    const last = (await send({ type: "stopSampling" }, isDone)) as Samples;
    expect(last.problem).toBeNull();
    expect(last.samples).toBeLessThan(MAX_SAMPLES);
    expect(heard.map(({ type }) => type)).not.toContain("problem");
  });
});

describe("a problem ends the sampling alone", () => {
  const request = { reading: "deviation", samples: MAX_SAMPLES, seed: 1 } as const;

  it("when the device is lost under way", async () => {
    const gpu = await openGpu(navigator.gpu, 60_000);
    const told: Event[] = [];
    const post = (event: Event) => {
      told.push(event);
      gpu.device.destroy();
    };
    await new SamplingHost({ post, gpu: async () => gpu, training: () => false }).start(request);
    expect(told).toMatchObject([
      { done: false, problem: null },
      { done: true, problem: { kind: "lost", remedy: "Start the sampling again." } },
    ]);
    expect((told[1] as Samples).cells).toHaveLength(18);
  });

  it("when there is no device", async () => {
    const told: Event[] = [];
    const gpu = () => Promise.reject(new GpuError("no-adapter", "none", "none"));
    await new SamplingHost({ post: (event) => told.push(event), gpu, training: () => false }).start(request);
    expect(told).toMatchObject([{ cells: [], samples: 0, done: true, problem: { kind: "no-adapter" } }]);
  });
});
