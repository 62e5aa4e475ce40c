import type { ModelSpec } from "../nn/spec.ts";

/** Table 3 with a second max-pool, as LeNets usually have: a quarter of the weights (our choice). */
export const lenetTwoPools: ModelSpec = {
  name: "LeNet, two pools",
  about: "LeNet with a pool behind each convolution: 3.3 million parameters on MNIST.",
  layers: [
    { type: "conv2d", filters: 32, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "conv2d", filters: 64, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "linear", units: 1024 },
    { type: "relu" },
    { type: "dropout" },
    { type: "linear", units: 10 },
  ],
};
