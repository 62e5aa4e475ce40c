import type { DatasetInfo } from "../../../data/dataset.ts";
import { type Plane, resampled } from "./plane.ts";

/** Colours as a canvas gives them: red, green, blue, alpha of each pixel in rows; opaque. */
export interface Rgba {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

export interface GivenImage {
  /** [row][column][channel] of the data set. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** It was dark on light, and was made light on dark as the data sets are. */
  readonly inverted: boolean;
}

/** How red, green and blue add up to brightness (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;
/** What differs less from the paper is stretched as if it differed by this much, lest noise become ink. */
const LEAST_CONTRAST = 0.25;

/**
 * A picture as an image of a data set: its middle square in the set's pixels. For a set of one channel (all are
 * light on dark) it becomes grey, what its border is (the paper) becomes 0, and what differs most from it 1.
 */
export function givenImage(picture: Rgba, info: DatasetInfo): GivenImage {
  const { height, width, channels } = info;
  const scale = Math.min(picture.width / width, picture.height / height);
  const area = {
    left: (picture.width - scale * width) / 2,
    top: (picture.height - scale * height) / 2,
    width: scale * width,
    height: scale * height,
  };
  const small = [0, 1, 2].map((colour) => resampled(planeOf(picture, colour), area, width, height));
  if (channels === 1) return grey(small, width, height);
  const pixels = Uint8Array.from({ length: height * width * channels }, (_, i) =>
    byte(small[i % channels]?.[Math.floor(i / channels)] ?? 0),
  );
  return { pixels, inverted: false };
}

function planeOf({ data, width, height }: Rgba, colour: number): Plane {
  const values = Float32Array.from({ length: width * height }, (_, i) => (data[4 * i + colour] ?? 0) / 255);
  return { values, width, height };
}

function grey(colours: readonly Float64Array[], width: number, height: number): GivenImage {
  const light = Float64Array.from({ length: height * width }, (_, i) =>
    LUMA.reduce((sum, share, colour) => sum + share * (colours[colour]?.[i] ?? 0), 0),
  );
  const border = light.filter((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  const paper = border.reduce((sum, value) => sum + value, 0) / border.length;
  const darkInk = paper > 0.5;
  const ink = light.map((value) => Math.max(0, darkInk ? paper - value : value - paper));
  const most = Math.max(LEAST_CONTRAST, ...ink);
  return { pixels: Uint8Array.from(ink, (value) => byte(value / most)), inverted: darkInk };
}

const byte = (share: number) => Math.round(255 * Math.min(1, Math.max(0, share)));
