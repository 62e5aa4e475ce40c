import type { Dataset, DatasetInfo } from "./dataset.ts";
import { Draws, type MadeProgress, makeDataset } from "./made.ts";
import { OUTLINES, type Outline, PATTERNS } from "./outlines.ts";

const SHAPES = Object.keys(OUTLINES) as (keyof typeof OUTLINES)[];
const TEXTURES = Object.keys(PATTERNS) as (keyof typeof PATTERNS)[];

/** Coloured shapes and textures drawn by the project itself: nothing to download. */
export const shapes: DatasetInfo = {
  id: "shapes",
  version: 1,
  name: "Drawn shapes",
  about:
    "Coloured shapes and textures this page draws from a seed, as large as CIFAR-10's images. Made up, not photographs: for a start without a download.",
  height: 32,
  width: 32,
  channels: 3,
  classes: [...SHAPES, ...TEXTURES],
  trainSize: 12000,
  testSize: 2000,
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
  files: [],
  mirrors: [],
};

/** The seed of the one published set: links name set and version, so it is not a setting. */
export const SHAPES_SEED = 2;

const SIZE = 32;

type Colour = readonly [number, number, number];

/** Colours are at least this far apart where one must be seen on the other. */
const CONTRAST = 90;

/**
 * Draws the set: 32x32x3, classes equally often. Colours, place, size, angle, shading, clutter and
 * noise tell nothing of the class. A pure function of the seed; it uses only arithmetic that IEEE 754
 * fixes, so every browser makes the same bytes.
 */
export function makeShapes(seed: number = SHAPES_SEED, onProgress?: MadeProgress): Dataset {
  const canvas = new Canvas();
  return makeDataset(
    shapes,
    (place, label, image) => drawImage(new Draws(seed, place), label, canvas, image),
    onProgress,
  );
}

function drawImage(draws: Draws, label: number, canvas: Canvas, image: Uint8Array): void {
  const ground = colour(draws, 0, 150);
  canvas.fill({ x: SIZE / 2, y: SIZE / 2, reach: SIZE, cover: () => 1 }, shaded(draws, ground, 45));
  for (let i = Math.floor(draws.between(1, 4)); i > 0; i--) drawClutter(draws, canvas);
  const shape = SHAPES[label];
  const texture = TEXTURES[label - SHAPES.length];
  const body = colourApartFrom(draws, ground, 90, 255);
  if (shape !== undefined) canvas.fill(placed(draws, OUTLINES[shape]), shaded(draws, body, 30));
  else if (texture !== undefined) {
    const other = colourApartFrom(draws, body, 0, 255);
    const patch = placed(draws, OUTLINES[draws.pick(["disc", "square", "triangle"] as const)]);
    canvas.fill(patch, twoColours(draws, PATTERNS[texture], body, other));
  }
  for (let i = Math.floor(draws.between(0, 2)); i > 0; i--) drawClutter(draws, canvas);
  canvas.write(draws, draws.between(4, 16), image);
}

/** Something on the image: nothing of it is farther than `reach` from x, y in a row or column. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** How much of the pixel around x, y is covered: from 0 or below to 1 or above. */
  cover(x: number, y: number): number;
}

type Paint = (x: number, y: number, into: Float64Array) => void;

/** An outline somewhere on the image: turned, stretched, large or small. */
function placed(draws: Draws, outline: Outline): Area {
  const centreX = SIZE / 2 + draws.bell(2);
  const centreY = SIZE / 2 + draws.bell(2);
  const [cosine, sine] = draws.direction(0.5);
  const radius = draws.between(8, 13);
  const stretch = 1 + draws.bell(0.09);
  const softness = draws.between(0.8, 1.8);
  const cover = (x: number, y: number) => {
    const dx = x - centreX;
    const dy = y - centreY;
    const u = ((cosine * dx + sine * dy) / radius) * stretch;
    const v = (cosine * dy - sine * dx) / radius / stretch;
    return 0.5 - (outline(u, v) * radius) / softness;
  };
  return { x: centreX, y: centreY, reach: 1.5 * radius, cover };
}

