import { describe, expect, it } from "vitest";
import { cifar10 } from "../../../data/cifar10.ts";
import { digits } from "../../../data/digits.ts";
import { givenImage, type Rgba } from "./givenImage.ts";

type Colour = readonly [red: number, green: number, blue: number];

function picture(width: number, height: number, colour: (x: number, y: number) => Colour): Rgba {
  const data = Array.from({ length: width * height }, (_, i) => [
    ...colour(i % width, Math.floor(i / width)),
    255,
  ]).flat();
  return { data, width, height };
}

const grey = (value: number): Colour => [value, value, value];
const { height, width } = digits;
/** Ink in the middle quarter of a square. */
const spot = (side: number, ink: number, paper: number) =>
  picture(side, side, (x, y) =>
    grey([x, y].every((at) => at >= side / 4 && at < (3 * side) / 4) ? ink : paper),
  );

describe("A picture for a set of grey images", () => {
  it("stays as it is where it already has the set's form", () => {
    const values = Uint8Array.from({ length: width * height }, (_, i) => (i % width === 9 ? 255 : 0));
    const same = picture(width, height, (x, y) => grey(values[y * width + x] ?? 0));
    expect(givenImage(same, digits)).toEqual({ pixels: values, inverted: false });
  });

  it("is turned to light on dark where it is dark on light, and says so", () => {
    const dark = givenImage(spot(56, 0, 255), digits);
    const light = givenImage(spot(56, 255, 0), digits);
    expect([dark.inverted, light.inverted]).toEqual([true, false]);
    expect(dark.pixels).toEqual(light.pixels);
    expect([dark.pixels[0], dark.pixels[14 * width + 14]]).toEqual([0, 255]);
  });

  it("loses the grey of its paper and has full contrast, whatever the light", () => {
    const { pixels } = givenImage(spot(56, 40, 190), digits);
    expect([pixels[0], pixels[14 * width + 14]]).toEqual([0, 255]);
  });

  it("makes no ink of the noise of an empty sheet", () => {
    const { pixels } = givenImage(
      picture(56, 56, (x) => grey(200 + (x % 4 < 2 ? 0 : 5))),
      digits,
    );
    expect(Math.max(...pixels)).toBeLessThan(25);
  });
});

describe("A picture for a set of colours", () => {
  it("is the mean of what each pixel covers, channel by channel, never inverted", () => {
    const checks = picture(64, 64, (x, y) => ((x + y) % 2 === 0 ? [255, 100, 0] : [255, 200, 0]));
    const { pixels, inverted } = givenImage(checks, cifar10);
    expect(inverted).toBe(false);
    expect(pixels).toHaveLength(32 * 32 * 3);
    expect([...pixels.slice(0, 6)]).toEqual([255, 150, 0, 255, 150, 0]);
  });

  it("is the middle square of a wide or a tall picture", () => {
    const wide = picture(96, 32, (x) => (x >= 32 && x < 64 ? [0, 255, 0] : [255, 0, 0]));
    const tall = picture(32, 96, (_, y) => (y >= 32 && y < 64 ? [0, 255, 0] : [255, 0, 0]));
    for (const each of [wide, tall]) {
      const { pixels } = givenImage(each, cifar10);
      expect(new Set(pixels.filter((_, i) => i % 3 === 0))).toEqual(new Set([0]));
      expect(new Set(pixels.filter((_, i) => i % 3 === 1))).toEqual(new Set([255]));
    }
  });
});
