import type { ModelSpec } from "../nn/spec.ts";

/** Table 4: three of the six convolutions are 1x1 and only change the number of channels. */
export const miniCifar: ModelSpec = {
  name: "mini_cifar, Table 4",
  about: "The paper's deeper network: six convolutions, three of them 1x1.",
  layers: [
    { type: "conv2d", filters: 32, kernel: 3 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "conv2d", filters: 16, kernel: 1 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "conv2d", filters: 64, kernel: 3 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "conv2d", filters: 32, kernel: 1 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "conv2d", filters: 128, kernel: 3 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "conv2d", filters: 64, kernel: 1 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "linear", units: 1024 },
    { type: "relu" },
    { type: "dropout" },
    { type: "linear", units: 10 },
  ],
};
