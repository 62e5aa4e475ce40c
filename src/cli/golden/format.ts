import { type Convolution, NAMED_PRODUCTS } from "../../math/products.ts";
import type { LayerSpec, Shape } from "../../nn/spec.ts";
import type { ConvShape } from "../../reference/conv2d.ts";
import type { Optimizer } from "../../reference/optim.ts";
import { outputShape, parameterSizes, valueCount } from "../../reference/shapes.ts";
import { Json } from "./json.ts";

/**
 * Golden files: expected values of one convolution layer, of a few training steps of a whole network,
 * or of the scalar operation smin. Arrays are flat in C order: x, dx NCHW; w, dw, wt OIHW; y, dy NCHW;
 * weights of fully connected layers units x inputs with the inputs in C, H, W order.
 */
export type Golden = GoldenLayer | GoldenNetwork | GoldenScalarTable;

/** What a convolution layer gives; named as in the file, so that a quantity's path is its place there. */
export interface LayerResult {
  /** The ordinary convolution and its gradients. */
  readonly exact: { readonly y: Numbers; readonly dx: Numbers; readonly dw: Numbers; readonly db: Numbers };
  /** Algorithm 1 with smin and the minibatch mean: μ|x|, μ|w| per filter, w~, output, gradients. */
  readonly smin_train: {
    readonly mu_x: number;
    readonly mu_w: Numbers;
    readonly wt: Numbers;
    readonly y: Numbers;
    readonly dx: Numbers;
    readonly dw: Numbers;
    readonly db: Numbers;
  };
  /** The running mean after one update. */
  readonly mu_running: { readonly after: number };
  /** Inference with the running mean: x unclipped, w clipped. */
  readonly smin_infer: { readonly y: Numbers };
}

export type Numbers = Float64Array | Float32Array;

export interface GoldenLayer {
  readonly kind: "layer";
  readonly shape: ConvShape;
  readonly clipFactor: number;
  readonly gamma: number;
  readonly x: Float64Array;
  readonly w: Float64Array;
  readonly b: Float64Array;
  readonly dy: Float64Array;
  /** The running mean before its update. */
  readonly runningMeanBefore: number;
  /** The running mean that inference uses. */
  readonly inferenceMean: number;
  readonly expected: LayerResult;
}

/** What a network gives; named as in the file. */
export interface NetworkResult {
  /** Each before its update; means of approximate convolutions, running ones after this step's update. */
  readonly steps: readonly {
    readonly loss: number;
    readonly correct: number;
    readonly mu_x: readonly number[];
    readonly running_mu: readonly number[];
    readonly grad_norm: number;
  }[];
  readonly final_params: readonly NetworkParameters[];
  /** N x classes, at inference after the last update. */
  readonly eval_logits: Numbers;
}

export interface NetworkParameters {
  readonly w: Numbers;
  readonly b: Numbers;
}

export interface GoldenNetwork {
  readonly kind: "network";
  readonly convolution: Convolution;
  readonly clipFactor: number;
  readonly gamma: number;
  readonly layers: readonly LayerSpec[];
  readonly input: Shape;
  readonly x: Float64Array;
  /** One an image; their number is the batch size. */
  readonly labels: Uint32Array;
  /** Start values of the layers that have any, in order. */
  readonly parameters: readonly NetworkParameters[];
  readonly optimizer: Optimizer;
  /** Training steps to take on the one batch: as many as `expected.steps`. */
  readonly stepCount: number;
  readonly expected: NetworkResult;
}

export interface ScalarRow {
  readonly a: number;
  readonly b: number;
  readonly smin: number;
}

export interface GoldenScalarTable {
  readonly kind: "scalar";
  readonly rows: readonly ScalarRow[];
}

/** Reads one file's text; throws an Error that says what is wrong and where. */
export function parseGolden(text: string): Golden {
  const json = Json.parse(text);
  if (json.isList()) return { kind: "scalar", rows: json.list().map(readScalarRow) };
  if (json.has("kind")) {
    const kind = json.get("kind").oneOf(["network", "layer"]);
    return kind === "network" ? readNetwork(json) : readLayer(json);
  }
  if (json.has("shape") && json.has("smin_train")) return readLayer(json);
  throw new Error("not a golden file: neither a layer, nor a network, nor a scalar table");
}

function readScalarRow(row: Json): ScalarRow {
  return { a: row.get("a").number(), b: row.get("b").number(), smin: row.get("smin").number() };
}

