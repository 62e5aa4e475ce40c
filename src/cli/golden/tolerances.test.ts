import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { maxAbs } from "../../math/stats.ts";
import { errorBound, FLOAT32_UNIT, FLOAT64_UNIT } from "../../reference/tolerance.ts";
import { parseGolden } from "./format.ts";
import { layerTolerances } from "./tolerances.ts";

const folder = new URL("../../reference/golden/", import.meta.url);
const layers = readdirSync(folder).filter((name) => /^[eg].*\.json$/.test(name));

describe.each(layers)("tolerances of %s", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const golden = parseGolden(text);
  if (golden.kind !== "layer") throw new Error(`${file} is no layer`);
  const scale: Record<string, number> = JSON.parse(text).abs_scale;

  it("stay a small multiple of 2^-24 of each quantity's magnitude", () => {
    const { exact, smin_train } = layerTolerances(golden, "gpu");
    const limit = (key: string) => 120 * FLOAT32_UNIT * (scale[key] as number) + 1e-30;
    expect(maxAbs(exact.y)).toBeLessThanOrEqual(limit("exact_y"));
    expect(maxAbs(exact.dw)).toBeLessThanOrEqual(limit("dw"));
    expect(maxAbs(smin_train.dw)).toBeLessThanOrEqual(limit("dw"));
    expect(maxAbs(exact.dx)).toBeLessThanOrEqual(limit("dx"));
    expect(maxAbs(smin_train.dx)).toBeLessThanOrEqual(limit("dx"));
  });

  it("are 2^29 times as tight for float64", () => {
    const gpu = layerTolerances(golden, "gpu").smin_train.mu_w;
    const reference = layerTolerances(golden, "reference").smin_train.mu_w;
    gpu.forEach((tolerance, i) => {
      expect((reference[i] as number) * 2 ** 29).toBeCloseTo(tolerance, 20);
    });
  });
});

it("demand an exact 0 where nothing is summed", () => {
  expect(errorBound(0, 1000, FLOAT32_UNIT)).toBe(0);
  expect(errorBound(0, 1000, FLOAT64_UNIT)).toBe(0);
});
