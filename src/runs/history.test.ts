import { describe, expect, it } from "vitest";
import type { TrainEvent } from "../train/events.ts";
import { CHUNK_STEPS, eventsOf, HistoryLog, historyBytes, joinChunks, readChunk } from "./history.ts";
import { stepRecords } from "./testing.ts";

const steps = (from: number, to: number): TrainEvent => ({
  type: "steps",
  run: "smin",
  records: stepRecords(from, to),
});
const test = (step: number): TrainEvent => ({
  type: "test",
  run: "smin",
  step,
  epoch: step / 100,
  accuracy: 0.9,
  loss: 0.1,
  images: 50,
  whole: false,
});

function logOf(events: readonly TrainEvent[]): HistoryLog {
  const log = new HistoryLog();
  for (const event of events) log.add(event);
  return log;
}

describe("a history", () => {
  it("comes back as the events that made it, every bit", () => {
    const events = [steps(1, 30), test(10), test(20)];
    const chunks = logOf(events).take();
    expect(eventsOf(joinChunks(chunks.map(({ chunk }) => chunk)))).toEqual(events);
  });

  it("is cut after a step, and after a test of its own", () => {
    const chunks = logOf([steps(1, 30), test(10), test(20)]).take();
    const [lane] = joinChunks(
      chunks.map(({ chunk }) => chunk),
      { step: 20, tested: 10 },
    );
    expect(lane?.losses.step).toHaveLength(20);
    expect([...(lane?.tests.step ?? [])]).toEqual([10]);
  });

  it("writes only the newest stretch again", () => {
    const log = logOf([steps(1, CHUNK_STEPS + 1)]);
    expect(log.take().map(({ index }) => index)).toEqual([0, 1]);
    expect(log.hasNews).toBe(false);
    log.add(steps(CHUNK_STEPS + 2, CHUNK_STEPS + 3));
    const [again, ...others] = log.take();
    expect(again?.index).toBe(1);
    expect(again?.chunk.lanes[0]?.losses.step).toHaveLength(3);
    expect(others).toEqual([]);
  });

  it("that could not be written waits for the next time", () => {
    const log = logOf([steps(1, 3)]);
    const taken = log.take();
    log.putBack(taken.map(({ index }) => index));
    log.release();
    expect(log.take()).toEqual(taken);
  });

  it("lets go of full stretches once they are written", () => {
    const log = logOf([steps(1, 3 * CHUNK_STEPS)]);
    log.take();
    log.release();
    log.putBack([0, 1, 2]);
    expect(log.take().map(({ chunk }) => chunk.lanes.length)).toEqual([0, 1, 1]);
  });

  it("knows its size", () => {
    const log = logOf([steps(1, 30), test(10)]);
    expect(log.bytes).toBe(historyBytes(joinChunks(log.take().map(({ chunk }) => chunk))));
  });
});

it("a stretch that was damaged is not read", () => {
  const [taken] = logOf([steps(1, 3)]).take();
  expect(readChunk(taken?.chunk)).toBe(taken?.chunk);
  const [lane] = taken?.chunk.lanes ?? [];
  const short = { ...lane?.losses, loss: new Float64Array(2) };
  for (const bad of [
    null,
    "x",
    {},
    { version: 2, lanes: [] },
    { version: 1, lanes: [{ ...lane, losses: short }] },
  ])
    expect(readChunk(bad)).toBeNull();
});
