import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient, type WorkerLike } from "./client.ts";
import type { Command, Event } from "./protocol.ts";

const words = {
  crashed: { message: "it ended", notLoaded: "it never came", remedy: "again" },
  silent: { message: "no answer", remedy: "wait" },
};

/** A worker's outside: an event target that records what it is told. */
class StandIn extends EventTarget implements WorkerLike {
  readonly told: Command[] = [];
  ended = false;
  postMessage(command: Command): void {
    this.told.push(command);
  }
  terminate(): void {
    this.ended = true;
  }
  says(event: Event): void {
    this.dispatchEvent(new MessageEvent("message", { data: event }));
  }
  fails(): void {
    this.dispatchEvent(
      Object.assign(new Event("error", { cancelable: true }), {
        message: "boom",
        filename: "w.js",
        lineno: 7,
      }),
    );
  }
}

function setup() {
  const workers: StandIn[] = [];
  const client = createClient(words, () => {
    const worker = new StandIn();
    workers.push(worker);
    return worker;
  });
  const heard: Event[] = [];
  client.subscribe((event) => heard.push(event));
  return { client, workers, heard };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the client", () => {
  it("starts the worker with the first command and passes on what both say", () => {
    const { client, workers, heard } = setup();
    client.send({ type: "listData" });
    client.send({ type: "run" });
    workers[0]?.says({ type: "phase", phase: "running" });
    expect(workers).toHaveLength(1);
    expect(workers[0]?.told).toEqual([{ type: "listData" }, { type: "run" }]);
    expect(heard).toEqual([{ type: "phase", phase: "running" }]);
  });

  it("gives up on a device that never answers, and not on one that does", () => {
    const { client, workers, heard } = setup();
    client.send({ type: "connect" });
    workers[0]?.says({ type: "phase", phase: "idle" });
    vi.advanceTimersByTime(20000);
    expect(heard).toHaveLength(1);
    client.send({ type: "connect" });
    vi.advanceTimersByTime(15000);
    expect(heard.at(-1)).toMatchObject({
      type: "problem",
      problem: { kind: "no-adapter", message: "no answer" },
    });
  });

  it("makes a problem of a worker that dies and starts another for the next command", () => {
    const { client, workers, heard } = setup();
    client.send({ type: "connect" });
    workers[0]?.says({ type: "phase", phase: "running" });
    workers[0]?.fails();
    expect(workers[0]?.ended).toBe(true);
    expect(heard[1]).toMatchObject({
      type: "problem",
      problem: { kind: "crashed", message: "it ended", details: "boom (w.js:7)" },
    });
    expect(heard[2]).toEqual({ type: "phase", phase: "failed" });
    client.send({ type: "connect" });
    expect(workers).toHaveLength(2);
    workers[0]?.says({ type: "phase", phase: "running" });
    expect(heard).toHaveLength(3);
  });

  it("tells a worker that never loaded from one that died", () => {
    const { client, workers, heard } = setup();
    client.send({ type: "connect" });
    workers[0]?.fails();
    expect(heard[0]).toMatchObject({ problem: { message: "it never came" } });
  });

  it("survives a browser that cannot start workers", () => {
    const heard: Event[] = [];
    const client = createClient(words, () => {
      throw new Error("blocked");
    });
    client.subscribe((event) => heard.push(event));
    client.send({ type: "connect" });
    expect(heard[0]).toMatchObject({ problem: { kind: "crashed", message: "it never came" } });
  });
});
