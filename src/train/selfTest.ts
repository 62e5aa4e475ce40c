import { type Gpu, guarded } from "../gpu/device.ts";
import { Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createTensor, writeTensor } from "../gpu/tensor.ts";
import type { Tile } from "../gpu/tile.ts";
import type { Convolution } from "../math/products.ts";
import { fillNormal } from "../math/random.ts";
import { planMemory } from "../nn/memory.ts";
import { initialise, Network } from "../nn/network.ts";
import { type LayerPlan, planNetwork } from "../nn/plan.ts";
import { SingleLayer } from "../nn/single.ts";
import type { LayerSpec, Shape } from "../nn/spec.ts";
import { packStep, stepWords } from "../nn/step.ts";
import { layerTwin } from "../reference/layers.ts";
import { ReferenceNetwork } from "../reference/network.ts";
import type { LayerTwin } from "../reference/twin.ts";
import type { Problem } from "./events.ts";

/**
 * A short test of this device's arithmetic before the first training on it: a few layers of odd
 * shapes and one training step, each against its float64 twin. Wrong arithmetic is refused, since a
 * driver may miscompile a kernel without a word.
 */
interface Check {
  /** The kernels under test, for the message. */
  readonly kernel: string;
  readonly spec: LayerSpec;
  readonly input: Shape;
  readonly convolution: Convolution;
}

const IMAGE: Shape = { height: 7, width: 6, channels: 3 };
/** As channels and as filters these fill a subgroup of 4 or 8, so that the kernels that share are tried. */
const DEEP: Shape = { ...IMAGE, channels: 29 };
const BATCH = 3;
const SETTINGS = { clip: 2, gamma: 0.9, dropout: 0.5 };

const CHECKS: readonly Check[] = [
  {
    kernel: "exact convolution",
    spec: { type: "conv2d", filters: 29, kernel: [5, 3] },
    input: DEEP,
    convolution: "exact",
  },
  {
    kernel: "min-selector convolution",
    spec: { type: "conv2d", filters: 29, kernel: 3 },
    input: DEEP,
    convolution: "smin",
  },
  {
    kernel: "one-channel convolution",
    spec: { type: "conv2d", filters: 6, kernel: 5 },
    input: { ...IMAGE, channels: 1 },
    convolution: "smin",
  },
  { kernel: "max-pool", spec: { type: "maxPool2d", size: 2 }, input: IMAGE, convolution: "exact" },
  {
    kernel: "fully connected layer",
    spec: { type: "linear", units: 10 },
    input: IMAGE,
    convolution: "exact",
  },
  {
    kernel: "min-selector fully connected layer",
    spec: { type: "linear", units: 7, product: "tested" },
    input: IMAGE,
    convolution: "smin",
  },
  { kernel: "batch normalisation", spec: { type: "batchNorm2d" }, input: IMAGE, convolution: "exact" },
  { kernel: "dropout", spec: { type: "dropout" }, input: IMAGE, convolution: "exact" },
];

/** Far above rounding of such short sums, far below any wrong term. */
const RELATIVE = 1e-4;

interface Mismatch {
  readonly quantity: string;
  readonly worst: number;
  readonly scale: number;
}

/** The quantities whose error passes RELATIVE of their largest expected value. */
function compare(
  pairs: Readonly<Record<string, readonly [ArrayLike<number>, ArrayLike<number>]>>,
): Mismatch[] {
  return Object.entries(pairs).flatMap(([quantity, [actual, expected]]) => {
    let worst = 0;
    let scale = 0;
    for (let i = 0; i < expected.length; i++) {
      const error = Math.abs((actual[i] as number) - (expected[i] as number));
      worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
      scale = Math.max(scale, Math.abs(expected[i] as number));
    }
    return worst <= RELATIVE * scale ? [] : [{ quantity, worst, scale }];
  });
}

function normals(count: number, stream: number, deviation = 1): Float32Array {
  const values = new Float32Array(count);
  fillNormal(values, 7, stream, deviation);
  return values;
}

const size = ({ height, width, channels }: Shape) => height * width * channels;

