import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createThrottle } from "./throttle.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("acts at once, then at most once in the given time, and never forgets the last call", () => {
  const act = vi.fn();
  const call = createThrottle(200, act);
  call();
  expect(act).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 50; i++) call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(2);
});
