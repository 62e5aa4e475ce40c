import type { Engine } from "./engine.ts";
import type { Golden, LayerResult, NetworkResult } from "./format.ts";
import { layerTolerances, networkTolerances, scalarTolerance } from "./tolerances.ts";

/** One quantity of one file as one engine got it. */
export interface GoldenRow {
  readonly file: string;
  /** Its path in the file, as `smin_train.dw` or `steps.2.loss`. */
  readonly quantity: string;
  readonly by: Engine["by"];
  /** The error of the value that comes nearest to its tolerance or exceeds it most. NaN: not a number. */
  readonly worst: number;
  /** That value's tolerance. */
  readonly tolerance: number;
  readonly pass: boolean;
}

/** Takes one file through an engine; throws where the engine's result has not the file's shape. */
export async function compareGolden(file: string, golden: Golden, engine: Engine): Promise<GoldenRow[]> {
  const { by } = engine;
  switch (golden.kind) {
    case "layer":
      return rows(file, by, golden.expected, await engine.layer(golden), layerTolerances(golden, by));
    case "network":
      return rows(file, by, golden.expected, await engine.network(golden), networkTolerances(golden, by));
    case "scalar": {
      const expected = golden.rows.map(({ smin }) => smin);
      const tolerances = expected.map((smin) => scalarTolerance(smin, by));
      const actual = await engine.scalar(golden.rows);
      return [{ file, quantity: "scalar table", by, ...worstOf(expected, actual, tolerances) }];
    }
  }
}

function rows<T extends LayerResult | NetworkResult>(
  file: string,
  by: Engine["by"],
  expected: T,
  actual: T,
  tolerances: T,
): GoldenRow[] {
  const actualLeaves = leaves(actual);
  const toleranceLeaves = leaves(tolerances);
  return [...leaves(expected)].map(([quantity, values]) => ({
    file,
    quantity,
    by,
    ...worstOf(values, actualLeaves.get(quantity) ?? [], toleranceLeaves.get(quantity) ?? []),
  }));
}

/** Every number and list of numbers in a result, by its path. Empty lists hold nothing to compare. */
function leaves(tree: object, path = "", found = new Map<string, ArrayLike<number>>()) {
  for (const [key, value] of Object.entries(tree)) {
    const place = path ? `${path}.${key}` : key;
    if (typeof value === "number") found.set(place, [value]);
    else if (!isNumbers(value)) leaves(value, place, found);
    else if (value.length > 0) found.set(place, value);
  }
  return found;
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return (
    ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((entry) => typeof entry === "number"))
  );
}

function worstOf(expected: ArrayLike<number>, actual: ArrayLike<number>, tolerances: ArrayLike<number>) {
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} values, the engine gave ${actual.length}`);
  }
  let worst = { worst: 0, tolerance: 0, share: -1 };
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((actual[i] as number) - (expected[i] as number));
    const tolerance = tolerances[i] as number;
    const share = toleranceShare(error, tolerance);
    if (share > worst.share || (share === worst.share && tolerance > worst.tolerance)) {
      worst = { worst: error, tolerance, share };
    }
  }
  return { worst: worst.worst, tolerance: worst.tolerance, pass: worst.worst <= worst.tolerance };
}

/** How much of its tolerance an error uses up; what is not a number exceeds all. */
function toleranceShare(error: number, tolerance: number): number {
  if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
  if (error === 0) return 0;
  return error / tolerance;
}
