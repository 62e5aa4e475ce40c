import "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import * as tf from "@tensorflow/tfjs-core";
import {
  ADAM,
  DROPOUT,
  firstWeights,
  fixedBatch,
  LEARNING_RATE,
  type Peer,
  type PeerConfig,
  PROBLEMS,
} from "./problem.ts";

interface Parameters {
  /** height, width, in, out; or in, out. */
  readonly weights: tf.Variable;
  readonly bias: tf.Variable;
}

function parameters(config: PeerConfig): Parameters[] {
  return firstWeights(config).map(({ type, inputs, outputs, kernel, values }) => ({
    weights: tf.variable(
      tf.tensor(values, type === "conv2d" ? [...kernel, inputs, outputs] : [inputs, outputs]),
    ),
    bias: tf.variable(tf.zeros([outputs])),
  }));
}

/** The network's logits, dropout on. */
function forward({ net }: PeerConfig, images: tf.Tensor4D, layers: readonly Parameters[]): tf.Tensor2D {
  let x: tf.Tensor = images;
  let next = 0;
  const take = (): Parameters => {
    const layer = layers[next++];
    if (!layer) throw new Error("The network has more layers than weights.");
    return layer;
  };
  for (const layer of PROBLEMS[net].model.layers) {
    if (layer.type === "conv2d") {
      const { weights, bias } = take();
      x = tf.add(tf.conv2d(x as tf.Tensor4D, weights as tf.Tensor4D, 1, "same"), bias);
    } else if (layer.type === "linear") {
      const { weights, bias } = take();
      x = tf.add(tf.matMul(tf.reshape(x, [images.shape[0], -1]), weights as tf.Tensor2D), bias);
    } else if (layer.type === "maxPool2d") x = tf.maxPool(x as tf.Tensor4D, layer.size, layer.size, "valid");
    else if (layer.type === "leakyRelu") x = tf.leakyRelu(x, layer.slope);
    else if (layer.type === "relu") x = tf.relu(x);
    else x = tf.dropout(x, layer.rate ?? DROPOUT);
  }
  return x as tf.Tensor2D;
}

let free = () => {};

async function setup(config: PeerConfig): Promise<Peer> {
  if (config.conv !== "exact") throw new Error("tfjs has no convolution by comparison.");
  free();
  if (!(await tf.setBackend("webgpu"))) throw new Error("tfjs found no WebGPU.");
  const { images, labels } = fixedBatch(config);
  const { height, width, channels } = PROBLEMS[config.net].shape;
  const x = tf.tensor4d(images, [config.batch, height, width, channels]);
  const y = tf.tensor2d(labels, [config.batch, 10]);
  const layers = parameters(config);
  const optimizer =
    config.opt === "adam"
      ? tf.train.adam(LEARNING_RATE, ADAM.beta1, ADAM.beta2, ADAM.epsilon)
      : tf.train.momentum(LEARNING_RATE, 0.9);
  let last: tf.Scalar | null = null;
  free = () => {
    optimizer.dispose();
    tf.dispose([x, y, layers.map(({ weights, bias }) => [weights, bias])]);
    last?.dispose();
  };
  return {
    step() {
      last?.dispose();
      const loss = () => tf.losses.softmaxCrossEntropy(y, forward(config, x, layers)) as tf.Scalar;
      last = optimizer.minimize(loss, true);
    },
    async loss() {
      if (!last) throw new Error("No step was taken yet.");
      const [value] = await last.data();
      return value ?? Number.NaN;
    },
  };
}

globalThis.perfPeer = { setup };
