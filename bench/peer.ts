import { openGpu } from "../src/gpu/device.ts";
import { Kernels, Pass } from "../src/gpu/kernel.ts";
import { createBuffer, createTensor, readBuffer, writeTensor } from "../src/gpu/tensor.ts";
import { RECORD, RING } from "../src/nn/loss.ts";
import { planMemory } from "../src/nn/memory.ts";
import { initialise, Network } from "../src/nn/network.ts";
import { planNetwork } from "../src/nn/plan.ts";
import { packStep, stepWords } from "../src/nn/step.ts";
import { DROPOUT, fixedBatch, LEARNING_RATE, type Peer, type PeerConfig, PROBLEMS } from "./problem.ts";

const SEED = 42;

let free = () => {};

/** This engine on a fixed batch of seeded random images. */
async function setup(config: PeerConfig): Promise<Peer> {
  free();
  const { net, batch, opt, conv } = config;
  const { device, info } = await openGpu(navigator.gpu);
  free = () => device.destroy();
  const { model, shape } = PROBLEMS[net];
  const plans = planNetwork(model, shape);
  const tensor = planMemory(plans, batch).activations[0];
  if (!tensor) throw new Error(`${net} has no layers`);
  const x = createTensor(device, "images", tensor.shape, tensor.halo);
  const labels = createBuffer(device, "labels", batch * 4);
  const step = createBuffer(device, "step", stepWords(batch) * 4);
  const settings = { convolution: conv, clip: 2, gamma: 0.99, dropout: DROPOUT, tile: info.tile };
  const building = Network.build(
    new Kernels(device),
    plans,
    { x, labels, step },
    { ...settings, optimizer: opt, momentum: 0.9 },
  );
  const weights = initialise(plans, SEED, "he"); // while the kernels compile
  const network = await building;
  const { images, labels: oneHot } = fixedBatch(config);
  writeTensor(device, x, images);
  const classes = Array.from({ length: batch }, (_, n) => oneHot.subarray(n * 10, n * 10 + 10).indexOf(1));
  device.queue.writeBuffer(labels, 0, Uint32Array.from(classes));
  network.writeWeights(weights);

  const fixed = {
    seed: SEED,
    valid: batch,
    rate: LEARNING_RATE,
    first: false,
    indices: new Uint32Array(batch),
  };
  let taken = 0;
  return {
    step() {
      device.queue.writeBuffer(step, 0, packStep({ ...fixed, step: taken, slot: taken % RING }, batch));
      const encoder = device.createCommandEncoder();
      const pass = new Pass(encoder);
      network.encodeStep(pass, taken);
      pass.end();
      device.queue.submit([encoder.finish()]);
      taken++;
    },
    async loss() {
      const at = ((taken - 1) % RING) * RECORD * 4;
      const record = await readBuffer(device, network.loss.records, at, RECORD * 4);
      return new Float32Array(record)[0] as number;
    },
  };
}

globalThis.perfPeer = { setup };
