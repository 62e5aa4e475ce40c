import { guarded } from "../../gpu/device.ts";
import { Kernels, Pass } from "../../gpu/kernel.ts";
import { createBuffer, createTensor, readBuffer, writeTensor } from "../../gpu/tensor.ts";
import type { Tile } from "../../gpu/tile.ts";
import { hwioToOihw } from "../../math/layout.ts";
import type { ApproximateState, LayerSettings } from "../../nn/layer.ts";
import { RECORD } from "../../nn/loss.ts";
import { planMemory } from "../../nn/memory.ts";
import { Network } from "../../nn/network.ts";
import { planNetwork } from "../../nn/plan.ts";
import { productTable } from "../../nn/productTable.ts";
import { SingleLayer } from "../../nn/single.ts";
import { packStep, stepWords } from "../../nn/step.ts";
import type { Engine } from "./engine.ts";
import type { GoldenLayer, GoldenNetwork, LayerResult, NetworkResult } from "./format.ts";

/** The shaders of this project on a device. */
export function gpuEngine(device: GPUDevice, tile: Tile): Engine {
  const kernels = new Kernels(device);
  return {
    by: "gpu",
    layer: (golden) => guarded(device, () => layerResult(kernels, golden, tile)),
    network: (golden) => guarded(device, () => networkResult(kernels, golden, tile)),
    scalar: (rows) =>
      guarded(device, async () => {
        const table = await productTable(
          kernels,
          "smin",
          rows.map(({ a }) => a),
          rows.map(({ b }) => b),
          tile,
        );
        return rows.map((_, i) => table[i * rows.length + i] as number);
      }),
  };
}

async function readFloats(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  return new Float32Array(await readBuffer(device, buffer));
}

async function layerResult(kernels: Kernels, golden: GoldenLayer, tile: Tile): Promise<LayerResult> {
  const { shape, clipFactor, gamma, x, dy } = golden;
  const { device } = kernels;
  const layers = [{ type: "conv2d", filters: shape.O, kernel: [shape.kh, shape.kw] }] as const;
  const [plan] = planNetwork({ layers }, { height: shape.H, width: shape.W, channels: shape.C });
  if (!plan) throw new Error("no layer");
  const settings: LayerSettings = { convolution: "exact", clip: clipFactor, gamma, dropout: 0, tile };
  const weights = { weight: Float32Array.from(golden.w), bias: Float32Array.from(golden.b) };

  const exact = await SingleLayer.build(kernels, plan, shape.N, settings);
  exact.writeWeights(weights);
  const exactY = await exact.forward(x);
  const exactGradients = await exact.backward(dy);
  exact.destroy();

  const smin = await SingleLayer.build(kernels, plan, shape.N, { ...settings, convolution: "smin" });
  const state = smin.layer.approximate as ApproximateState;
  const setRunning = (mean: number) => device.queue.writeBuffer(state.mean, 8, Float32Array.of(mean, 1));
  smin.writeWeights(weights);
  setRunning(golden.runningMeanBefore);
  const y = await smin.forward(x);
  const [mu = Number.NaN, , running = Number.NaN] = await readFloats(device, state.mean);
  const scale = await readFloats(device, state.scale);
  const rescaled = await readFloats(device, state.rescaled);
  const gradients = await smin.backward(dy);
  setRunning(golden.inferenceMean);
  const inferred = await smin.infer(x);
  smin.destroy();
  return {
    exact: { y: exactY, dx: exactGradients.dx, dw: exactGradients.weight, db: exactGradients.bias },
    smin_train: {
      mu_x: mu,
      mu_w: scale.slice(0, shape.O),
      wt: hwioToOihw(rescaled, { O: shape.O, I: shape.C, kh: shape.kh, kw: shape.kw }),
      y,
      dx: gradients.dx,
      dw: gradients.weight,
      db: gradients.bias,
    },
    mu_running: { after: running },
    smin_infer: { y: inferred },
  };
}

async function networkResult(kernels: Kernels, golden: GoldenNetwork, tile: Tile): Promise<NetworkResult> {
  const { device } = kernels;
  const { optimizer } = golden;
  const batch = golden.labels.length;
  const plans = planNetwork(golden, golden.input);
  const images = planMemory(plans, batch).activations[0];
  if (!images) throw new Error("a network without layers");
  const x = createTensor(device, "images", images.shape, images.halo);
  const labels = createBuffer(device, "labels", batch * 4);
  const step = createBuffer(device, "step", stepWords(batch) * 4);
  writeTensor(device, x, golden.x);
  device.queue.writeBuffer(labels, 0, Uint32Array.from(golden.labels));
  const network = await Network.build(
    kernels,
    plans,
    { x, labels, step },
    {
      convolution: golden.convolution,
      clip: golden.clipFactor,
      gamma: golden.gamma,
      dropout: 0,
      tile,
      optimizer: optimizer.type,
      momentum: optimizer.type === "sgd" ? optimizer.momentum : 0,
    },
  );
  network.writeWeights(
    golden.parameters.map(({ w, b }) => ({ weight: Float32Array.from(w), bias: Float32Array.from(b) })),
  );
  const submit = (work: (pass: Pass) => void) => {
    const encoder = device.createCommandEncoder();
    const pass = new Pass(encoder);
    work(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  const values = { seed: 0, valid: batch, rate: optimizer.lr, first: true, indices: new Uint32Array(batch) };
  const steps: NetworkResult["steps"][number][] = [];
  for (let t = 0; t < golden.stepCount; t++) {
    device.queue.writeBuffer(step, 0, packStep({ ...values, step: t, slot: t }, batch));
    submit((pass) => network.encodeStep(pass, t));
    const means = network.layers.flatMap(({ approximate }) =>
      approximate ? [readFloats(device, approximate.mean)] : [],
    );
    const record = (await readFloats(device, network.loss.records)).subarray(t * RECORD);
    const read = await Promise.all(means);
    steps.push({
      loss: record[0] as number,
      correct: record[1] as number,
      mu_x: read.map((mean) => mean[0] as number),
      running_mu: read.map((mean) => mean[2] as number),
      grad_norm: record[2] as number,
    });
  }
  const final = await network.readWeights();
  submit((pass) => {
    network.encodeInferenceStart(pass);
    network.encodeInference(pass);
  });
  const logits = await network.readLogits();
  network.destroy();
  for (const buffer of [x.buffer, labels, step]) buffer.destroy();
  return {
    steps,
    final_params: final.map(({ weight, bias }) => ({ w: weight, b: bias })),
    eval_logits: logits,
  };
}
