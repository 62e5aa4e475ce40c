import { FormatError } from "../formats/formatError.ts";
import {
  type Dtype,
  decodeSafetensors,
  encodeSafetensors,
  tensorOf,
  valuesOf,
} from "../formats/safetensors.ts";
import { expressionProblem } from "../math/expression/compile.ts";
import { type Convolution, PRODUCTS } from "../math/products.ts";
import { modelOf } from "../models/index.ts";
import { formatLayers } from "../models/notation.ts";
import type { LayerWeights } from "../nn/init.ts";
import { kernelSize, type LayerPlan } from "../nn/plan.ts";
import type { Scaling } from "../nn/spec.ts";
import { APP } from "./app.ts";
import type { Race, Run } from "./race.ts";

/** What a file of weights says of them; enough to test them without their run. */
export interface WeightsMetadata {
  /** Short name of the network (models/index.ts), or "custom". */
  readonly network: string;
  /** Its layers, as models/notation.ts writes them. */
  readonly layers: string;
  /** How its "tested" layers multiply: "exact", or a product under Algorithm 1. */
  readonly product: Convolution;
  /** Of layers under Algorithm 1. Files of before there was a choice do not say it: "constraint". */
  readonly scaling: Scaling;
  /** Of the product "own". */
  readonly expression?: string;
  readonly clip: number;
  readonly gamma: number;
  readonly seed: number;
  /** Data set and version: "mnist@1". */
  readonly data: string;
  /** Per channel, of pixels / 255. */
  readonly normalisation: { readonly mean: readonly number[]; readonly std: readonly number[] };
  /** It trained so long; a transferred network since the hand-over. */
  readonly epochs: number;
  readonly app: string;
}

/** The metadata of one lane of a race as it is now. */
export function weightsMetadata(race: Race, { lane, startsAt }: Run): WeightsMetadata {
  const { config, data } = race;
  const { id, version, mean, std } = data.info;
  return {
    network: config.net,
    layers: formatLayers(modelOf(config.net, config.layers).layers),
    product: lane.convolution,
    scaling: config.scaling,
    ...(lane.convolution === "own" ? { expression: config.expression } : {}),
    clip: config.clip,
    gamma: config.gamma,
    seed: config.seed,
    data: `${id}@${version}`,
    normalisation: { mean, std },
    epochs: race.epochAt(race.step - startsAt),
    app: APP,
  };
}

