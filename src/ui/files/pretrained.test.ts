import { expect, it } from "vitest";
import { MODELS } from "../../models/index.ts";
import { formatLayers } from "../../models/notation.ts";
import { defaultConfig } from "../../train/link.ts";
import { type Pretrained, readPretrainedIndex } from "../../train/pretrained.ts";
import { fits } from "./pretrained.ts";

const ENTRY: Pretrained = {
  file: "lenet-two-pools-mnist-smin.safetensors",
  bytes: 6_500_000,
  network: "lenet-two-pools",
  data: "mnist",
  run: "smin",
  seed: 42,
  epochs: 3,
  accuracy: 0.98,
  images: 10_000,
  command: "npm run reproduce",
  device: "a device",
  date: "2026-11-25",
  app: "0.1.0",
};

it("pretrained weights fit their network, by its name or by its layers, on their data", () => {
  const config = { ...defaultConfig(), data: "mnist", net: "lenet-two-pools" } as const;
  const layers = formatLayers(MODELS["lenet-two-pools"].layers);
  expect(fits(ENTRY, config)).toBe(true);
  expect(fits(ENTRY, { ...config, net: "custom", layers })).toBe(true);
  expect(fits(ENTRY, { ...config, net: "custom", layers: "conv4k3-" })).toBe(false);
  expect(fits(ENTRY, { ...config, net: "lenet" })).toBe(false);
  expect(fits(ENTRY, { ...config, data: "digits" })).toBe(false);
  expect(fits({ ...ENTRY, network: "gone" }, config)).toBe(false);
});

it("an index that is no index offers nothing, and an entry that is not whole is left out", () => {
  const { accuracy, ...half } = ENTRY;
  const weights = [ENTRY, half, { ...ENTRY, file: "../x" }, null];
  expect(readPretrainedIndex({ weights }).weights).toEqual([ENTRY]);
  for (const value of [null, "<!doctype html>", { weights: 3 }])
    expect(readPretrainedIndex(value).weights).toEqual([]);
});
