import { expect, it } from "vitest";
import { planNetwork } from "../../nn/plan.ts";
import type { LayerSpec } from "../../nn/spec.ts";
import type { LayerContents } from "../../worker/protocol.ts";
import { filterTiles, inputChoices } from "./filters.ts";
import { slopeBehind, thumbnailOf } from "./maps.ts";

const plansOf = (layers: readonly LayerSpec[], channels: number) =>
  planNetwork({ layers }, { height: 4, width: 4, channels });
const PLANS = plansOf(
  [
    { type: "conv2d", filters: 2, kernel: [1, 2] },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "linear", units: 5 },
    { type: "dropout" },
    { type: "linear", units: 3 },
  ],
  3,
);
const [conv, , wide, , flat] = PLANS;

/** Weights that tell where they stand, of two networks, the second with the same times ten as w~. */
function contents(count: number): LayerContents[] {
  const weight = Float32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? i : -i));
  const bias = new Float32Array(1);
  const rescaled = weight.map((value) => 10 * value);
  const approximate = { meanX: 1, meanW: new Float32Array(1), rescaled, fit: null };
  return [
    { run: "exact", weight, bias, approximate: null },
    { run: "smin", weight, bias, approximate },
  ];
}
const values = (tiles: ReturnType<typeof filterTiles>, lane = 0) => [...(tiles?.lanes[lane]?.values ?? [])];

it("A picture's filters are colours, deeper ones a channel at a time, single weights all side by side", () => {
  expect(inputChoices(PLANS, 0)).toEqual(["colours", "mean", 0, 1, 2]);
  expect(inputChoices(PLANS, 1)).toEqual([]);
  expect(inputChoices(PLANS, 2)).toEqual([0, 1]);
  expect(inputChoices(PLANS, 4)).toEqual(["all"]);
  expect(inputChoices(plansOf([{ type: "conv2d", filters: 2, kernel: 3 }], 1), 0)).toEqual([0]);
});

it("The weights of one input, their mean magnitude, or all of them, a tile a filter", () => {
  if (!conv || !wide || !flat) throw new Error("the network has other layers");
  const filters = contents(2 * 3 * 2);
  const colours = filterTiles(filters, conv, "colours", false);
  expect([colours?.count, colours?.planes, colours?.height, colours?.width]).toEqual([2, 3, 1, 2]);
  expect(values(filterTiles(filters, conv, 1, false))).toEqual([2, -3, 8, -9]);
  expect(values(filterTiles(filters, conv, "mean", false))).toEqual(
    [2, 3, 8, 9].map((mean) => expect.closeTo(mean, 5)),
  );

  const whole = filterTiles(contents(5 * 2 * 4), wide, 1, false);
  expect([whole?.count, whole?.height, whole?.width]).toEqual([5, 2, 2]);
  expect(values(whole).slice(0, 4)).toEqual([4, -5, 6, -7]);

  const all = filterTiles(contents(3 * 5), flat, "all", false);
  expect([all?.count, all?.height, all?.width]).toEqual([3, 2, 3]);
  expect(values(all).slice(0, 6)).toEqual([0, -1, 2, -3, 4, Number.NaN]);
});

it("w~ is shown of networks that have it, beside w of the others", () => {
  if (!conv) throw new Error("the network has other layers");
  const tiles = filterTiles(contents(2 * 3 * 2), conv, 0, true);
  expect(values(tiles, 0)).toEqual([0, -1, 6, -7]);
  expect(values(tiles, 1)).toEqual([0, -10, 60, -70]);
});

it("Pools and dropouts pass on the activation before them; a layer without one has values of both signs", () => {
  expect(PLANS.map((_, i) => slopeBehind(PLANS, i))).toEqual([0.1, 0.1, 1, 1, 1]);
});

it("A thumbnail adds up the magnitudes of all maps and networks", () => {
  const [plan] = plansOf([{ type: "maxPool2d", size: 2 }], 2);
  if (!plan) throw new Error("there is no layer");
  const maps = [Float32Array.from([1, 2, 3, 4, -5, 0, 0, 0])];
  const sight = (run: "exact" | "smin") => ({ run, maps, probabilities: new Float32Array() });
  expect([...thumbnailOf([sight("exact"), sight("smin")], 0, plan)]).toEqual([12, 4, 6, 8]);
});
