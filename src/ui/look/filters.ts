import { kernelSize, type LayerPlan } from "../../nn/plan.ts";
import type { LayerContents } from "../../worker/protocol.ts";
import type { Tiles } from "./tiles.ts";

/**
 * What of a filter is shown: the weights of one input channel, counted from 0; red, green and blue as a colour;
 * the mean magnitude over all input channels; or all inputs side by side, where each has a single weight.
 */
export type InputChoice = number | "colours" | "mean" | "all";

interface FilterShape {
  readonly inputs: number;
  readonly height: number;
  readonly width: number;
}

/** The shape of a layer's filters, each as large as the image where every pixel has its weight; null: none. */
function filterShape({ spec, input }: LayerPlan): FilterShape | null {
  const { channels: inputs, height, width } = input;
  if (spec.type === "linear") return { inputs, height, width };
  if (spec.type !== "conv2d") return null;
  const [kh, kw] = kernelSize(spec.kernel);
  return { inputs, height: kh, width: kw };
}

/** What can be shown of a layer's filters, what is shown of itself first; none where it has no filters. */
export function inputChoices(plans: readonly LayerPlan[], layer: number): InputChoice[] {
  const plan = plans[layer];
  const shape = plan ? filterShape(plan) : null;
  if (!plan || !shape) return [];
  const { inputs, height, width } = shape;
  if (inputs > 1 && height * width === 1) return ["all"];
  const each = Array.from({ length: inputs }, (_, i) => i);
  if (inputs === 1 || plan.spec.type === "linear") return each;
  return [...(layer === 0 && inputs === 3 ? (["colours"] as const) : []), "mean", ...each];
}

/**
 * The filters of a layer, a tile each.
 * @param rescaled w~, as it meets x, of networks that have it; else w.
 */
export function filterTiles(
  contents: readonly LayerContents[],
  plan: LayerPlan,
  choice: InputChoice,
  rescaled: boolean,
): Tiles | null {
  const shape = filterShape(plan);
  if (!shape || contents.length === 0) return null;
  const count = plan.output.channels;
  const [height, width] = choice === "all" ? wrapped(shape.inputs) : [shape.height, shape.width];
  const lanes = contents.map(({ run, weight, approximate }) => {
    const weights = (rescaled && approximate?.rescaled) || weight;
    return { run, values: pick(weights, count, shape, choice, height * width) };
  });
  return { count, height, width, planes: choice === "colours" ? 3 : 1, lanes };
}

/** Rows and columns of so many values, nearly a square. */
export function wrapped(count: number): [height: number, width: number] {
  const width = Math.ceil(Math.sqrt(count));
  return [Math.ceil(count / width), width];
}

function pick(
  weights: Float32Array,
  count: number,
  { inputs, height, width }: FilterShape,
  choice: InputChoice,
  cells: number,
): Float32Array {
  const taps = height * width;
  if (choice === "colours") return weights;
  const result = new Float32Array(count * cells).fill(choice === "all" ? Number.NaN : 0);
  for (let filter = 0; filter < count; filter++) {
    const from = filter * inputs * taps;
    const own = result.subarray(filter * cells, (filter + 1) * cells);
    if (choice === "all") own.set(weights.subarray(from, from + inputs));
    else if (choice === "mean") addMagnitudes(own, weights.subarray(from, from + inputs * taps), inputs);
    else own.set(weights.subarray(from + choice * taps, from + (choice + 1) * taps));
  }
  return result;
}

function addMagnitudes(sums: Float32Array, weights: Float32Array, inputs: number): void {
  for (const [i, weight] of weights.entries()) {
    const tap = i % sums.length;
    sums[tap] = (sums[tap] as number) + Math.abs(weight) / inputs;
  }
}
