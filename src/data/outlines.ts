/**
 * Shapes about 2 wide around the origin: negative inside, 0 on the edge, positive outside, near the
 * edge about the distance to it. Only arithmetic that IEEE 754 fixes.
 */
export type Outline = (x: number, y: number) => number;

const length = (x: number, y: number) => Math.sqrt(x * x + y * y);

/** Directions of the edges of a regular polygon: cosine and sine of a full turn's parts. */
const THREE = [
  [0, 1],
  [0.8660254037844386, -0.5],
  [-0.8660254037844386, -0.5],
] as const;
const FIVE = [
  [0, 1],
  [0.9510565162951535, 0.3090169943749475],
  [0.5877852522924731, -0.8090169943749475],
  [-0.5877852522924731, -0.8090169943749475],
  [-0.9510565162951535, 0.3090169943749475],
] as const;

const triangle: Outline = (x, y) => {
  let farthest = -9;
  for (const [nx, ny] of THREE) farthest = Math.max(farthest, nx * x + ny * y);
  return farthest - 0.52;
};

/** A pentagram's points lie behind all lines but one. */
const star: Outline = (x, y) => {
  let first = -9;
  let second = -9;
  for (const [nx, ny] of FIVE) {
    const beyond = nx * x + ny * y;
    if (beyond > first) {
      second = first;
      first = beyond;
    } else if (beyond > second) second = beyond;
  }
  return second - 0.33;
};

const bar = (x: number, y: number) => Math.max(Math.abs(x) - 0.95, Math.abs(y) - 0.3);

/** Outlines by class. */
export const OUTLINES = {
  disc: (x, y) => length(x, y) - 0.85,
  ring: (x, y) => Math.abs(length(x, y) - 0.72) - 0.22,
  triangle,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.76,
  star,
  cross: (x, y) => Math.min(bar(x, y), bar(y, x)),
  crescent: (x, y) => Math.max(length(x, y) - 0.95, 0.75 - length(x - 0.5, y)),
} as const satisfies Record<string, Outline>;

/** How far t is from the nearest multiple of 1, from 0 to 1/2. */
const wave = (t: number) => Math.abs(t - Math.round(t));

/** Patterns of two colours with period 1 by class: negative where the first is, 0 between. */
export const PATTERNS = {
  stripes: (x) => wave(x) - 0.25,
  checks: (x, y) => (wave(x) - 0.25) * (wave(y) - 0.25) * 4,
  dots: (x, y) => length(wave(x), wave(y)) - 0.3,
} as const satisfies Record<string, Outline>;
