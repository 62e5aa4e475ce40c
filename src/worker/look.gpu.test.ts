import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallConfig } from "../train/testing.ts";
import type { Event } from "./protocol.ts";
import { phase, startTalk, type Talk } from "./testing.ts";

type Seen = Extract<Event, { type: "seen" }>;
type Looking = Extract<Event, { type: "looking" }>;
type LookTest = Extract<Event, { type: "lookTest" }>;
type Weights = Extract<Event, { type: "weights" }>;

const is = (type: Event["type"]) => (event: Event) => event.type === type;
const showing = (alpha: number) => (event: Event) => event.type === "seen" && event.alpha === alpha;

describe("what is looked at beside a race", () => {
  const talk: Talk = startTalk();
  const { send, heard } = talk;
  const picture = { kind: "test", index: 3 } as const;

  beforeAll(async () => {
    await send({ type: "setup", config: smallConfig({ testEvery: 1000 }), start: false }, phase("paused"));
    await send({ type: "step" }, phase("paused"));
  }, 120_000);
  afterAll(() => talk.client.restart());

  it("are its networks as they are now: a picture of the test set, answers, and maps when asked for", async () => {
    const looking = (await send({ type: "look", source: { kind: "race" } }, is("looking"))) as Looking;
    expect(looking).toMatchObject({ source: "race", runs: ["exact", "smin"], step: 1, blend: null });
    const seen = (await send({ type: "lookAt", number: 1, picture, maps: true }, is("seen"))) as Seen;
    expect(seen.number).toBe(1);
    expect(seen.test?.index).toBe(3);
    expect(seen.pixels).toHaveLength(28 * 28);
    for (const { probabilities, maps } of seen.sights) {
      expect(probabilities).toHaveLength(10);
      expect(maps?.[0]).toHaveLength(4 * 28 * 28);
    }
    const { pixels } = seen;
    const drawn = { kind: "pixels", pixels } as const;
    const again = (await send(
      { type: "lookAt", number: 2, picture: drawn, maps: false },
      is("seen"),
    )) as Seen;
    expect(again.test).toBeNull();
    expect(again.sights.map(({ maps }) => maps)).toEqual([null, null]);
    expect(again.sights.map(({ probabilities }) => probabilities)).toEqual(
      seen.sights.map(({ probabilities }) => probabilities),
    );
  });

  it("follow the race when it comes to rest", async () => {
    const moved = (await send({ type: "step" }, is("looking"))) as Looking;
    expect(moved.step).toBe(2);
  });

  it("are the same from files of their weights", async () => {
    const files: Weights[] = [];
    for (const run of ["exact", "smin"] as const)
      files.push((await send({ type: "exportWeights", run, dtype: "F32" }, is("weights"))) as Weights);
    await send({ type: "look", source: { kind: "race" } }, is("looking"));
    const live = (await send({ type: "lookAt", number: 3, picture, maps: false }, is("seen"))) as Seen;
    const source = { kind: "files", files: files.map(({ name, bytes }) => ({ name, bytes })) } as const;
    const looking = (await send({ type: "look", source }, is("looking"))) as Looking;
    expect(looking.runs).toEqual(["exact", "smin"]);
    const seen = (await send({ type: "lookAt", number: 4, picture, maps: false }, is("seen"))) as Seen;
    expect(seen.sights).toEqual(live.sights);
  });

  it.each(["exact", "smin"] as const)(
    "may be one network's weights, multiplied and blended: %s",
    async (blend) => {
      const source = { kind: "race", blend } as const;
      const looking = (await send({ type: "look", source }, is("looking"))) as Looking;
      expect(looking).toMatchObject({ runs: ["exact", "smin"], blend });
      await send({ type: "lookAt", number: 5, picture, maps: true }, is("seen"));
      const none = (await send({ type: "blend", alpha: 0 }, showing(0))) as Seen;
      expect(none.sights[1]?.maps).toEqual(none.sights[0]?.maps);
      const half = (await send({ type: "blend", alpha: 0.5 }, showing(0.5))) as Seen;
      expect(half.sights[0]).toEqual(none.sights[0]);
      expect(half.sights[1]?.maps).not.toEqual(half.sights[0]?.maps);
      const whole = (await send({ type: "blend", alpha: 1 }, showing(1))) as Seen;
      expect(whole.sights[1]?.maps).not.toEqual(half.sights[1]?.maps);
      expect(whole.sights[1]?.maps?.[0]?.every(Number.isFinite)).toBe(true);
    },
  );

  it("are tested in floats and in 8 bits, one state of them; a pass of another kind takes its place and both end", async () => {
    await send({ type: "look", source: { kind: "race" } }, is("looking"));
    const ended = (bytes: boolean) => (event: Event) =>
      event.type === "lookTest" && event.bytes === bytes && event.ended;
    const begun = (event: Event) => event.type === "lookTest" && !event.ended;
    await send({ type: "lookTest" }, begun);
    const replaced = send({ type: "lookTest", bytes: true }, ended(false));
    const done = (await new Promise<Event>((resolve) => {
      const stop = talk.client.subscribe((event) => {
        if (!ended(true)(event)) return;
        stop();
        resolve(event);
      });
    })) as LookTest;
    expect(await replaced).toMatchObject({ first: null, problem: null });
    expect(done).toMatchObject({ problem: null, done: 2 * 2000 + 1000, total: 2 * 2000 + 1000 });
    const { labels, lanes, bytes } = done.result ?? {};
    expect(labels).toHaveLength(2000);
    expect(bytes?.operations.map(({ run }) => run)).toEqual(["exact", "smin"]);
    expect(bytes?.calibration).toBe(1000);
    for (const [i, { answers }] of (bytes?.lanes ?? []).entries()) {
      expect(answers).toHaveLength(2000);
      const same = answers.filter((answer, k) => answer === lanes?.[i]?.answers[k]).length;
      expect(same).toBeGreaterThan(1800);
    }
  });

  it("are refused with the reason where there are none", async () => {
    const source = { kind: "kept", id: "nobody", step: 1 } as const;
    const problem = await send({ type: "look", source }, is("lookProblem"));
    expect(problem).toMatchObject({ problem: { kind: "missing" } });
    expect(heard.filter(is("problem"))).toEqual([]);
  });
});
