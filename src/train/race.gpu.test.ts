import { describe, expect, it } from "vitest";
import { testGpu, withGpu } from "../gpu/testing.ts";
import type { TrainConfig } from "./config.ts";
import { Driver } from "./driver.ts";
import type { RunName, TrainEvent } from "./events.ts";
import { Race } from "./race.ts";
import { fewDigits, smallConfig } from "./testing.ts";

const RUNS: readonly RunName[] = ["exact", "smin"];

const build = async (config: TrainConfig) => Race.build(await testGpu(), fewDigits(), config, RUNS);

/** Trains and collects what the driver tells. */
async function train(race: Race, maxSteps: number): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  const driver = new Driver(race, { emit: (event) => events.push(event), maxSteps });
  await driver.run();
  return events;
}

const losses = (events: readonly TrainEvent[], run: RunName) =>
  events.flatMap((event) =>
    event.type === "steps" && event.run === run ? event.records.map(({ loss }) => loss) : [],
  );

describe("a race", () => {
  it("gives the same losses twice from the same seed, bit for bit, and others from another", async () => {
    const [first, second, other] = await withGpu(async () => {
      const all: TrainEvent[][] = [];
      for (const seed of [5, 5, 6]) {
        const race = await build(smallConfig({ seed }));
        all.push(await train(race, 12));
        race.destroy();
      }
      return all as [TrainEvent[], TrainEvent[], TrainEvent[]];
    });
    for (const run of RUNS) {
      expect(losses(first, run)).toHaveLength(12);
      expect(losses(second, run)).toEqual(losses(first, run));
      expect(losses(other, run)).not.toEqual(losses(first, run));
    }
  });

  it("starts both networks from the same weights", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig());
      const [exact, smin] = await Promise.all(race.runs.map(({ network }) => network.readWeights()));
      expect(smin).toEqual(exact);
      race.destroy();
    });
  });

  it("creates no buffer, bind group, layout or pipeline in 20 steps", async () => {
    await withGpu(async ({ device }) => {
      const race = await build(smallConfig());
      race.schedule(1);
      for (const run of race.runs) race.submitSteps(run, 1);
      const created: string[] = [];
      const watched = Object.getOwnPropertyNames(GPUDevice.prototype).filter(
        (name) => name.startsWith("create") && name !== "createCommandEncoder",
      );
      for (const name of watched) {
        const create = Reflect.get(device, name) as (...args: unknown[]) => unknown;
        Object.defineProperty(device, name, {
          configurable: true,
          value: (...args: unknown[]) => {
            created.push(name);
            return create.apply(device, args);
          },
        });
      }
      try {
        for (let step = 0; step < 20; step++) {
          race.schedule(1);
          for (const run of race.runs) race.submitSteps(run, 1);
          race.step++;
        }
        await race.readRecords(0);
      } finally {
        for (const name of watched) Reflect.deleteProperty(device, name);
      }
      expect(watched).toContain("createBuffer");
      expect(created).toEqual([]);
      race.destroy();
    });
  });

  it("goes on from a checkpoint exactly as if it had never stopped", async () => {
    await withGpu(async () => {
      const config = smallConfig();
      const race = await build(config);
      await train(race, 5);
      const checkpoint = await race.save();
      const undisturbed = await train(race, 12);
      race.destroy();
      const again = await build(config);
      again.restore(checkpoint);
      const resumed = await train(again, 12);
      again.destroy();
      for (const run of RUNS) {
        expect(losses(undisturbed, run)).toHaveLength(7);
        expect(losses(resumed, run)).toEqual(losses(undisturbed, run));
      }
    });
  });

  it("stops at the first gradient that is not finite, names the layer and keeps the weights before it", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig({ opt: "sgd", lr: 1e6 }));
      const events = await train(race, 200);
      const failed = events.find((event) => event.type === "failed");
      expect(failed?.problem.kind).toBe("diverged");
      expect(failed?.problem.layer).toMatch(/^(conv|fc) \d$/);
      expect(failed?.problem.message).toContain(`step ${failed?.problem.step}`);
      const told = losses(events, failed?.problem.run ?? "exact");
      expect(told.length).toBe((failed?.problem.step ?? 0) - 1);
      const weights = await Promise.all(race.runs.map(({ network }) => network.readWeights()));
      for (const { weight } of weights.flat()) expect(weight.every(Number.isFinite)).toBe(true);
      race.destroy();
    });
  });

  it("tests every image of the test set once, whatever the batch", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig({ batch: 48 }));
      const events = await train(race, 14);
      const whole = events.filter((event) => event.type === "test" && event.whole);
      expect(whole.map((event) => event.type === "test" && event.images)).toEqual([100, 100]);
      race.destroy();
    });
  });

  it("pauses between submits and goes on", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig());
      const events: TrainEvent[] = [];
      const driver = new Driver(race, { emit: (event) => events.push(event) });
      await driver.stepOnce();
      expect(race.step).toBe(1);
      await driver.stepOnce();
      expect(losses(events, "smin")).toHaveLength(2);
      const running = driver.run();
      await driver.pause();
      await running;
      expect(driver.finished).toBe(false);
      await driver.close();
      race.destroy();
    });
  });
});
