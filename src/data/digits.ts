import { STREAM, uniform } from "../math/random.ts";
import type { Dataset, DatasetInfo, Split } from "./dataset.ts";
import { GLYPHS, type Glyph } from "./glyphs.ts";
import { drawSegments, segments, type Warp } from "./strokes.ts";

/** Digits drawn by the project itself: nothing to download. */
export const digits: DatasetInfo = {
  id: "digits",
  version: 1,
  name: "Drawn digits",
  about:
    "Digits this page draws from a seed with a wavering pen. Made up, not handwriting: for a start without a download.",
  height: 28,
  width: 28,
  channels: 1,
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  trainSize: 12000,
  testSize: 2000,
  mean: [0.1191],
  std: [0.2686],
  files: [],
};

/** The seed of the one published set: links name set and version, so it is not a setting. */
export const DIGITS_SEED = 1;

const SIZE = 28;
const PIXELS = SIZE * SIZE;

/** Each image has this many places of the random stream to itself. */
const DRAWS_PER_IMAGE = 4096;

/** Told every thousand images. */
export type DigitsProgress = (done: number, total: number) => void;

/**
 * Draws the set: 28x28x1, classes equally often, the test images from draws of their own. A pure
 * function of the seed; it uses only arithmetic that IEEE 754 fixes (no sine, exponential or
 * logarithm), so every browser makes the same bytes.
 */
export function makeDigits(seed: number = DIGITS_SEED, onProgress: DigitsProgress = () => {}): Dataset {
  const total = digits.trainSize + digits.testSize;
  const report = (done: number) => {
    if (done % 1000 === 0) onProgress(done, total);
  };
  return {
    info: digits,
    train: makeSplit(seed, 0, digits.trainSize, report),
    test: makeSplit(seed, digits.trainSize, digits.testSize, report),
  };
}

function makeSplit(seed: number, first: number, count: number, report: (done: number) => void): Split {
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const coverage = new Float64Array(PIXELS);
  for (let i = 0; i < count; i++) {
    const label = i % GLYPHS.length;
    labels[i] = label;
    drawDigit(new Draws(seed, first + i), label, coverage, images.subarray(i * PIXELS, (i + 1) * PIXELS));
    report(first + i + 1);
  }
  return { count, images, labels };
}

/** Random numbers of one image, in the order they are asked for. */
class Draws {
  readonly #seed: number;
  #place: number;

  constructor(seed: number, image: number) {
    this.#seed = seed;
    this.#place = image * DRAWS_PER_IMAGE;
  }

  between(low: number, high: number): number {
    return low + (high - low) * uniform(this.#seed, STREAM.synthetic, this.#place++);
  }

  /** Bell-shaped with mean 0 and the given standard deviation: a sum of four uniform numbers. */
  bell(deviation: number): number {
    const sum = this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1);
    // Each has variance 1/3.
    return sum * Math.sqrt(0.75) * deviation;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.between(0, choices.length))] as T;
  }
}

function drawDigit(draws: Draws, label: number, coverage: Float64Array, image: Uint8Array): void {
  const glyph: Glyph = draws.pick(GLYPHS[label] as readonly Glyph[]);
  coverage.fill(0);
  const parts = segments(glyph, handwriting(draws));
  drawSegments(coverage, SIZE, parts, draws.between(0.7, 1.9), draws.between(1, 1.8));
  const ink = draws.between(170, 275);
  for (let i = 0; i < PIXELS; i++) {
    const covered = coverage[i] as number;
    if (covered > 0) image[i] = Math.max(0, Math.min(255, Math.round(covered * ink + draws.bell(10))));
  }
}

/**
 * How one digit departs from its template, as a map from template points to pixels: a bend of the
 * whole (a random polynomial of degree 2 and 3), a wobble of each point, then slant, stretch,
 * rotation and shift.
 */
function handwriting(draws: Draws): Warp {
  const bend = Array.from({ length: 8 }, () => draws.bell(0.2));
  const [xyToX, xxToX, yyToX, yyyToX, xyToY, xxToY, yyToY, xxxToY] = bend as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wobble = draws.between(0.01, 0.04);
  const size = 18.5 * (1 + draws.bell(0.1));
  const stretch = 1 + draws.bell(0.18);
  const slant = draws.bell(0.25);
  const sine = draws.bell(0.16);
  const cosine = Math.sqrt(1 - sine * sine);
  const shiftX = SIZE / 2 + draws.bell(1.1);
  const shiftY = SIZE / 2 + draws.bell(1.1);
  return (hundredthsX, hundredthsY, out, at) => {
    const x = hundredthsX / 100;
    const y = hundredthsY / 100;
    const bentX =
      x + xyToX * x * y + xxToX * x * x + yyToX * y * y + 2 * yyyToX * y * y * y + draws.bell(wobble);
    const bentY =
      y + xyToY * x * y + xxToY * x * x + yyToY * y * y + 2 * xxxToY * x * x * x + draws.bell(wobble);
    const slantedX = size * stretch * (bentX - slant * bentY);
    const slantedY = size * bentY;
    out[at] = shiftX + cosine * slantedX - sine * slantedY;
    out[at + 1] = shiftY + sine * slantedX + cosine * slantedY;
  };
}
