import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digits } from "../data/digits.ts";
import { parseLayers } from "../models/notation.ts";
import { initialise } from "../nn/network.ts";
import { planNetwork } from "../nn/plan.ts";
import { encodeWeights } from "../train/weights.ts";
import { buildProgram, shell } from "./testing.ts";

let program = "";
const folder = mkdtempSync(join(tmpdir(), "evaluate-"));

beforeAll(async () => {
  program = await buildProgram("evaluate-test");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of first weights of a min-selector network on the drawn digits. */
function fileOf(layers: string): string {
  const plans = planNetwork({ layers: parseLayers(layers) }, digits);
  const weights = initialise(plans, 1, "he").map((own, i) =>
    i === 0 ? { ...own, statistics: { running_mean_abs_x: Float32Array.of(0.6) } } : own,
  );
  const { id, version, mean, std } = digits;
  const metadata = {
    network: "custom",
    layers,
    product: "smin",
    scaling: "constraint",
    clip: 2,
    gamma: 0.99,
    seed: 1,
    data: `${id}@${version}`,
    normalisation: { mean, std },
    epochs: 0,
    app: "a test",
  } as const;
  const path = join(folder, `${layers}.safetensors`);
  writeFileSync(path, encodeWeights(plans, weights, metadata, "F32"));
  return path;
}

describe("evaluate --bits 8 (needs a device for Dawn)", () => {
  it("gives one line with both accuracies and what an image takes", async (context) => {
    const { code, out, err } = await shell(
      `node ${program} evaluate --weights ${fileOf("conv4k3-leaky0.1-pool4-fc10")} --bits 8 --json`,
    );
    if (err.includes("no graphics device")) context.skip(`no device: ${err}`);
    expect(code).toBe(0);
    const { accuracy, integer, ...rest } = JSON.parse(out);
    expect(rest).toMatchObject({ type: "evaluate", data: "digits", product: "smin", images: 2000 });
    expect(integer).toMatchObject({ bits: 8, images: 2000, calibration: 1000 });
    expect(integer).toMatchObject({ comparisons: 28224, multiplications: 1960, rescales: 3146 });
    expect(Math.abs(integer.accuracy - accuracy)).toBeLessThan(0.05);
  }, 180_000);

  it("says why a network has no form in 8 bits", async (context) => {
    const { code, out, err } = await shell(
      `node ${program} evaluate --weights ${fileOf("conv4k3-leaky0.1-bn-pool4-fc10")} --bits 8`,
    );
    if (err.includes("no graphics device")) context.skip(`no device: ${err}`);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/In 8 bits norm 1 must follow a layer with weights directly\.\n$/);
  }, 180_000);
});
