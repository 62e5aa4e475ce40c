import { describe, expect, it } from "vitest";
import { parseLayers } from "../../models/notation.ts";
import { pairOperations } from "../../nn/operations.ts";
import { planNetwork } from "../../nn/plan.ts";
import { emptyCurves, record } from "../curves.ts";
import { costOf, PUBLISHED, WIDTHS } from "./costs.ts";
import { forImages, ledgerCsv, ledgerOf, passesOf } from "./ledger.ts";
import { changeLedger, costsOf, enterCost, forgetCosts, useLedger } from "./ledgerStore.ts";

const INPUT = { height: 8, width: 8, channels: 1 };
const LAYERS = "conv2k3-leaky0.1-pool2-fc10-relu-drop-fc3";
const rows = ledgerOf(planNetwork({ layers: parseLayers(LAYERS) }, INPUT), "smin", "");

describe("the ledger of two networks", () => {
  it("has a row a layer and activation that computes, in their order", () => {
    expect(rows.map(({ name }) => name)).toEqual(["conv 1", "leaky ReLU", "pool 1", "fc 1", "ReLU", "fc 2"]);
    expect(rows.map(({ foldsInto }) => foldsInto)).toEqual(["fc 1", null, null, null, null, null]);
  });

  it("counts as many images of each network as they took forward", () => {
    const [first] = forImages(rows, 10, 3);
    expect(first?.exact.operations.multiplications).toBe(10 * 9 * 2 * 64);
    expect(first?.tested.operations.comparisons).toBe(3 * 9 * 2 * 64);
    expect(first?.tested.scales).toBe(3 * 2 * 64);
  });

  it("knows the images of training by the steps, those of tests by the tests", () => {
    const curves = emptyCurves(["exact", "smin"]);
    const records = [1, 2, 3].map((step) => ({ step, epoch: step, loss: 1, accuracy: 1, gradientNorm: 1 }));
    record(curves, { type: "steps", run: "smin", records });
    for (const images of [100, 2000])
      record(curves, {
        type: "test",
        run: "smin",
        step: 3,
        epoch: 1,
        accuracy: 1,
        loss: 1,
        images,
        whole: false,
      });
    expect(passesOf(curves, "smin", 32)).toEqual({ training: 96, tests: 2100 });
    expect(passesOf(curves, "exact", 32)).toEqual({ training: 0, tests: 0 });
  });

  it("is a table of a line a row and network", () => {
    const lines = ledgerCsv(rows, "smin", PUBLISHED.int32).trim().split("\r\n");
    expect(lines).toHaveLength(1 + 2 * rows.length);
    expect(lines[1]).toBe(`conv 1,layer,exact,1152,0,,1152,0,0,0,${1152 * 3.1 + 1152 * 0.1}`);
    expect(lines[2]).toMatch(/^conv 1,layer,smin,128,128,fc 1,1152,1152,1152,0,/);
  });
});

describe("costs", () => {
  const operations = { multiplications: 2, additions: 3, comparisons: 5, xnors: 7, slopes: 11 };

  it("are summed over the operations, a fixed slope as a multiplication", () => {
    const cost = (energy: number) => ({ energy, area: 10 * energy });
    const costs = {
      multiplications: cost(1),
      additions: cost(10),
      comparisons: cost(100),
      xnors: cost(1000),
    };
    expect(costOf(operations, costs, "energy")).toBe(13 + 30 + 500 + 7000);
    expect(costOf(operations, costs, "area")).toBe(130 + 300 + 5000 + 70000);
  });

  it.each(WIDTHS)("of %s: selecting the smaller is cheaper than multiplying, in energy and area", (width) => {
    for (const of of ["energy", "area"] as const) {
      const smin = costOf(pairOperations("smin"), PUBLISHED[width], of);
      expect(smin).toBeLessThan(costOf(pairOperations("exact"), PUBLISHED[width], of));
    }
  });

  it("that are entered hold for their width alone, until the published ones are wanted back", () => {
    enterCost("xnors", { energy: 0.01 });
    expect(costsOf(useLedger.getState()).xnors).toEqual({ energy: 0.01, area: 0 });
    changeLedger({ width: "int8" });
    expect(costsOf(useLedger.getState())).toBe(PUBLISHED.int8);
    enterCost("additions", { area: 40 });
    forgetCosts();
    expect(costsOf(useLedger.getState())).toBe(PUBLISHED.int8);
    changeLedger({ width: "float32" });
    expect(costsOf(useLedger.getState()).xnors.energy).toBe(0.01);
  });
});
