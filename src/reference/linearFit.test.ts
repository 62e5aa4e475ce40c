import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LayerSpec, LINEAR_FIT, type Shape } from "../nn/spec.ts";
import { layerTwin } from "./layers.ts";
import { regress } from "./linearFit.ts";
import { distance, sample } from "./testing.ts";
import type { LayerSettings } from "./twin.ts";

describe("a regression with intercept", () => {
  const signal = sample(40, 1);

  it("finds the line that the values lie on", () => {
    const slope = fc.double({ min: LINEAR_FIT.least, max: LINEAR_FIT.most, noNaN: true });
    const shift = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(slope, shift, (a, b) => {
        const line = regress(
          signal,
          signal.map((value) => a * value + b),
        );
        expect(line?.a).toBeCloseTo(a, 9);
        expect(line?.b).toBeCloseTo(b, 9);
      }),
    );
  });

  it("leaves residuals of mean 0 that do not depend on the signal", () => {
    const exact = signal.map((value, i) => 2 * value + (sample(40, 2)[i] as number));
    const line = regress(signal, exact);
    const rest = exact.map((z, i) => z - (line?.a ?? 0) * (signal[i] as number) - (line?.b ?? 0));
    expect(rest.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 10);
    expect(rest.reduce((sum, r, i) => sum + r * (signal[i] as number), 0)).toBeCloseTo(0, 10);
  });

  it("holds A within its bounds and passes through the means all the same", () => {
    const steep = regress(
      signal,
      signal.map((value) => 50 * value),
    );
    const mean = signal.reduce((sum, value) => sum + value, 0) / signal.length;
    expect(steep?.a).toBe(LINEAR_FIT.most);
    expect(steep?.b).toBeCloseTo((50 - LINEAR_FIT.most) * mean, 12);
    expect(
      regress(
        signal,
        signal.map((value) => -value),
      )?.a,
    ).toBe(LINEAR_FIT.least);
  });

  it("is none where the signal does not vary", () => {
    expect(regress([0.1], [3])).toBeUndefined();
    expect(regress(new Float64Array(7).fill(0.1), sample(7, 3))).toBeUndefined();
  });
});

describe("a layer with a fitted scaling", () => {
  const input: Shape = { height: 5, width: 4, channels: 3 };
  const spec: LayerSpec = { type: "conv2d", filters: 2, kernel: 3 };
  const parameters = { w: sample(54, 5), b: sample(2, 6) };
  const x = sample(180, 7);
  const layer = (settings: Partial<LayerSettings>) =>
    layerTwin(spec, 0, input, parameters, {
      convolution: "smin",
      clipFactor: 2,
      gamma: 0.9,
      dropout: { seed: 3, rate: 0 },
      ...settings,
    });

  it("gives Eq. 13 before the first fit", () => {
    const step = { step: LINEAR_FIT.every + 1 };
    const plain = layer({}).forward(x, 3, step);
    expect(distance(layer({ scaling: "fitted" }).forward(x, 3, step), plain)).toBeLessThan(1e-15);
  });

  it("comes closer to the exact sums than Eq. 13, on the pixels it was fitted to", () => {
    const off = (scaling: LayerSettings["scaling"]) => {
      const limits = { clipFactor: 1e9, ...(scaling && { scaling }) };
      const y = layer(limits).forward(x, 3, { step: 0 });
      const exact = layer({ convolution: "exact" }).forward(x, 3, { step: 0 });
      return y.reduce((sum, value, i) => sum + (value - (exact[i] as number)) ** 2, 0);
    };
    expect(off("fitted")).toBeLessThan(off("constraint") / 2);
  });

  it("takes the first fit as it is, then moves by a tenth", () => {
    const twin = layer({ scaling: "fitted" });
    const fitTo = (values: Float64Array, step: number) => {
      twin.forward(values, 3, { step });
      return [...(twin.running?.().fit_a ?? []), ...(twin.running?.().fit_b ?? [])];
    };
    const first = fitTo(x, 0);
    const alone = layer({ scaling: "fitted" });
    alone.forward(sample(180, 8), 3, { step: LINEAR_FIT.every });
    const other = [...(alone.running?.().fit_a ?? []), ...(alone.running?.().fit_b ?? [])];
    expect(fitTo(sample(180, 8), 1)).toEqual(first);
    const second = fitTo(sample(180, 8), LINEAR_FIT.every);
    second.forEach((value, i) => {
      expect(value).toBeCloseTo(0.9 * (first[i] as number) + 0.1 * (other[i] as number), 12);
    });
  });

  it("finds A = 1 and B = 0 for multiplication, which needs none", () => {
    const twin = layer({ scaling: "fitted", convolution: "mul" });
    twin.forward(x, 3, { step: 0 });
    expect(distance(twin.running?.().fit_a ?? [], [1, 1])).toBeLessThan(1e-12);
    expect(distance(twin.running?.().fit_b ?? [], [0, 0])).toBeLessThan(1e-12);
  });

  it("has the backward pass of Algorithm 1", () => {
    const backward = (scaling: NonNullable<LayerSettings["scaling"]>) => {
      const twin = layer({ scaling });
      twin.forward(x, 3, { step: 0 });
      return twin.backward(sample(120, 9));
    };
    expect(backward("fitted")).toEqual(backward("constraint"));
  });
});
