import { describe, expect, it } from "vitest";
import { MODELS } from "../../models/index.ts";
import { parseLayers } from "../../models/notation.ts";
import { planNetwork } from "../../nn/plan.ts";
import { NETWORK } from "../strings/network.ts";
import { examine, shapeText } from "./examine.ts";

const MNIST = { height: 28, width: 28, channels: 1 };

const examined = (text: string) => examine(parseLayers(text), MNIST, 10);
const outputs = (text: string) =>
  examined(text).rows.map(({ output }) => (output === null ? null : shapeText(output)));

describe("a list of layers", () => {
  it("has the shape, parameters and multiplications of each layer", () => {
    expect(outputs("conv8k5-relu-pool2-fc10")).toEqual(["28×28×8", "28×28×8", "14×14×8", "10"]);
    const { rows, plans } = examined("conv8k5-relu-pool2-fc10");
    expect(rows.map(({ parameters }) => parameters)).toEqual([208, 0, 0, 15690]);
    expect(rows.map(({ multiplications }) => multiplications)).toEqual([156800, 0, 0, 15680]);
    expect(plans).toHaveLength(3);
  });

  it.each(Object.entries(MODELS))("%s is possible, and adds up to its plan", (_, model) => {
    const { rows, plans } = examine(model.layers, MNIST, 10);
    const planned = planNetwork(model, MNIST);
    expect(plans).toEqual(planned);
    expect(rows.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(
      planned.reduce((sum, { parameters }) => sum + parameters, 0),
    );
  });

  it("names the first layer that cannot be built, and why; those behind it are unknown", () => {
    const { rows, plans } = examined("pool8-pool8-fc10");
    expect(plans).toBeNull();
    expect(rows.map(({ problem }) => problem)).toEqual([
      null,
      "pool 2 of 8x8 does not fit a 3x3 input.",
      null,
    ]);
    expect(outputs("pool8-pool8-fc10")).toEqual(["3×3×1", null, null]);
  });

  it("must end in a value for each class", () => {
    expect(examined("conv8k3-fc11").rows.at(-1)?.problem).toBe(
      "The last layer must give 10 values, one a class; fc 1 gives 11.",
    );
    expect(examined("conv10k3").rows.at(-1)?.problem).toContain("conv 1 gives 7840");
    expect(examine([], MNIST, 10)).toEqual({ rows: [], plans: null });
  });

  it("refuses numbers beyond the bounds, and too many layers", () => {
    const wide = examine([{ type: "conv2d", filters: 5000, kernel: 3 }], MNIST, 10);
    expect(wide.rows[0]?.problem).toBe("Channels goes from 1 to 1024.");
    const many = Array.from({ length: 41 }, () => ({ type: "conv2d", filters: 1, kernel: 1 }) as const);
    expect(examine(many, MNIST, 10).rows.at(-1)?.problem).toBe(NETWORK.tooMany(40));
  });
});
