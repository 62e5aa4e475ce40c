import { expect, test } from "vitest";
import { figure3Curves } from "./figure3Curves.ts";
import { relativeError } from "./relativeError.ts";

test("the curves of Figure 3 have their lowest and highest points where they are marked", () => {
  const { byK, best, highest, bySigma, minimum } = figure3Curves();
  for (const { sigma, points, lowest } of byK) {
    expect(lowest.y).toBe(relativeError(lowest.x, sigma));
    for (const { y } of points) expect(y).toBeGreaterThanOrEqual(lowest.y);
  }
  expect(Math.max(...best.map(({ y }) => y))).toBe(highest.y);
  expect(highest.y).toBeCloseTo(1.38, 2);
  for (const { y } of bySigma) expect(y).toBeGreaterThan(minimum.error);
});
