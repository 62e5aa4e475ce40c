import { describe, expect, it } from "vitest";
import { Series } from "../series.ts";
import { delayOf, gapOf, standingOf, startOf } from "./gap.ts";

function tests(accuracies: readonly number[], whole = 0): Series {
  const series = new Series(1);
  accuracies.forEach((value, i) => {
    series.push({ step: i, epoch: i, value, images: 1000, whole: i === accuracies.length - 1 ? whole : 0 });
  });
  return series;
}

describe("the gap", () => {
  it("is read from the first run's side", () => {
    expect(gapOf(0.9861, 0.9778)).toEqual({ points: 0.83, verb: "leads" });
    expect(gapOf(0.9, 0.91)).toEqual({ points: 1, verb: "trails" });
  });

  it("agrees with the two numbers beside it", () => {
    expect(gapOf(0.98004, 0.97996)).toEqual({ points: 0, verb: "level" });
    expect(gapOf(0.980049, 0.979951)).toEqual({ points: 0, verb: "level" });
    expect(gapOf(0.98006, 0.97994)).toEqual({ points: 0.02, verb: "leads" });
  });
});

describe("a standing", () => {
  it("is null before the first test", () => {
    expect(standingOf(tests([]))).toBeNull();
  });

  it("is the mean of the newest tests, or the whole test set's own result", () => {
    const series = new Series(2);
    for (let i = 0; i < 8; i++) series.push({ step: i, epoch: i, value: i % 2, images: 1000, whole: 0 });
    expect(standingOf(series)?.accuracy).toBe(0.5);
    series.push({ step: 8, epoch: 8, value: 0.97, images: 10000, whole: 1 });
    expect(standingOf(series)).toEqual({ accuracy: 0.97, epoch: 8, images: 10000, whole: true });
  });
});

describe("transfer step 0", () => {
  it("is the first test, before any step of the run's own", () => {
    expect(startOf(undefined)).toBeNull();
    expect(startOf(tests([]))).toBeNull();
    expect(startOf(tests([0.4, 0.9]))).toEqual({ accuracy: 0.4, epoch: 0 });
  });
});

describe("the delay", () => {
  const leader = tests([0.1, 0.5, 0.8, 0.9, 0.95, 0.96]);

  it("runs from where the leader first stood where the other stands now", () => {
    expect(delayOf(leader, { accuracy: 0.75, epoch: 5, images: 1000, whole: false })).toEqual({
      from: 2,
      to: 5,
    });
  });

  it("says nothing when the two are level or the leader was ahead from the start", () => {
    expect(delayOf(leader, { accuracy: 0.95, epoch: 5, images: 1000, whole: false })).toBeNull();
    expect(delayOf(leader, { accuracy: 0.05, epoch: 5, images: 1000, whole: false })).toBeNull();
    expect(delayOf(tests([]), { accuracy: 0.5, epoch: 5, images: 1000, whole: false })).toBeNull();
  });
});
