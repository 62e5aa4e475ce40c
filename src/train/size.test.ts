import { describe, expect, it } from "vitest";
import { networkSize } from "./size.ts";

const MNIST = { height: 28, width: 28, channels: 1 };
const LENET = "conv32k5-leaky0.1-pool2-conv64k5-leaky0.1-fc1024-relu-drop-fc10";

describe("the size of a network", () => {
  it("of LeNet as printed is four times its 12.9 million parameters and its activations", () => {
    const { bytes } = networkSize(LENET, MNIST, 64, "exact", null);
    expect(bytes).toBeGreaterThan(4 * 4 * 12.9e6);
    expect(bytes).toBeLessThan(4 * 4 * 12.9e6 + 64e6);
  });

  it("grows with the batch up to the largest the device binds", () => {
    const limit = 128 << 20;
    const most = networkSize(LENET, MNIST, 64, "smin", limit).largestBatch ?? 0;
    expect(most).toBeGreaterThan(256);
    expect(networkSize(LENET, MNIST, 64, "smin", limit / 2).largestBatch).toBeLessThan(most);
    expect(networkSize(LENET, MNIST, 64, "smin", 1 << 20).largestBatch).toBe(0);
  });
});
