import { describe, expect, it } from "vitest";
import { Pace } from "./pace.ts";

/** A device that finishes a submit whenever the test says so. */
function heldDevice() {
  const waiting: (() => void)[] = [];
  const settle = () => new Promise<void>((resolve) => waiting.push(resolve));
  return { settle, waiting, finish: () => waiting.shift()?.() };
}

/** A device on which every submit takes `time` milliseconds of a clock that only it moves. */
async function paced(
  time: (count: number) => number,
  rounds: number,
  interacting = false,
): Promise<number[]> {
  const real = performance.now.bind(performance);
  let now = 0;
  performance.now = () => now;
  try {
    const counts: number[] = [];
    let count = 1;
    const pace = new Pace(async () => {
      now += time(count);
    });
    pace.interacting = interacting;
    for (let i = 0; i < rounds; i++) {
      count = pace.count("step");
      counts.push(count);
      await pace.submit("step exact", count, () => {});
      await pace.drain();
    }
    return counts;
  } finally {
    performance.now = real;
  }
}

describe("pace", () => {
  it("keeps at most two submits in flight", async () => {
    const device = heldDevice();
    const pace = new Pace(device.settle);
    let submitted = 0;
    const work = () => {
      submitted++;
    };
    // Known to be short, so that a second may queue behind the first.
    for (let i = 0; i < 3; i++) {
      const done = pace.submit("step exact", 1, work);
      await done;
      device.finish();
      await pace.drain();
    }
    void pace.submit("step exact", 1, work);
    void pace.submit("step exact", 1, work);
    const third = pace.submit("step exact", 1, work);
    expect(submitted).toBe(5);
    device.finish();
    await third;
    expect(submitted).toBe(6);
  });

  it("holds one step a submit where a step is longer than the aim", async () => {
    expect(await paced((count) => 400 * count, 6)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("fills 30 ms with short steps, and 10 ms while the page is being used", async () => {
    expect((await paced((count) => 2 * count, 6)).at(-1)).toBe(15);
    expect((await paced((count) => 2 * count, 6, true)).at(-1)).toBe(5);
  });
});
