import type { LayerSpec, ModelSpec, Shape } from "./spec.ts";

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

/** A network that cannot be built, and why. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}

const NAMES = { conv2d: "conv", maxPool2d: "pool", linear: "fc", dropout: "dropout" } as const;

/** Height and width of a convolution's filters. */
export function kernelSize(kernel: number | readonly [number, number]): readonly [number, number] {
  return typeof kernel === "number" ? [kernel, kernel] : kernel;
}

function outputShape(spec: PlannedSpec, { height, width, channels }: Shape, name: string): Shape {
  switch (spec.type) {
    case "conv2d":
      return { height, width, channels: spec.filters };
    case "maxPool2d": {
      const shape = {
        height: Math.floor(height / spec.size),
        width: Math.floor(width / spec.size),
        channels,
      };
      if (shape.height < 1 || shape.width < 1)
        throw new PlanError(`${name} of ${spec.size}x${spec.size} does not fit a ${height}x${width} input.`);
      return shape;
    }
    case "linear":
      return { height: 1, width: 1, channels: spec.units };
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
  return { fanIn: 0, filters: 0 };
}

/**
 * Shapes, names, parameters and operations of every layer for images of `input` shape.
 * @throws PlanError naming the layer that cannot be built.
 */
export function planNetwork(model: Pick<ModelSpec, "layers">, input: Shape): readonly LayerPlan[] {
  const plans: LayerPlan[] = [];
  const counts: Record<string, number> = {};
  let shape = input;
  for (const spec of model.layers) {
    if (spec.type === "leakyRelu" || spec.type === "relu") {
      const last = plans.pop();
      if (!last) throw new PlanError("An activation needs a layer before it.");
      if (last.slope !== 1) throw new PlanError(`${last.name} has two activations.`);
      plans.push({ ...last, slope: spec.type === "relu" ? 0 : spec.slope });
      continue;
    }
    counts[spec.type] = (counts[spec.type] ?? 0) + 1;
    const name = `${NAMES[spec.type]} ${counts[spec.type]}`;
    const output = outputShape(spec, shape, name);
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
  return plans;
}
