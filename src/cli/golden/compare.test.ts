import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareGolden } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { parseGolden } from "./format.ts";
import { referenceEngine } from "./referenceEngine.ts";

const folder = new URL("../../reference/golden/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const text = (file: string) => readFileSync(new URL(file, folder), "utf8");

/** The float64 twin held to the GPU's wider tolerances: what those let slip. */
const underGpuTolerances: Engine = { ...referenceEngine, by: "gpu" };

async function failedQuantities(json: string, engine: Engine): Promise<string[]> {
  const rows = await compareGolden("file.json", parseGolden(json), engine);
  return rows.filter((row) => !row.pass).map((row) => row.quantity);
}

type Tree = Record<string, unknown> | unknown[];

/** The paths of all numbers and lists of numbers. */
function paths(tree: Tree, prefix: readonly string[] = []): string[][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = [...prefix, key];
    if (typeof value === "number") return [path];
    if (Array.isArray(value) && typeof value[0] === "number") return [path];
    return typeof value === "object" && value !== null ? paths(value as Tree, path) : [];
  });
}

/** A copy with the values at a path a thousandth larger. */
function perturbed(source: string, path: readonly string[]): string {
  const json = JSON.parse(source);
  const key = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((node, step) => node[step], json);
  const values = parent[key] as number | number[];
  parent[key] = typeof values === "number" ? values * 1.001 : values.map((value) => value * 1.001);
  return JSON.stringify(json);
}

describe.each(files)("%s", (file) => {
  it("agrees with the float64 twin in every quantity", async () => {
    expect(await failedQuantities(text(file), referenceEngine)).toEqual([]);
  });
});

const sensitive = [
  "e02_one_zero_filter.json",
  "e07_outlier_input.json",
  "g01_n1c1_5x5_o1_k3.json",
  "g08_n1c3_1x1_o4_k5.json",
  "g09_n2c3_2x3_o5_k5.json",
  "n03_mini_small_smin_adam.json",
];
const layerInputs = [
  "input.x",
  "input.w",
  "input.b",
  "input.dy",
  "mu_running.before",
  "smin_infer.mu_r",
  "gamma",
];
const networkInputs = [
  "input.x",
  "params.0.w",
  "params.2.b",
  "optimizer.lr",
  "optimizer.beta1",
  "gamma",
  "clip_factor",
];
const results = [
  "exact",
  "smin_train",
  "mu_running.after",
  "smin_infer.y",
  "steps",
  "final_params",
  "eval_logits",
];

describe.each(sensitive)("a copy of %s that is a thousandth off", (file) => {
  const json = JSON.parse(text(file));
  const all = paths(json).map((path) => path.join("."));

  it.each(json.kind === "network" ? networkInputs : layerInputs)("in its input %s fails", async (place) => {
    const copy = perturbed(text(file), place.split("."));
    expect(await failedQuantities(copy, referenceEngine)).not.toEqual([]);
    expect(await failedQuantities(copy, underGpuTolerances)).not.toEqual([]);
  });

  it.each(all.filter((path) => results.some((key) => path.startsWith(key))))(
    "in its result %s fails there",
    async (place) => {
      const { layer, network } = await resultsOf(text(file));
      const copy = perturbed(text(file), place.split("."));
      for (const by of ["reference", "gpu"] as const) {
        expect(await failedQuantities(copy, { ...referenceEngine, layer, network, by })).toEqual([place]);
      }
    },
  );
});

/** What the float64 twin makes of a file, worked out once. */
const known = new Map<string, Promise<Pick<Engine, "layer" | "network">>>();
function resultsOf(source: string): Promise<Pick<Engine, "layer" | "network">> {
  const result = known.get(source) ?? workOut(source);
  known.set(source, result);
  return result;
}
async function workOut(source: string): Promise<Pick<Engine, "layer" | "network">> {
  const golden = parseGolden(source);
  const layer = golden.kind === "layer" ? await referenceEngine.layer(golden) : undefined;
  const network = golden.kind === "network" ? await referenceEngine.network(golden) : undefined;
  return {
    ...referenceEngine,
    ...(layer && { layer: async () => layer }),
    ...(network && { network: async () => network }),
  };
}

describe("an engine", () => {
  const golden = parseGolden(text("g01_n1c1_5x5_o1_k3.json"));

  it("fails where it gives what is not a number", async () => {
    const broken: Engine = {
      ...referenceEngine,
      layer: async (layer) => {
        const result = await referenceEngine.layer(layer);
        result.exact.y[3] = Number.NaN;
        return result;
      },
    };
    const rows = await compareGolden("file.json", golden, broken);
    expect(rows.filter((row) => !row.pass)).toMatchObject([{ quantity: "exact.y", worst: Number.NaN }]);
  });

  it("is refused where it gives too few values", async () => {
    const short: Engine = { ...referenceEngine, scalar: async () => [1] };
    await expect(compareGolden("t.json", parseGolden(text("smin_scalar_table.json")), short)).rejects.toThrow(
      "expected 196 values",
    );
  });
});

it("names quantities by their path in the file", async () => {
  const layer = await compareGolden("g.json", parseGolden(text("g01_n1c1_5x5_o1_k3.json")), referenceEngine);
  expect(layer.map((row) => row.quantity)).toEqual([
    "exact.y",
    "exact.dx",
    "exact.dw",
    "exact.db",
    "smin_train.mu_x",
    "smin_train.mu_w",
    "smin_train.wt",
    "smin_train.y",
    "smin_train.dx",
    "smin_train.dw",
    "smin_train.db",
    "mu_running.after",
    "smin_infer.y",
  ]);
  const network = await compareGolden(
    "n.json",
    parseGolden(text("n01_lenet_small_exact.json")),
    referenceEngine,
  );
  const named = network.map((row) => row.quantity);
  expect(named).toEqual(expect.arrayContaining(["steps.2.loss", "final_params.0.w", "eval_logits"]));
  const table = await compareGolden("t.json", parseGolden(text("smin_scalar_table.json")), referenceEngine);
  expect(table).toMatchObject([
    { file: "t.json", quantity: "scalar table", by: "reference", worst: 0, tolerance: 0, pass: true },
  ]);
});
