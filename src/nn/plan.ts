import { type LayerSpec, type ModelSpec, PlanError, type Shape } from "./spec.ts";

export { PlanError } from "./spec.ts";

/** A layer that owns memory and kernels; activations are folded into the layer before them. */
export type PlannedSpec = Exclude<LayerSpec, { type: "leakyRelu" | "relu" }>;

/** One layer of a network over known image sizes. */
export interface LayerPlan {
  readonly spec: PlannedSpec;
  /** "conv 1", "fc 2", "pool 1": what people call it. */
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Slope of the leaky ReLU behind the output for negative values: 1 if there is none, 0 for ReLU. */
  readonly slope: number;
  /** Slope of the activation that made the input. */
  readonly inputSlope: number;
  /** Weights and biases. */
  readonly parameters: number;
  /** Multiply-accumulates for one image, forward. */
  readonly macs: number;
}

const NAMES = {
  conv2d: "conv",
  batchNorm2d: "norm",
  maxPool2d: "pool",
  linear: "fc",
  dropout: "dropout",
} as const;

/** Height and width of a convolution's filters. */
export function kernelSize(kernel: number | readonly [number, number]): readonly [number, number] {
  return typeof kernel === "number" ? [kernel, kernel] : kernel;
}

function outputShape(spec: PlannedSpec, { height, width, channels }: Shape): Shape {
  switch (spec.type) {
    case "conv2d":
      return { height, width, channels: spec.filters };
    case "maxPool2d":
      return {
        height: Math.floor(height / spec.size),
        width: Math.floor(width / spec.size),
        channels,
      };
    case "linear":
      return { height: 1, width: 1, channels: spec.units };
    case "batchNorm2d":
    case "dropout":
      return { height, width, channels };
    default:
      return spec satisfies never;
  }
}

function weightsOf(spec: PlannedSpec, input: Shape): { fanIn: number; filters: number } {
  if (spec.type === "conv2d") {
    const [height, width] = kernelSize(spec.kernel);
    return { fanIn: height * width * input.channels, filters: spec.filters };
  }
  if (spec.type === "linear")
    return { fanIn: input.height * input.width * input.channels, filters: spec.units };
  if (spec.type === "batchNorm2d") return { fanIn: 1, filters: input.channels };
  return { fanIn: 0, filters: 0 };
}

/** What stands in a layer's way, or null. */
function obstacle(spec: PlannedSpec, { height, width }: Shape, name: string): string | null {
  if (spec.type !== "maxPool2d" || spec.size <= Math.min(height, width)) return null;
  return `${name} of ${spec.size}x${spec.size} does not fit a ${height}x${width} input.`;
}

/** Plans what can be planned and collects what cannot; a layer that does not fit is passed over. */
function walk(layers: readonly LayerSpec[], input: Shape) {
  const plans: LayerPlan[] = [];
  const problems: string[] = [];
  const counts: Record<string, number> = {};
  let shape = input;
  for (const spec of layers) {
    if (spec.type === "leakyRelu" || spec.type === "relu") {
      const last = plans.pop();
      if (!last) problems.push("An activation needs a layer before it.");
      else if (last.slope !== 1) problems.push(`${last.name} has two activations.`);
      if (last) plans.push({ ...last, slope: spec.type === "relu" ? 0 : spec.slope });
      continue;
    }
    counts[spec.type] = (counts[spec.type] ?? 0) + 1;
    const name = `${NAMES[spec.type]} ${counts[spec.type]}`;
    const problem = obstacle(spec, shape, name);
    if (problem) {
      problems.push(problem);
      continue;
    }
    const output = outputShape(spec, shape);
    const { fanIn, filters } = weightsOf(spec, shape);
    plans.push({
      spec,
      name,
      input: shape,
      output,
      slope: 1,
      inputSlope: plans.at(-1)?.slope ?? 1,
      parameters: (fanIn + 1) * filters,
      macs: fanIn * filters * output.height * output.width,
    });
    shape = output;
  }
  return { plans, problems };
}

/**
 * Shapes, names, parameters and operations of every layer for images of `input` shape. Layers may follow
 * each other in any order: a batch normalisation behind a fully connected layer works on its units, a
 * dropout behind a dropout drops twice.
 * @throws PlanError naming the first layer that cannot be built.
 */
export function planNetwork(model: Pick<ModelSpec, "layers">, input: Shape): readonly LayerPlan[] {
  const { plans, problems } = walk(model.layers, input);
  if (problems[0]) throw new PlanError(problems[0]);
  return plans;
}

/** Every reason why these layers cannot tell `classes` classes of such images apart; empty if they can. */
export function checkModel(layers: readonly LayerSpec[], input: Shape, classes: number): string[] {
  const { plans, problems } = walk(layers, input);
  const last = plans.at(-1);
  const { height, width, channels } = last?.output ?? input;
  if (height * width !== 1 || channels !== classes)
    problems.push(
      `The last layer must give ${classes} values, one a class; ${last?.name ?? "nothing"} gives ${height * width * channels}.`,
    );
  if (plans.every(({ parameters }) => parameters === 0)) problems.push("No layer has anything to learn.");
  return problems;
}
