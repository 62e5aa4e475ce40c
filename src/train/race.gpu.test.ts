import { describe, expect, it } from "vitest";
import { testGpu, testTiles, withGpu } from "../gpu/testing.ts";
import type { Tile } from "../gpu/tile.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import type { TrainConfig } from "./config.ts";
import { Driver } from "./driver.ts";
import type { RunName, TrainEvent } from "./events.ts";
import { laneOf, lanesOf } from "./lanes.ts";
import { Race } from "./race.ts";
import { resumeRace, saveRace } from "./saving.ts";
import { fewDigits, smallConfig } from "./testing.ts";

const RUNS: readonly RunName[] = ["exact", "smin"];

const build = async (config: TrainConfig) =>
  Race.build(await testGpu(), fewDigits(), config, lanesOf(config));

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

const wholeTests = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.type === "test" && event.whole ? [event] : []));

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

  it.each([
    ["constraint", false],
    ["constraint", true],
    ["fitted", false],
  ] as const)(
    "creates no buffer, bind group, layout or pipeline in 20 steps, scaling %s, sampled: %s",
    async (scaling, sampled) => {
      await withGpu(async ({ device }) => {
        const race = await build(smallConfig({ scaling }));
        if (sampled) await race.watch.build();
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
            for (const run of race.runs) race.submitSteps(run, 1, sampled);
            race.step++;
          }
          await race.readRecords(0);
          if (sampled) await race.watch.of("smin").read();
        } finally {
          for (const name of watched) Reflect.deleteProperty(device, name);
        }
        expect(watched).toContain("createBuffer");
        expect(created).toEqual([]);
        race.destroy();
      });
    },
  );

  it.each([
    ["constraint", 30],
    ["fitted", 45],
  ] as const)(
    "resumes from a file exactly as if it had never stopped, with the tile it began with, scaling %s",
    async (scaling, until) => {
      await withGpu(async (gpu) => {
        const config = smallConfig({ transfer: "exact", epochs: 3, scaling });
        const tile = (await testTiles()).find((tile) => tile !== gpu.info.tile) as Tile;
        const race = await Race.build(gpu, fewDigits(), config, lanesOf(config), undefined, tile);
        await train(race, 25);
        const file = encodeCheckpoint(await saveRace(race));
        const undisturbed = await train(race, until);
        race.destroy();
        const again = await resumeRace(gpu, fewDigits(), decodeCheckpoint(file));
        expect(again.tile).toBe(tile);
        const resumed = await train(again, until);
        again.destroy();
        for (const run of [...RUNS, "transfer"] as const) {
          expect(losses(undisturbed, run)).toHaveLength(until - 25);
          expect(losses(resumed, run)).toEqual(losses(undisturbed, run));
        }
      });
    },
  );

  it("of an expression goes on from a file as one that never stopped, and another expression learns otherwise", async () => {
    await withGpu(async (gpu) => {
      const run = async (expression: string) => {
        const race = await build(smallConfig({ product: "own", expression, dropout: 0 }));
        await train(race, 5);
        const file = encodeCheckpoint(await saveRace(race));
        const undisturbed = losses(await train(race, 8), "own");
        race.destroy();
        const again = await resumeRace(gpu, fewDigits(), decodeCheckpoint(file));
        expect(again.config.expression).toBe(expression);
        const resumed = losses(await train(again, 8), "own");
        again.destroy();
        expect(resumed).toHaveLength(3);
        expect(resumed).toEqual(undisturbed);
        return resumed;
      };
      expect(await run("sqrt(|x|*|w|)")).not.toEqual(await run("min(|x|, |w|)"));
    });
  });

  it("goes on with its own tile where the one it began with needs subgroups of another size", async () => {
    await withGpu(async (gpu) => {
      const config = smallConfig();
      const other = gpu.info.tile === "16x4 shared by 8" ? "16x4 shared by 4" : "16x4 shared by 8";
      const race = await Race.build(gpu, fewDigits(), config, lanesOf(config), undefined, other);
      expect(race.tile).toBe(gpu.info.tile);
      race.destroy();
    });
  });

  it("goes on when it is told to while it still reports what came before a pause", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig());
      let again: Promise<void> | undefined;
      const emit = ({ type }: TrainEvent) => {
        if (type === "progress") again ??= driver.run();
      };
      const driver = new Driver(race, { emit, maxSteps: 12 });
      const begun = driver.run();
      await driver.pause();
      await begun;
      await again;
      expect(race.step).toBe(12);
      race.destroy();
    });
  });

  it("saves between submits while it trains, and a test that was not over is taken again", async () => {
    await withGpu(async (gpu) => {
      const config = smallConfig({ testEvery: 5 });
      const race = await build(config);
      const events: TrainEvent[] = [];
      const driver = new Driver(race, { emit: (event) => events.push(event), maxSteps: 10 });
      const running = driver.run();
      const saved = await driver.save();
      await running;
      race.destroy();
      expect(saved.step).toBeGreaterThan(0);
      const again = await resumeRace(gpu, fewDigits(), { ...saved, tested: 0 });
      const told = await train(again, 10);
      again.destroy();
      const tests = (all: readonly TrainEvent[]) =>
        all.filter((event) => event.type === "test" && event.step >= saved.step);
      expect(tests(told)).toEqual(tests(events));
    });
  });

  it("is refused with another network or other data than it was saved of", async () => {
    await withGpu(async (gpu) => {
      const race = await build(smallConfig());
      const saved = await saveRace(race);
      race.destroy();
      const [first, ...others] = saved.lanes;
      if (!first?.state) throw new Error("no state");
      const lanes = [{ ...first, state: first.state.slice(1) }, ...others];
      await expect(resumeRace(gpu, fewDigits(), { ...saved, lanes })).rejects.toThrow(/does not fit/);
      await expect(resumeRace(gpu, fewDigits(), { ...saved, dataVersion: 99 })).rejects.toThrow(
        /does not fit/,
      );
    });
  });

  it("transfer stands still, takes the exact weights, is tested at its step 0 and trains on", async () => {
    await withGpu(async () => {
      const config = smallConfig({ transfer: "exact", epochs: 2, lr: 0.003 });
      const race = await build(config);
      const events = await train(race, 20);
      const [exact, , transfer] = await Promise.all(race.runs.map(({ network }) => network.readWeights()));
      expect(losses(events, "transfer")).toEqual([]);
      expect(transfer?.map(({ weight }) => weight)).toEqual(exact?.map(({ weight }) => weight));
      const means = transfer?.flatMap(({ statistics }) => statistics?.running_mean_abs_x?.[0] ?? []) ?? [];
      expect(means).toHaveLength(2);
      for (const mean of means) expect(mean).toBeGreaterThan(0);
      const tests = (of: readonly TrainEvent[]) => wholeTests(of).map(({ run, step }) => `${run} ${step}`);
      expect(tests(events)).toEqual(["exact 20", "smin 20", "transfer 20"]);
      const more = await train(race, 40);
      expect(losses(more, "transfer")).toHaveLength(20);
      expect(tests(more)).toEqual(["exact 40", "smin 40", "transfer 40"]);
      race.destroy();
    });
  });

  it("transfer with a fitted scaling starts with A and B of the pass, and closer to the exact network", async () => {
    await withGpu(async () => {
      const accuracyWith = async (scaling: TrainConfig["scaling"]) => {
        const race = await build(smallConfig({ transfer: "exact", lr: 0.003, scaling }));
        const [exact, , transfer] = wholeTests(await train(race, 20));
        const weights = await race.runs[2]?.network.readWeights();
        race.destroy();
        const fits = weights?.flatMap(({ statistics }) => [...(statistics?.fit_a ?? [])]) ?? [];
        return { exact: exact?.accuracy, transfer: transfer?.accuracy ?? 0, fits };
      };
      const [plain, fitted] = [await accuracyWith("constraint"), await accuracyWith("fitted")];
      expect(fitted.exact).toBe(plain.exact);
      expect(plain.fits).toEqual([]);
      expect(fitted.fits).toHaveLength(4 + 8);
      for (const a of fitted.fits) expect(a).toBeGreaterThan(1);
      expect(fitted.transfer).toBeGreaterThan(plain.transfer);
    });
  });

  it("transfer from saved weights begins as transfer from the network they are of", async () => {
    await withGpu(async (gpu) => {
      const config = smallConfig({ transfer: "exact", lr: 0.003 });
      const source = await build(config);
      const handedOver = wholeTests(await train(source, 20)).find(({ run }) => run === "transfer");
      const weights = await source.runs[0]?.network.readWeights();
      source.destroy();
      const lane = laneOf("transfer", { ...config, transfer: "saved" }, weights);
      const race = await Race.build(gpu, fewDigits(), config, [lane]);
      const events = await train(race, 3);
      race.destroy();
      expect(wholeTests(events)[0]).toEqual({ ...handedOver, step: 0, epoch: 0 });
      expect(losses(events, "transfer")).toHaveLength(3);
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

  it("does work in between at once while it rests, paused inside an evaluation, too", async () => {
    await withGpu(async () => {
      const race = await build(smallConfig({ testEvery: 2 }));
      const worked: number[] = [];
      const work = () => worked.push(race.step);
      const driver: Driver = new Driver(race, {
        emit: () => {},
        onEvaluation: (progress) => {
          if (progress !== null) void driver.pause();
        },
      });
      driver.between(work);
      expect(worked).toEqual([0]);
      let reached = () => {};
      const inside = new Promise<void>((resolve) => {
        reached = resolve;
      });
      void driver.run();
      driver.between(() => reached());
      await inside;
      await new Promise<void>((resolve) => driver.between(() => resolve(void work())));
      expect(worked[1]).toBeLessThanOrEqual(2);
      expect(driver.finished).toBe(false);
      await driver.close();
      race.destroy();
    });
  });
});

/** Trains, layers read as often as may be, until every run was read so often; stops then. */
async function watched(race: Race, readings: number): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  const read = (run: RunName) =>
    events.filter((event) => event.type === "layers" && event.run === run).length;
  const emit = (event: TrainEvent) => {
    events.push(event);
    if (race.runs.every(({ name }) => read(name) >= readings)) void driver.pause();
  };
  const driver = new Driver(race, { emit, tick: 0 });
  driver.watchingLayers = true;
  race.watch.allowance.every = 0;
  race.watch.warmUp = 0;
  await driver.run();
  await driver.close();
  return events;
}

const layerEvents = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.type === "layers" ? [event] : []));

