import { describe, expect, test } from "vitest";
import { type RecordedRun, readRecordedRun, readRunIndex } from "./recordedRun.ts";

const RUN: RecordedRun = {
  cell: "lenet-mnist-smin-170",
  run: "smin",
  link: "#/race?data=mnist@1&net=lenet&seed=42&product=smin",
  seed: 42,
  epochs: 3,
  accuracy: 0.9867,
  images: 10000,
  command: "npm run reproduce -- --cells lenet-mnist-smin-170 --epochs 3",
  device: "lavapipe",
  date: "2026-11-25",
  app: "MinConv Playground 0.1.0",
  tests: { step: [938, 1876], epoch: [1, 2], accuracy: [0.97, 0.98], images: [10000, 10000] },
};
const { tests: _, ...SUMMARY } = RUN;

describe("A recorded run", () => {
  test("is read back as it was written", () => {
    expect(readRecordedRun(JSON.parse(JSON.stringify(RUN)))).toEqual(RUN);
  });

  test.each([
    ["no object", null],
    ["a text", "<!doctype html>"],
    ["without a curve", SUMMARY],
    ["with columns of unequal length", { ...RUN, tests: { ...RUN.tests, step: [1] } }],
    ["with a column of texts", { ...RUN, tests: { ...RUN.tests, epoch: ["1", "2"] } }],
    ["without its accuracy", { ...RUN, accuracy: null }],
  ])("%s is none", (_what, value) => {
    expect(readRecordedRun(value)).toBeNull();
  });
});

describe("An index of runs", () => {
  test("keeps whole entries only, and files of its own folder only", () => {
    const good = { ...SUMMARY, file: "a.json" };
    const value = { runs: [good, { ...good, file: "../secret.json" }, { ...good, seed: "42" }, 7] };
    expect(readRunIndex(value).runs).toEqual([good]);
  });

  test("is empty for anything else", () => {
    for (const value of [null, [], "x", { runs: 3 }]) expect(readRunIndex(value).runs).toEqual([]);
  });
});
