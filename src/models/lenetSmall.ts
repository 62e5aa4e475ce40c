import type { ModelSpec } from "../nn/spec.ts";

/** LeNet's plan at a size that learns within a minute without a graphics card (our choice). */
export const lenetSmall: ModelSpec = {
  name: "Small LeNet",
  about: "LeNet's plan at a hundredth of the work, for software graphics and old laptops.",
  layers: [
    { type: "conv2d", filters: 8, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "conv2d", filters: 16, kernel: 5 },
    { type: "leakyRelu", slope: 0.1 },
    { type: "maxPool2d", size: 2 },
    { type: "linear", units: 64 },
    { type: "relu" },
    { type: "dropout" },
    { type: "linear", units: 10 },
  ],
};
