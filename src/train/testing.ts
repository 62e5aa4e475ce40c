import type { Dataset } from "../data/dataset.ts";
import { digits, makeDigits } from "../data/digits.ts";
import type { TrainConfig } from "./config.ts";
import { defaultConfig } from "./link.ts";

let made: Dataset | undefined;

/** The drawn digits, fewer of them: 640 to train on and 100 to test on. */
export function fewDigits(): Dataset {
  made ??= makeDigits();
  const { train, test } = made;
  const pixels = digits.height * digits.width;
  const part = ({ images, labels }: Dataset["train"], count: number) => ({
    count,
    images: images.slice(0, count * pixels),
    labels: labels.slice(0, count),
  });
  return { info: digits, train: part(train, 640), test: part(test, 100) };
}

/** A small network of every kind of layer that a run keeps something of, with settings for short runs. */
export function smallConfig(changes: Partial<TrainConfig> = {}): TrainConfig {
  return {
    ...defaultConfig(),
    data: "digits",
    net: "custom",
    layers: "conv4k3-leaky0.1-pool4-conv8k3-leaky0.1-drop-fc10",
    batch: 32,
    testEvery: 10,
    testImages: 50,
    ...changes,
  };
}
