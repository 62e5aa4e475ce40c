import type { Dataset, DatasetInfo } from "./dataset.ts";
import { GLYPHS, type Glyph } from "./glyphs.ts";
import { Draws, type MadeProgress, makeDataset } from "./made.ts";
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
  mirrors: [],
};

/** The seed of the one published set: links name set and version, so it is not a setting. */
export const DIGITS_SEED = 1;

const SIZE = 28;
const PIXELS = SIZE * SIZE;

/**
 * Draws the set: 28x28x1, classes equally often, the test images from draws of their own. A pure
 * function of the seed; it uses only arithmetic that IEEE 754 fixes (no sine, exponential or
 * logarithm), so every browser makes the same bytes.
 */
export function makeDigits(seed: number = DIGITS_SEED, onProgress?: MadeProgress): Dataset {
  const coverage = new Float64Array(PIXELS);
  return makeDataset(
    digits,
    (place, label, image) => drawDigit(new Draws(seed, place), label, coverage, image),
    onProgress,
  );
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
