import { expect, it } from "vitest";
import { likeliest } from "./likeliest.ts";

it("classes come by the probability of the network that is surest of them", () => {
  const multiplying = [0.1, 0.7, 0.15, 0.05];
  const comparing = [0.05, 0.2, 0.15, 0.6];
  expect(likeliest([multiplying, comparing], 3)).toEqual([1, 3, 2]);
});

it("classes of equal probability keep their order, and there are no more than asked for", () => {
  expect(likeliest([[0.25, 0.25, 0.25, 0.25]], 3)).toEqual([0, 1, 2]);
  expect(likeliest([[0.5, 0.5]], 5)).toEqual([0, 1]);
  expect(likeliest([], 5)).toEqual([]);
});