describe("readings of the layers", () => {
  it("come while training goes, of all runs at the same steps, and change no loss by a bit", async () => {
    const [plain, read] = await withGpu(async () => {
      const config = smallConfig({ epochs: 1000 });
      const race = await build(config);
      const events = await watched(race, 2);
      const steps = race.step;
      race.destroy();
      const again = await build(config);
      const unwatched = await train(again, steps);
      again.destroy();
      return [unwatched, events] as const;
    });
    const told = layerEvents(read);
    for (const run of RUNS) {
      expect(losses(read, run)).toEqual(losses(plain, run));
      const own = told.filter((event) => event.run === run);
      expect(own.length).toBeGreaterThanOrEqual(2);
      for (const { layers } of own) {
        expect(layers.map(({ layer, product }) => [layer, product])).toEqual([
          ["conv 1", "smin"],
          ["conv 2", "smin"],
        ]);
        for (const { correlation, honesty } of layers) {
          expect(correlation).toBeGreaterThan(0.5);
          expect(Math.abs(honesty ?? Number.NaN)).toBeLessThanOrEqual(1);
        }
      }
    }
    const steps = (run: RunName) => told.flatMap((event) => (event.run === run ? [event.step] : []));
    expect(steps("smin")).toEqual(steps("exact"));
    expect(new Set(steps("smin")).size).toBe(steps("smin").length);
    expect(layerEvents(plain)).toEqual([]);
  });

  it("are the same at the same step of the same seed", async () => {
    const readAt = (steps: number) =>
      withGpu(async () => {
        const race = await build(smallConfig());
        await race.watch.build();
        for (const run of race.runs) race.submitSteps(run, steps, true);
        const { layers } = await race.watch.of("exact").read();
        race.destroy();
        return layers;
      });
    const [first, second, other] = [await readAt(4), await readAt(4), await readAt(3)];
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
