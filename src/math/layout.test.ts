import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hwioToOihw,
  nchwToNhwc,
  nhwcToNchw,
  oihwToHwio,
  padded,
  tapSize,
  wholeImageFilter,
} from "./layout.ts";

const small = fc.integer({ min: 1, max: 7 });
const counting = (length: number) => Float32Array.from({ length }, (_, i) => i + 1);

describe("images", () => {
  it("lie channel by channel outside, pixel by pixel in the engine", () => {
    const shape = { N: 1, C: 2, H: 1, W: 3 };
    expect([...nchwToNhwc([1, 2, 3, 10, 20, 30], shape)]).toEqual([1, 10, 0, 0, 2, 20, 0, 0, 3, 30, 0, 0]);
  });

  it("come back unchanged", () => {
    fc.assert(
      fc.property(fc.record({ N: small, C: small, H: small, W: small }), (shape) => {
        const values = counting(shape.N * shape.C * shape.H * shape.W);
        expect(nhwcToNchw(nchwToNhwc(values, shape), shape)).toEqual(values);
      }),
    );
  });
});

describe("filters", () => {
  it("lie tap by tap in the engine, input channels and filters padded with zeros", () => {
    const shape = { O: 1, I: 2, kh: 1, kw: 2 };
    const engine = oihwToHwio([1, 2, 10, 20], shape);
    expect(engine.length).toBe(2 * 4 * 4);
    const filter0 = [...engine].filter((_, i) => i % 4 === 0);
    expect(filter0).toEqual([1, 10, 0, 0, 2, 20, 0, 0]);
    expect(engine.reduce((sum, value) => sum + value)).toBe(33);
  });

  it("come back unchanged", () => {
    fc.assert(
      fc.property(fc.record({ O: small, I: small, kh: small, kw: small }), (shape) => {
        const values = counting(shape.O * shape.I * shape.kh * shape.kw);
        expect(hwioToOihw(oihwToHwio(values, shape), shape)).toEqual(values);
      }),
    );
  });
});

describe("a part of the taps", () => {
  it("is that part of the whole, so that filters can be written piece by piece into one small array", () => {
    const shape = { O: 5, I: 3, kh: 2, kw: 3 };
    const values = counting(90);
    const whole = oihwToHwio(values, shape);
    const piece = new Float32Array(4 * tapSize(shape));
    oihwToHwio(values, shape, { first: 0, end: 4 }, piece);
    expect(piece).toEqual(whole.subarray(0, piece.length));
    oihwToHwio(values, shape, { first: 4, end: 6 }, piece);
    expect(piece.subarray(0, 2 * tapSize(shape))).toEqual(whole.subarray(piece.length));
  });
});

describe("weights of a fully connected layer", () => {
  it("meet the same inputs in either layout", () => {
    const image = { C: 3, H: 2, W: 2 };
    const units = 5;
    const x = counting(12);
    const w = counting(units * 12);
    const engineX = nchwToNhwc(x, { N: 1, ...image });
    const engineW = oihwToHwio(w, wholeImageFilter(units, image));
    for (let unit = 0; unit < units; unit++) {
      const outside = x.reduce((sum, value, i) => sum + value * (w[unit * 12 + i] as number), 0);
      const inside = engineX.reduce(
        (sum, value, i) => sum + value * (engineW[i * padded(units) + unit] as number),
        0,
      );
      expect(inside).toBe(outside);
    }
  });
});
