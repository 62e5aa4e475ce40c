import type { ModelSpec } from "../nn/spec.ts";

/** Table 3, as printed: one max-pool only, so FC 1 sees 14 x 14 x 64 values on MNIST. */
export const lenet: ModelSpec = {
  name: "LeNet, Table 3",
  about: "The paper's network: two 5x5 convolutions, 12.9 million parameters on MNIST.",
  layers: [
    { type: "conv2d", filters: 32, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "conv2d", filters: 64, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "linear", units: 1024 },
    { type: "relu" },
    { type: "dropout" },
    { type: "linear", units: 10 },
  ],
};
