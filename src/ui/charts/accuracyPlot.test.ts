import { expect, it } from "vitest";
import { DATASETS } from "../../data/index.ts";
import { defaultConfig } from "../../train/link.ts";
import { emptyCurves } from "../curves.ts";
import { accuracyPlot } from "./accuracyPlot.ts";
import { epochAxis } from "./axes.ts";

it("before the first test the accuracy axis begins at 0, where the first values will stand", () => {
  const race = { config: defaultConfig(), runs: [], data: DATASETS.digits };
  const { data } = accuracyPlot(
    emptyCurves(["exact", "smin"]),
    race as never,
    "linear",
    epochAxis(1, String),
  );
  expect([data.y.from, data.y.to]).toEqual([0, 100]);
});
