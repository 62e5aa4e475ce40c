import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseGolden } from "./format.ts";

const text = (name: string) =>
  readFileSync(new URL(`../../reference/golden/${name}.json`, import.meta.url), "utf8");
const layer = text("g01_n1c1_5x5_o1_k3");
const network = text("n03_mini_small_smin_adam");

/** The text with one change to its content. */
function changed(source: string, change: (json: ReturnType<typeof JSON.parse>) => void): string {
  const json = JSON.parse(source);
  change(json);
  return JSON.stringify(json);
}

describe("a golden file", () => {
  it("is told by its content: layer, network or scalar table", () => {
    expect(parseGolden(layer).kind).toBe("layer");
    expect(parseGolden(network).kind).toBe("network");
    expect(parseGolden(text("smin_scalar_table")).kind).toBe("scalar");
  });

  it("keeps the sign of zero", () => {
    const table = parseGolden('[{"a": -0.0, "b": 1, "smin": 0}]');
    expect(table.kind === "scalar" && Object.is(table.rows[0]?.a, -0)).toBe(true);
  });

  it("may hold kernels of two sizes", () => {
    const asked = changed(network, (json) => {
      json.layers[0].kernel = [3, 3];
    });
    const golden = parseGolden(asked);
    expect(golden.kind === "network" && golden.layers[0]).toEqual({
      type: "conv2d",
      filters: 8,
      kernel: [3, 3],
    });
  });
});

describe("is refused, and the place named, when it", () => {
  it("is no JSON", () => {
    expect(() => parseGolden("<html>")).toThrow(/JSON/);
  });

  it("is some other JSON", () => {
    expect(() => parseGolden('{"name": "package"}')).toThrow(
      /neither a layer, nor a network, nor a scalar table/,
    );
    expect(() => parseGolden("3")).toThrow(/neither/);
    expect(() => parseGolden('{"kind": "recipe"}')).toThrow(
      'kind: expected "network" or "layer", found "recipe"',
    );
  });

  it("lacks a key", () => {
    const asked = changed(layer, (json) => {
      delete json.smin_train.mu_w;
    });
    expect(() => parseGolden(asked)).toThrow("smin_train.mu_w is missing");
  });

  it("has an array of another length than the shape says", () => {
    const asked = changed(layer, (json) => json.exact.dw.pop());
    expect(() => parseGolden(asked)).toThrow("exact.dw: expected 9 entries, found 8");
  });

  it("holds what is no finite number", () => {
    const asked = changed(layer, (json) => {
      json.input.x[3] = "NaN";
    });
    expect(() => parseGolden(asked)).toThrow('input.x[3]: expected a finite number, found "NaN"');
  });

  it("asks for another stride", () => {
    const asked = changed(layer, (json) => {
      json.shape.stride = 2;
    });
    expect(() => parseGolden(asked)).toThrow("shape.stride: expected 1, found 2");
  });

  it("names a layer that does not exist", () => {
    const asked = changed(network, (json) => {
      json.layers[2].type = "avgPool2d";
    });
    expect(() => parseGolden(asked)).toThrow(/layers\[2\]\.type: expected "conv2d" or .* found "avgPool2d"/);
  });

  it("has parameters that do not fit its layers", () => {
    const asked = changed(network, (json) => json.params[1].w.push(0));
    expect(() => parseGolden(asked)).toThrow(/params\[1\]\.w: expected 40 entries, found 41/);
  });
});