/** A tensor's name in files and its shape. */
interface Place {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The tensors of a layer: weight, bias, and those of its running statistics that there are. */
interface LayerPlaces {
  readonly weight: Place;
  readonly bias: Place;
  readonly statistics: Readonly<Record<string, Place>>;
}

const PREFIX = { conv2d: "conv", linear: "fc", batchNorm2d: "bn" } as const;

/** Where a layer's values lie in a file: `conv1.weight` OIHW, `fc1.weight` out x in (C, H, W). */
function placesOf({ spec, name, input, output }: LayerPlan): LayerPlaces | null {
  if (!(spec.type in PREFIX)) return null;
  const prefix = `${PREFIX[spec.type as keyof typeof PREFIX]}${name.split(" ").at(-1)}`;
  const place = (tensor: string, ...shape: number[]): Place => ({ name: `${prefix}.${tensor}`, shape });
  const out = output.channels;
  const bias = place("bias", out);
  if (spec.type === "batchNorm2d") {
    const statistics = { running_mean: place("running_mean", out), running_var: place("running_var", out) };
    return { weight: place("weight", out), bias, statistics };
  }
  const fanIn =
    spec.type === "conv2d"
      ? [input.channels, ...kernelSize(spec.kernel)]
      : [input.channels * input.height * input.width];
  const fit = { fit_a: place("fit_a", out), fit_b: place("fit_b", out) };
  const statistics = { running_mean_abs_x: place("running_mean_abs_x", 1), ...fit };
  return { weight: place("weight", out, ...fanIn), bias, statistics };
}

const layersOf = (plans: readonly LayerPlan[]) =>
  plans.flatMap((plan) => {
    const places = plan.parameters > 0 ? placesOf(plan) : null;
    return places ? [places] : [];
  });

/** Weights of the layers that have any, in their order, as one safetensors file. */
export function encodeWeights(
  plans: readonly LayerPlan[],
  weights: readonly LayerWeights[],
  metadata: WeightsMetadata,
  dtype: Dtype,
): Uint8Array<ArrayBuffer> {
  const tensors = layersOf(plans).flatMap(({ weight, bias, statistics }, i) => {
    const own = weights[i] as LayerWeights;
    const running = Object.entries(statistics).map(([key, place]) => [place, own.statistics?.[key]] as const);
    const values = [[weight, own.weight] as const, [bias, own.bias] as const, ...running];
    return values.flatMap(([{ name, shape }, floats]) =>
      floats ? [tensorOf(name, shape, floats, dtype)] : [],
    );
  });
  const text = Object.entries(metadata).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return encodeSafetensors(tensors, Object.fromEntries(text));
}

/** A file of weights: its tensors by name, not yet those of a network. */
export interface SavedWeights {
  readonly metadata: WeightsMetadata;
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

const ANOTHER = "Choose a file of weights that this program, or one that follows docs/formats.md, saved.";

function refuse(message: string, what?: string, expected?: string, found?: string): never {
  throw new FormatError(
    message,
    ANOTHER,
    what ? [{ what, expected: expected ?? "", found: found ?? "" }] : [],
  );
}

/**
 * Reads a file of weights.
 * @throws FormatError where it is not whole, a value is not finite, or its metadata is missing.
 */
export function decodeWeights(bytes: Uint8Array): SavedWeights {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const values = [...tensors].map(([name, tensor]) => {
    const floats = valuesOf(tensor);
    const bad = floats.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      refuse(`${name} holds a value that is not a number.`, `value ${bad}`, "finite", String(floats[bad]));
    return [name, { shape: tensor.shape, values: floats }] as const;
  });
  return { metadata: readMetadata(metadata), tensors: new Map(values) };
}

function readMetadata(text: ReadonlyMap<string, string>): WeightsMetadata {
  const get = (key: keyof WeightsMetadata) => text.get(key) ?? refuse(`The file does not say its ${key}.`);
  const number = (key: keyof WeightsMetadata) => {
    const value = Number(get(key));
    return Number.isFinite(value) ? value : refuse(`The file's ${key} is not a number.`);
  };
  const product = get("product");
  if (product !== "exact" && !Object.hasOwn(PRODUCTS, product))
    refuse(
      "The file's product is not known.",
      "product",
      ["exact", ...Object.keys(PRODUCTS)].join(", "),
      product,
    );
  const scaling = text.get("scaling") ?? "constraint";
  if (scaling !== "constraint" && scaling !== "fitted")
    refuse("The file's scaling is not known.", "scaling", "constraint, fitted", scaling);
  return {
    network: get("network"),
    layers: get("layers"),
    product: product as Convolution,
    scaling,
    ...(product === "own" ? { expression: readExpression(get("expression")) } : {}),
    clip: number("clip"),
    gamma: number("gamma"),
    seed: number("seed"),
    data: get("data"),
    normalisation: readNormalisation(get("normalisation")),
    epochs: number("epochs"),
    app: get("app"),
  };
}

function readExpression(text: string): string {
  const problem = expressionProblem(text);
  return problem === null ? text : refuse(`The file's expression cannot be read. ${problem}`);
}

function readNormalisation(text: string): WeightsMetadata["normalisation"] {
  try {
    const { mean, std } = JSON.parse(text);
    const whole = [mean, std].every(
      (list) => Array.isArray(list) && list.every((value) => Number.isFinite(value)),
    );
    if (whole) return { mean, std };
  } catch {
    // Said below.
  }
  return refuse("The file's normalisation cannot be read.");
}

/**
 * The weights of a file as those of a network.
 * @throws FormatError naming the first tensor that is missing, left over or of another shape.
 */
export function weightsFor(plans: readonly LayerPlan[], { tensors }: SavedWeights): LayerWeights[] {
  const rest = new Set(tensors.keys());
  const take = ({ name, shape }: Place): Float32Array | undefined => {
    const tensor = tensors.get(name);
    rest.delete(name);
    if (tensor && tensor.shape.join() !== shape.join())
      refuse("The weights are of another network.", name, shape.join(" x "), tensor.shape.join(" x "));
    return tensor?.values;
  };
  const need = (place: Place) =>
    take(place) ??
    refuse("The weights are of another network.", place.name, place.shape.join(" x "), "nothing");
  const layers = layersOf(plans).map(({ weight, bias, statistics }): LayerWeights => {
    const found = Object.entries(statistics).flatMap(([key, place]) => {
      const values = take(place);
      return values ? [[key, values] as const] : [];
    });
    const own = { weight: need(weight), bias: need(bias) };
    return found.length > 0 ? { ...own, statistics: Object.fromEntries(found) } : own;
  });
  const [left] = rest;
  if (left !== undefined) refuse("The weights are of another network.", left, "nothing", "a tensor");
  return layers;
}