function readLayer(json: Json): GoldenLayer {
  const shape = readConvShape(json.get("shape"));
  const { N, C, H, W, O, kh, kw } = shape;
  const sizes = { x: N * C * H * W, w: O * C * kh * kw, b: O, y: N * O * H * W };
  const gradients = (of: Json) => ({
    y: of.get("y").numbers(sizes.y),
    dx: of.get("dx").numbers(sizes.x),
    dw: of.get("dw").numbers(sizes.w),
    db: of.get("db").numbers(sizes.b),
  });
  const input = json.get("input");
  const train = json.get("smin_train");
  return {
    kind: "layer",
    shape,
    clipFactor: json.get("clip_factor").number(),
    gamma: json.get("gamma").number(),
    x: input.get("x").numbers(sizes.x),
    w: input.get("w").numbers(sizes.w),
    b: input.get("b").numbers(sizes.b),
    dy: input.get("dy").numbers(sizes.y),
    runningMeanBefore: json.get("mu_running").get("before").number(),
    inferenceMean: json.get("smin_infer").get("mu_r").number(),
    expected: {
      exact: gradients(json.get("exact")),
      smin_train: {
        mu_x: train.get("mu_x").number(),
        mu_w: train.get("mu_w").numbers(O),
        wt: train.get("wt").numbers(sizes.w),
        ...gradients(train),
      },
      mu_running: { after: json.get("mu_running").get("after").number() },
      smin_infer: { y: json.get("smin_infer").get("y").numbers(sizes.y) },
    },
  };
}

/** Stride and padding may be left out; if they are named, they must be the only ones the project knows. */
function readConvShape(json: Json): ConvShape {
  if (json.has("stride")) json.get("stride").oneOf([1]);
  if (json.has("padding")) json.get("padding").oneOf(["same (zeros)", "same"]);
  const size = (key: string) => json.get(key).count(1);
  return {
    N: size("N"),
    C: size("C"),
    H: size("H"),
    W: size("W"),
    O: size("O"),
    kh: size("kh"),
    kw: size("kw"),
  };
}

function readNetwork(json: Json): GoldenNetwork {
  const input = json.get("input");
  const shape = {
    height: input.get("H").count(1),
    width: input.get("W").count(1),
    channels: input.get("C").count(1),
  };
  const N = input.get("N").count(1);
  const layers = json.get("layers").list().map(readLayerSpec);
  const { parameters, outputs } = networkSizes(layers, shape);
  const convolution = json.get("product").oneOf(["exact", ...NAMED_PRODUCTS]);
  const means = convolution === "exact" ? 0 : layers.filter((layer) => layer.type === "conv2d").length;
  const steps = json.get("steps").list();
  return {
    kind: "network",
    convolution,
    clipFactor: json.get("clip_factor").number(),
    gamma: json.get("gamma").number(),
    layers,
    input: shape,
    x: input.get("x").numbers(N * valueCount(shape)),
    labels: Uint32Array.from(json.get("labels").list(N), (label) => label.count(0)),
    parameters: readParameters(json.get("params"), parameters),
    optimizer: readOptimizer(json.get("optimizer")),
    stepCount: steps.length,
    expected: {
      steps: steps.map((step) => ({
        loss: step.get("loss").number(),
        correct: step.get("correct").number(),
        mu_x: [...step.get("mu_x").numbers(means)],
        running_mu: [...step.get("running_mu").numbers(means)],
        grad_norm: step.get("grad_norm").number(),
      })),
      final_params: readParameters(json.get("final_params"), parameters),
      eval_logits: json.get("eval_logits").numbers(N * outputs),
    },
  };
}

function networkSizes(layers: readonly LayerSpec[], input: Shape) {
  const parameters: { w: number; b: number }[] = [];
  let shape = input;
  for (const layer of layers) {
    const sizes = parameterSizes(layer, shape);
    if (sizes) parameters.push(sizes);
    shape = outputShape(layer, shape);
  }
  return { parameters, outputs: valueCount(shape) };
}

function readParameters(json: Json, sizes: readonly { w: number; b: number }[]): NetworkParameters[] {
  const entries = json.list(sizes.length);
  return sizes.map(({ w, b }, i) => {
    const entry = entries[i] as Json;
    return { w: entry.get("w").numbers(w), b: entry.get("b").numbers(b) };
  });
}

function readLayerSpec(json: Json): LayerSpec {
  const type = json.get("type").oneOf(["conv2d", "leakyRelu", "maxPool2d", "linear", "relu"]);
  switch (type) {
    case "conv2d":
      return { type, filters: json.get("filters").count(1), kernel: readKernel(json.get("kernel")) };
    case "leakyRelu":
      return { type, slope: json.get("slope").number() };
    case "maxPool2d":
      return { type, size: json.get("size").count(1) };
    case "linear":
      return { type, units: json.get("units").count(1) };
    case "relu":
      return { type };
  }
}

function readKernel(json: Json): number | readonly [number, number] {
  if (!json.isList()) return json.count(1);
  const [height, width] = json.list(2).map((size) => size.count(1));
  return [height as number, width as number];
}

function readOptimizer(json: Json): Optimizer {
  const type = json.get("type").oneOf(["sgd", "adam"]);
  const number = (key: string) => json.get(key).number();
  if (type === "sgd") return { type, lr: number("lr"), momentum: number("momentum") };
  return { type, lr: number("lr"), beta1: number("beta1"), beta2: number("beta2"), eps: number("eps") };
}
