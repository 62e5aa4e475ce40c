import { BOUNDS } from "../../models/notation.ts";
import { checkModel, type LayerPlan, PlanError, planNetwork } from "../../nn/plan.ts";
import type { LayerSpec, Shape } from "../../nn/spec.ts";
import { numberProblem } from "../../train/link.ts";
import { NETWORK } from "../strings/network.ts";
import { NUMBER_FIELDS, numbersOf } from "./kinds.ts";

/** What one layer of the list makes of the images, or why it cannot. */
export interface Examined {
  /** Null where this layer or one before it cannot be built. */
  readonly output: Shape | null;
  readonly parameters: number;
  /** Multiplications of an exact network for one image, forward. */
  readonly multiplications: number;
  readonly problem: string | null;
}

export interface Examination {
  readonly rows: readonly Examined[];
  /** The whole network, ready to count; null while it is impossible. */
  readonly plans: readonly LayerPlan[] | null;
}

const UNKNOWN: Examined = { output: null, parameters: 0, multiplications: 0, problem: null };

/** Plans a list of layers one by one: the first that cannot be built carries the reason. */
export function examine(layers: readonly LayerSpec[], input: Shape, classes: number): Examination {
  const rows: Examined[] = [];
  let before: readonly LayerPlan[] = [];
  for (const [i, spec] of layers.entries()) {
    const planned = planUpTo(layers.slice(0, i + 1), spec, input);
    if (typeof planned === "string") {
      rows.push({ ...UNKNOWN, problem: planned });
      return { rows: [...rows, ...layers.slice(i + 1).map(() => UNKNOWN)], plans: null };
    }
    rows.push({
      output: planned.at(-1)?.output ?? input,
      parameters: sum(planned, "parameters") - sum(before, "parameters"),
      multiplications: sum(planned, "macs") - sum(before, "macs"),
      problem: null,
    });
    before = planned;
  }
  const [problem] = checkModel(layers, input, classes);
  if (problem === undefined) return { rows, plans: before };
  const last = rows.pop();
  return { rows: last === undefined ? rows : [...rows, { ...last, problem }], plans: null };
}

function planUpTo(
  layers: readonly LayerSpec[],
  last: LayerSpec,
  input: Shape,
): readonly LayerPlan[] | string {
  if (layers.length > BOUNDS.layers) return NETWORK.tooMany(BOUNDS.layers);
  for (const [name, value] of numbersOf(last)) {
    const problem = numberProblem(NUMBER_FIELDS[name], value);
    if (problem !== null) return problem;
  }
  try {
    return planNetwork({ layers }, input);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
}

function sum(plans: readonly LayerPlan[], what: "parameters" | "macs"): number {
  return plans.reduce((total, plan) => total + plan[what], 0);
}

/** "14×14×32", or "1024" of a flat one. */
export function shapeText({ height, width, channels }: Shape): string {
  return height === 1 && width === 1 ? String(channels) : `${height}×${width}×${channels}`;
}
