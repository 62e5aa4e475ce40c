import { describe, expect, test } from "vitest";
import { Readings } from "./readings.ts";

describe("Readings of a run's layers", () => {
  test("keep the first and the newest, in order, and never grow beyond a bound", () => {
    const readings = new Readings();
    for (let step = 0; step < 5000; step++) readings.push({ step, epoch: step / 100, layers: [] });
    const steps = readings.all.map(({ step }) => step);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(4999);
    expect(readings.last?.step).toBe(4999);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.length).toBeLessThanOrEqual(600);
    expect(steps.filter((step) => step >= 4800)).toHaveLength(200);
  });
});
