import {
  defaultDevice,
  init,
  type Array as JaxArray,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  valueAndGrad,
} from "@jax-js/jax";
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

// The library counts references: an array is consumed by the function it is passed to, `.ref` keeps it.

/** Weights and biases, alternating. */
type Parameters = JaxArray[];

function parameters(config: PeerConfig): Parameters {
  return firstWeights(config).flatMap(({ type, inputs, outputs, kernel, values }) => [
    np.array(values).reshape(type === "conv2d" ? [outputs, inputs, ...kernel] : [inputs, outputs]),
    np.zeros([outputs]),
  ]);
}

/** The network's logits, dropout on. Consumes its arguments. */
function forward({ net, batch }: PeerConfig, layers: Parameters, images: JaxArray, key: JaxArray): JaxArray {
  let x = images;
  let next = 0;
  const take = (): JaxArray => {
    const array = layers[next++];
    if (!array) throw new Error("The network has more layers than weights.");
    return array;
  };
  for (const layer of PROBLEMS[net].model.layers) {
    if (layer.type === "conv2d") {
      const y = lax.conv(x, take(), [1, 1], "SAME");
      x = y.add(take().reshape([layer.filters, 1, 1]));
    } else if (layer.type === "linear") x = np.matmul(x.reshape([batch, -1]), take()).add(take());
    else if (layer.type === "maxPool2d") {
      x = lax.reduceWindow(x, np.max, [layer.size, layer.size], [layer.size, layer.size]);
    } else if (layer.type === "leakyRelu") x = nn.leakyRelu(x, layer.slope);
    else if (layer.type === "relu") x = nn.relu(x);
    else {
      const rate = layer.rate ?? DROPOUT;
      const kept = random.bernoulli(key, 1 - rate, x.shape);
      x = np.where(kept, x.mul(1 / (1 - rate)), 0);
    }
  }
  return x;
}

/** Adam in its usual form; `rate` holds the bias corrections of this step. */
function adam(
  w: JaxArray,
  gradient: JaxArray,
  m: JaxArray,
  v: JaxArray,
  rate: JaxArray,
): [JaxArray, JaxArray, JaxArray] {
  const mean = m.mul(ADAM.beta1).add(gradient.ref.mul(1 - ADAM.beta1));
  const square = v.mul(ADAM.beta2).add(np.square(gradient).mul(1 - ADAM.beta2));
  const update = mean.ref.div(np.sqrt(square.ref).add(ADAM.epsilon)).mul(rate);
  return [w.sub(update), mean, square];
}

/** One whole step in one compiled function: loss, gradients and update. */
function compiledStep(config: PeerConfig) {
  const loss = (layers: Parameters, x: JaxArray, y: JaxArray, key: JaxArray) =>
    nn
      .logSoftmax(forward(config, layers, x, key))
      .mul(y)
      .sum()
      .mul(-1 / config.batch);
  return jit(
    (
      layers: Parameters,
      m: Parameters,
      v: Parameters,
      x: JaxArray,
      y: JaxArray,
      key: JaxArray,
      rate: JaxArray,
    ) => {
      const [value, gradients] = valueAndGrad(loss)(
        layers.map((array) => array.ref),
        x,
        y,
        key,
      );
      const updated = layers.map((w, i) => adam(w, at(gradients, i), at(m, i), at(v, i), rate.ref));
      rate.dispose();
      return {
        value,
        layers: updated.map(([w]) => w),
        m: updated.map(([, m]) => m),
        v: updated.map(([, , v]) => v),
      };
    },
  );
}

function at(arrays: readonly JaxArray[], index: number): JaxArray {
  const array = arrays[index];
  if (!array) throw new Error(`There is no array ${index}.`);
  return array;
}

/** Adam's step size with both bias corrections, before step `t` (from 1). */
const correctedRate = (t: number) => (LEARNING_RATE * Math.sqrt(1 - ADAM.beta2 ** t)) / (1 - ADAM.beta1 ** t);

let free = () => {};

async function setup(config: PeerConfig): Promise<Peer> {
  if (config.conv !== "exact") throw new Error("jax-js has no convolution by comparison.");
  if (config.opt !== "adam") throw new Error("The jax-js page knows Adam only.");
  free();
  if (!(await init("webgpu")).includes("webgpu")) throw new Error("jax-js found no WebGPU.");
  defaultDevice("webgpu");
  const { images, labels } = fixedBatch(config);
  const { height, width, channels } = PROBLEMS[config.net].shape;
  const x = np.array(images).reshape([config.batch, channels, height, width]);
  const y = np.array(labels).reshape([config.batch, 10]);
  let layers = parameters(config);
  let m = layers.map((array) => np.zeros(array.shape));
  let v = layers.map((array) => np.zeros(array.shape));
  const run = compiledStep(config);
  let last: JaxArray | null = null;
  let t = 0;
  free = () => {
    for (const array of [x, y, ...layers, ...m, ...v]) array.dispose();
    last?.dispose();
    run.dispose();
  };
  return {
    step() {
      t += 1;
      last?.dispose();
      const out = run(layers, m, v, x.ref, y.ref, random.key(t), np.array(correctedRate(t)));
      ({ layers, m, v, value: last } = out);
    },
    async loss() {
      if (!last) throw new Error("No step was taken yet.");
      const [value] = await last.ref.data();
      return value ?? Number.NaN;
    },
  };
}

globalThis.perfPeer = { setup };