/** A colour that changes evenly across the image by up to `range` in each channel. */
function shaded(draws: Draws, base: Colour, range: number): Paint {
  const slope = () => draws.between(-range, range) / SIZE;
  const across = [slope(), slope(), slope()];
  const down = [slope(), slope(), slope()];
  return (x, y, into) => {
    for (let c = 0; c < 3; c++) {
      const shade = (across[c] as number) * (x - SIZE / 2) + (down[c] as number) * (y - SIZE / 2);
      into[c] = (base[c] as number) + shade;
    }
  };
}

function twoColours(draws: Draws, pattern: Outline, first: Colour, second: Colour): Paint {
  const [cosine, sine] = draws.direction(1);
  const period = draws.between(4.5, 8);
  const shift = draws.between(0, 1);
  return (x, y, into) => {
    const u = (cosine * x + sine * y) / period + shift;
    const v = (cosine * y - sine * x) / period + shift;
    const share = clamp(0.5 - pattern(u, v) * period, 0, 1);
    for (let c = 0; c < 3; c++)
      into[c] = (second[c] as number) + share * ((first[c] as number) - (second[c] as number));
  };
}

/** A thin stroke of any colour, short or long: it belongs to no class. */
function drawClutter(draws: Draws, canvas: Canvas): void {
  const x0 = draws.between(0, SIZE);
  const y0 = draws.between(0, SIZE);
  const [dx, dy] = draws.direction(1);
  const length = draws.between(1, 10);
  const width = draws.between(0.4, 1);
  const cover = (x: number, y: number) => {
    const along = clamp(dx * (x - x0) + dy * (y - y0), 0, length);
    const ox = x - x0 - along * dx;
    const oy = y - y0 - along * dy;
    return 0.5 + width - Math.sqrt(ox * ox + oy * oy);
  };
  canvas.fill({ x: x0, y: y0, reach: length + 2, cover }, shaded(draws, colour(draws, 0, 255), 0));
}

function colour(draws: Draws, low: number, high: number): Colour {
  return [draws.between(low, high), draws.between(low, high), draws.between(low, high)];
}

function colourApartFrom(draws: Draws, other: Colour, low: number, high: number): Colour {
  for (;;) {
    const mine = colour(draws, low, high);
    const squared = mine.reduce((sum, value, c) => sum + (value - (other[c] as number)) ** 2, 0);
    if (squared >= CONTRAST * CONTRAST) return mine;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The columns or rows around a place, from the first to before the last. */
function span(middle: number, reach: number): readonly [number, number] {
  return [Math.max(0, Math.floor(middle - reach)), Math.min(SIZE, Math.ceil(middle + reach))];
}

/** An image while it is drawn, its channels as real numbers from 0 to 255. */
class Canvas {
  readonly #values = new Float64Array(SIZE * SIZE * 3);
  readonly #paint = new Float64Array(3);

  /** Lays a paint over what is there, as far as it covers. */
  fill({ x, y, reach, cover }: Area, paint: Paint): void {
    const [left, right] = span(x, reach);
    const [top, bottom] = span(y, reach);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const covered = Math.min(1, cover(column + 0.5, row + 0.5));
        if (covered <= 0) continue;
        paint(column + 0.5, row + 0.5, this.#paint);
        const at = 3 * (row * SIZE + column);
        for (let c = 0; c < 3; c++) {
          const before = this.#values[at + c] as number;
          this.#values[at + c] = before + covered * ((this.#paint[c] as number) - before);
        }
      }
    }
  }

  /** Adds noise of the given standard deviation and writes bytes, cut off at 0 and 255. */
  write(draws: Draws, deviation: number, image: Uint8Array): void {
    const bytes = new Uint8ClampedArray(image.buffer, image.byteOffset, image.length);
    // A byte of 32 random bits for each channel: uniform, 256 wide, standard deviation 73.9.
    const scale = deviation / 73.9;
    for (let at = 0; at < bytes.length; at += 3) {
      const bits = draws.bits();
      bytes[at] = (this.#values[at] as number) + scale * ((bits & 255) - 127.5);
      bytes[at + 1] = (this.#values[at + 1] as number) + scale * (((bits >>> 8) & 255) - 127.5);
      bytes[at + 2] = (this.#values[at + 2] as number) + scale * (((bits >>> 16) & 255) - 127.5);
    }
  }
}
