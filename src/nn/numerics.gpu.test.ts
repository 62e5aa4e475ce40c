import { describe, expect, it } from "vitest";
import { type Dispatch, Kernels, Pass } from "../gpu/kernel.ts";
import { createBuffer, createTensor, readBuffer, readTensor, writeTensor } from "../gpu/tensor.ts";
import { withGpu } from "../gpu/testing.ts";
import { softmaxCrossEntropy } from "../reference/softmaxCrossEntropy.ts";
import { sample } from "../reference/testing.ts";
import { buildGradientNorm } from "./gradientNorm.ts";
import { buildLoss } from "./loss.ts";
import { buildOptimizer } from "./optim.ts";
import { packStep, stepWords } from "./step.ts";

const STEP = { step: 4, seed: 1, slot: 2, rate: 0.5, first: true };

function submit(device: GPUDevice, dispatches: readonly Dispatch[]) {
  const encoder = device.createCommandEncoder();
  const pass = new Pass(encoder);
  pass.encode(dispatches);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

function stepBuffer(device: GPUDevice, batch: number, valid = batch) {
  const step = createBuffer(device, "step", stepWords(batch) * 4);
  device.queue.writeBuffer(step, 0, packStep({ ...STEP, valid, indices: new Uint32Array(batch) }, batch));
  return step;
}

describe("the alarm for values that are not finite", () => {
  it.each([
    ["7fc00000", true],
    ["7f800001", true],
    ["ffc00001", true],
    ["7f800000", true],
    ["ff800000", true],
    ["7f7fffff", false],
    ["00000001", false],
    ["80000000", false],
  ])("bits %s: %s", async (bits, bad) => {
    await withGpu(async ({ device }) => {
      const gradient = createBuffer(device, "gradient", 1024);
      const status = createBuffer(device, "status", 16);
      const records = createBuffer(device, "records", 64);
      const buffer = (label: string, bytes: number) => createBuffer(device, label, bytes);
      const blocks = [
        { offset: 0, size: 256 },
        { offset: 512, size: 256 },
      ];
      const step = stepBuffer(device, 1);
      const norm = await buildGradientNorm(new Kernels(device), {
        gradient,
        blocks,
        step,
        status,
        records,
        buffer,
      });
      device.queue.writeBuffer(gradient, 516, Uint32Array.of(Number.parseInt(bits, 16)));
      submit(device, norm);
      const [layer, at] = new Uint32Array(await readBuffer(device, status));
      // The largest finite number squared is not finite: its norm stops a run, though it is no NaN itself.
      const squares = bits === "7f7fffff";
      expect([layer, at]).toEqual(bad || squares ? [2, STEP.step] : [0, 0]);
    });
  });
});

describe("loss", () => {
  it("equals its twin, and a label outside the classes counts for nothing", async () => {
    const batch = 70;
    const classes = 10;
    const logits = sample(batch * classes, 1).map((z) => Math.fround(4 * z));
    const labels = Uint32Array.from({ length: batch }, (_, n) =>
      n === 7 ? 10 : n === 8 ? 255 : n % classes,
    );
    const expected = softmaxCrossEntropy(logits, labels, classes);
    await withGpu(async ({ device }) => {
      const shape = { batch, height: 1, width: 1, channels: classes };
      const z = createTensor(device, "logits", shape);
      const dz = createTensor(device, "gradient", shape);
      const given = createBuffer(device, "labels", batch * 4);
      const step = stepBuffer(device, batch);
      const buffer = (label: string, bytes: number) => createBuffer(device, label, bytes);
      const loss = await buildLoss(new Kernels(device), {
        logits: z,
        dlogits: dz,
        labels: given,
        step,
        buffer,
      });
      writeTensor(device, z, logits);
      device.queue.writeBuffer(given, 0, labels);
      submit(device, [loss.train, loss.evaluate]);
      const record = new Float32Array(await readBuffer(device, loss.records)).subarray(STEP.slot * 4);
      const totals = new Float32Array(await readBuffer(device, loss.totals));
      const gradient = await readTensor(device, dz);
      expect(record[0]).toBeCloseTo(expected.loss, 5);
      expect(record[1]).toBe(expected.correct);
      expect(totals[1]).toBe(expected.correct);
      expect(totals[2]).toBe(batch);
      for (const [i, value] of gradient.entries())
        expect(Math.abs(value - (expected.dlogits[i] as number))).toBeLessThan(1e-6);
    });
  });
});

describe("optimizer", () => {
  // 13 million parameters are more than 65,535 workgroups of 64 invocations.
  it.each(["sgd", "adam"] as const)("%s reaches the last of 17 million parameters", async (name) => {
    await withGpu(async ({ device }) => {
      const bytes = 17_000_000 * 4;
      const buffer = (label: string) => createBuffer(device, label, bytes);
      const arenas = {
        parameters: buffer("parameters"),
        gradient: buffer("gradient"),
        moment1: buffer("moment 1"),
        moment2: name === "adam" ? buffer("moment 2") : null,
      };
      const state = { step: stepBuffer(device, 1), status: createBuffer(device, "status", 16) };
      device.queue.writeBuffer(arenas.gradient, bytes - 16, Float32Array.of(1, -2, 0, 4));
      submit(device, [await buildOptimizer(new Kernels(device), arenas, state, 0.9)]);
      const last = new Float32Array(await readBuffer(device, arenas.parameters, bytes - 32, 32));
      // One step from zero moments at t = 5: m = 0.1 g, v = 0.001 g^2, with their bias corrections.
      const adam = (g: number) =>
        g === 0 ? 0 : (-0.5 * Math.sign(g) * (0.1 / (1 - 0.9 ** 5))) / Math.sqrt(0.001 / (1 - 0.999 ** 5));
      const expected = [1, -2, 0, 4].map((g) => (name === "sgd" ? -0.5 * g : adam(g)));
      expect([...last.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
      for (const [i, value] of expected.entries()) expect(last[4 + i]).toBeCloseTo(value, 5);
      for (const made of Object.values(arenas)) made?.destroy();
    });
  });
});
