import { fillNormal, uniform } from "../src/math/random.ts";
import { MODELS } from "../src/models/index.ts";
import type { ModelSpec, Shape } from "../src/nn/spec.ts";

/** What every engine is asked to train. */
export interface PeerConfig {
  readonly net: "lenet-mnist" | "lenet-cifar" | "mini-cifar";
  readonly batch: number;
  readonly opt: "adam" | "sgd";
  /** Peers know "exact" only. */
  readonly conv: "exact" | "smin";
}

/** One engine at work on one network. */
export interface Peer {
  /** Enqueues one training step and returns at once. */
  step(): void;
  /** Waits for every step so far; the loss of the last one. */
  loss(): Promise<number>;
}

/** What each page offers as `globalThis.perfPeer`; a second setup frees the first. */
export interface PerfPeer {
  setup(config: PeerConfig): Promise<Peer>;
}

declare global {
  var perfPeer: PerfPeer;
  /** Set up by the benchmark, between its blocks. */
  var perfRunning: Peer;
}

const MNIST: Shape = { height: 28, width: 28, channels: 1 };
const CIFAR: Shape = { height: 32, width: 32, channels: 3 };

/** The layers and the images of each problem, as the paper prints them. */
export const PROBLEMS: Readonly<
  Record<PeerConfig["net"], { readonly model: ModelSpec; readonly shape: Shape }>
> = {
  "lenet-mnist": { model: MODELS.lenet, shape: MNIST },
  "lenet-cifar": { model: MODELS.lenet, shape: CIFAR },
  "mini-cifar": { model: MODELS["mini-cifar"], shape: CIFAR },
};

export const LEARNING_RATE = 0.001;
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
export const DROPOUT = 0.5;

const filled = (count: number, stream: number, deviation: number) => {
  const values = new Float32Array(count);
  fillNormal(values, 1, stream, deviation);
  return values;
};

/** A fixed batch: normal pixels and one-hot labels of ten classes, row by row. */
export function fixedBatch({ net, batch }: PeerConfig) {
  const { height, width, channels } = PROBLEMS[net].shape;
  const images = filled(batch * height * width * channels, 1, 1);
  const labels = new Float32Array(batch * 10);
  for (let n = 0; n < batch; n++) labels[n * 10 + Math.floor(uniform(1, 2, n) * 10)] = 1;
  return { images, labels };
}

/** The first weights of a layer that has them; biases start at 0. */
export interface FirstWeights {
  readonly type: "conv2d" | "linear";
  readonly inputs: number;
  readonly outputs: number;
  /** Height and width of a filter; [1, 1] for a fully connected layer. */
  readonly kernel: readonly [number, number];
  /** He normal, as many as inputs x outputs x kernel, in no particular order. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** The layers that hold weights, in order. */
export function firstWeights({ net }: PeerConfig): FirstWeights[] {
  const { model, shape } = PROBLEMS[net];
  let { height, width, channels } = shape;
  const found: FirstWeights[] = [];
  const add = (
    type: "conv2d" | "linear",
    inputs: number,
    outputs: number,
    kernel: readonly [number, number],
  ) => {
    const fan = inputs * kernel[0] * kernel[1];
    found.push({
      type,
      inputs,
      outputs,
      kernel,
      values: filled(fan * outputs, 3 + found.length, Math.sqrt(2 / fan)),
    });
  };
  for (const layer of model.layers) {
    if (layer.type === "conv2d") {
      add(
        "conv2d",
        channels,
        layer.filters,
        typeof layer.kernel === "number" ? [layer.kernel, layer.kernel] : layer.kernel,
      );
      channels = layer.filters;
    } else if (layer.type === "maxPool2d") {
      height = Math.floor(height / layer.size);
      width = Math.floor(width / layer.size);
    } else if (layer.type === "linear") {
      add("linear", height * width * channels, layer.units, [1, 1]);
      [height, width, channels] = [1, 1, layer.units];
    }
  }
  return found;
}