async function checkLayer(
  kernels: Kernels,
  { spec, input, convolution }: Check,
  tile: Tile,
): Promise<Mismatch[]> {
  const [plan] = planNetwork({ layers: [spec] }, input) as [LayerPlan];
  const layer = await SingleLayer.build(
    kernels,
    plan,
    BATCH,
    { ...SETTINGS, convolution, tile },
    { step: 1, seed: 7 },
  );
  const filters = plan.output.channels;
  const weights = {
    weight: normals(Math.max(0, plan.parameters - filters), 2, 0.3),
    bias: normals(filters, 3),
  };
  const x = normals(BATCH * size(input), 4);
  const dy = normals(BATCH * size(plan.output), 5);
  if (plan.parameters > 0) layer.writeWeights(weights);
  const y = await layer.forward(x);
  const gradients = await layer.backward(dy);
  layer.destroy();

  const parameters =
    plan.parameters > 0
      ? { w: Float64Array.from(weights.weight), b: Float64Array.from(weights.bias) }
      : undefined;
  const settings = {
    convolution,
    clipFactor: SETTINGS.clip,
    gamma: SETTINGS.gamma,
    dropout: { seed: 7, rate: SETTINGS.dropout },
  };
  const twin: LayerTwin = layerTwin(spec, 0, input, parameters, settings);
  const expectedY = twin.forward(Float64Array.from(x), BATCH, { step: 1 });
  const expected = twin.backward(Float64Array.from(dy));
  return compare({
    y: [y, expectedY],
    dx: [gradients.dx, expected.dx],
    ...(expected.gradient
      ? { dw: [gradients.weight, expected.gradient.w], db: [gradients.bias, expected.gradient.b] }
      : {}),
  });
}

/** One training step of a small network: loss, gradient norm and optimizer. */
async function checkStep(kernels: Kernels, tile: Tile): Promise<Mismatch[]> {
  const { device } = kernels;
  const layers: LayerSpec[] = [
    { type: "conv2d", filters: 4, kernel: 3 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "linear", units: 10 },
  ];
  const plans = planNetwork({ layers }, IMAGE);
  const tensor = planMemory(plans, BATCH).activations[0];
  if (!tensor) return [];
  const x = createTensor(device, "images", tensor.shape, tensor.halo);
  const labels = createBuffer(device, "labels", BATCH * 4);
  const step = createBuffer(device, "step", stepWords(BATCH) * 4);
  const settings = {
    ...SETTINGS,
    dropout: 0,
    convolution: "smin",
    tile,
    optimizer: "adam",
    momentum: 0,
  } as const;
  const network = await Network.build(kernels, plans, { x, labels, step }, settings);
  const first = initialise(plans, 7, "he");
  const images = normals(BATCH * size(IMAGE), 6);
  const answers = Uint32Array.of(3, 0, 9);
  network.writeWeights(first);
  writeTensor(device, x, images);
  device.queue.writeBuffer(labels, 0, answers);
  const record = {
    step: 0,
    seed: 7,
    valid: BATCH,
    slot: 0,
    rate: 0.01,
    first: false,
    indices: new Uint32Array(BATCH),
  };
  device.queue.writeBuffer(step, 0, packStep(record, BATCH));
  const encoder = device.createCommandEncoder();
  const pass = new Pass(encoder);
  network.encodeStep(pass, record.step);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const trained = await network.readWeights();
  network.destroy();
  for (const buffer of [x.buffer, labels, step]) buffer.destroy();

  const twin = new ReferenceNetwork({
    layers,
    input: IMAGE,
    parameters: first.map(({ weight, bias }) => ({
      w: Float64Array.from(weight),
      b: Float64Array.from(bias),
    })),
    convolution: "smin",
    clipFactor: SETTINGS.clip,
    gamma: SETTINGS.gamma,
    dropout: { seed: 7, rate: 0 },
  });
  twin.trainStep(Float64Array.from(images), answers, {
    type: "adam",
    lr: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
  });
  const pairs = trained.flatMap(({ weight, bias }, i) => {
    const expected = twin.parameters[i] as { w: Float64Array; b: Float64Array };
    return [[`layer ${i} w`, [weight, expected.w]] as const, [`layer ${i} b`, [bias, expected.b]] as const];
  });
  return compare(Object.fromEntries(pairs));
}

/**
 * Runs all checks; null when every kernel agrees with its twin.
 * @param onCheck called before each check with its number, of how many, and its name.
 */
export async function selfTest(
  gpu: Gpu,
  onCheck: (done: number, total: number, kernel: string) => void = () => {},
): Promise<Problem | null> {
  const { tile } = gpu.info;
  const kernels = new Kernels(gpu.device);
  const all = [
    ...CHECKS.map((check) => ({ kernel: check.kernel, run: () => checkLayer(kernels, check, tile) })),
    { kernel: "training step", run: () => checkStep(kernels, tile) },
  ];
  for (const [i, { kernel, run }] of all.entries()) {
    onCheck(i, all.length, kernel);
    const mismatches = await guarded(gpu.device, run);
    if (mismatches.length > 0) return refusal(kernel, mismatches);
  }
  return null;
}

function refusal(kernel: string, mismatches: readonly Mismatch[]): Problem {
  const lines = mismatches.map(
    ({ quantity, worst, scale }) => `${quantity}: error ${worst} where values reach ${scale}`,
  );
  return {
    kind: "self-test",
    message: `The ${kernel} on this device gives wrong numbers, so training is refused.`,
    remedy: "Update the graphics driver or try another browser; copy the diagnostics to report it.",
    layer: kernel,
    details: [`self-test: ${kernel}`, ...lines].join("\n"),
  };
}
