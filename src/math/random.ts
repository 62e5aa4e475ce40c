/**
 * Counter-based randomness: a value depends on (seed, stream, index) alone, never on how many were
 * drawn before, so any element of any stream can be had at any time. The shaders that draw (dropout, batch,
 * layer_statistics, linear_fit, monte_carlo) hold the same hash, bit for bit.
 */

/** Streams keep uses apart: the same seed gives each its own sequence. */
export const STREAM = {
  weights: 1,
  shuffle: 2,
  dropout: 3,
  synthetic: 4,
  testSubset: 5,
  augment: 6,
  statistics: 7,
  monteCarlo: 8,
  linearFit: 9,
} as const;

/** One 32-bit word mixed to another (bijective; murmur3's finaliser constants). */
export function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** What seed and stream come to: the same for every index. Of many words of a stream it is worked out once. */
export function streamKey(seed: number, stream: number): number {
  return mix((seed >>> 0) ^ mix(Math.imul(stream, 0x9e3779b9) >>> 0));
}

/** A uniform 32-bit word of a stream, by its key. */
export function bitsAt(key: number, index: number): number {
  return mix(mix((index >>> 0) ^ key) + key);
}

/** A uniform 32-bit word for (seed, stream, index). */
export function randomBits(seed: number, stream: number, index: number): number {
  return bitsAt(streamKey(seed, stream), index);
}

/** A uniform number in [0, 1). */
export function uniform(seed: number, stream: number, index: number): number {
  return randomBits(seed, stream, index) / 4294967296;
}

/** A standard normal number: Box-Muller makes two of two uniform ones, the even and the odd index. */
export function normal(seed: number, stream: number, index: number): number {
  const even = index - (index % 2);
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, stream, even)));
  const angle = 2 * Math.PI * uniform(seed, stream, even + 1);
  return radius * (index === even ? Math.cos(angle) : Math.sin(angle));
}

/** Fills `into` with deviation * normal(seed, stream, 0), normal(seed, stream, 1), ... */
export function fillNormal(into: Float32Array, seed: number, stream: number, deviation: number): void {
  const key = streamKey(seed, stream);
  for (let i = 0; i < into.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - bitsAt(key, i) / 4294967296));
    const angle = 2 * Math.PI * (bitsAt(key, i + 1) / 4294967296);
    into[i] = radius * Math.cos(angle);
    if (i + 1 < into.length) into[i + 1] = radius * Math.sin(angle);
  }
}

/** Fills `into` with numbers uniform in [-limit, limit). */
export function fillUniform(into: Float32Array, seed: number, stream: number, limit: number): void {
  for (let i = 0; i < into.length; i++) into[i] = limit * (2 * uniform(seed, stream, i) - 1);
}

/** A seeded permutation of 0..count-1 (Fisher-Yates). */
export function permutation(seed: number, stream: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform(seed, stream, i) * (i + 1));
    const swapped = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swapped;
  }
  return order;
}

/** A seed of a training step's own. */
export function stepSeed(seed: number, step: number): number {
  return mix(seed + Math.imul(step, 0x9e3779b9));
}

/** The word below which dropout zeroes a value: the share `rate` of all 32-bit words, rate in [0, 1). */
export function dropoutThreshold(rate: number): number {
  return Math.min(Math.ceil(rate * 4294967296), 4294967295);
}

/**
 * Whether dropout keeps a value. `step` is the training step, `layer` the number of layers
 * before the dropout, activations not counted (the engine folds them into the layer before), `index`
 * the value's place in the batch in N, H, W, C order without padding.
 */
export function dropoutKeeps(
  seed: number,
  step: number,
  layer: number,
  index: number,
  rate: number,
): boolean {
  return randomBits(stepSeed(seed, step), STREAM.dropout + 16 * layer, index) >= dropoutThreshold(rate);
}

/**
 * The output pixel (n, i, j in order, without padding) that the linear fit of a layer takes as sample
 * `index` of `samples` at a step: one at random of the sample's stretch of all `pixels`. `layer` as in
 * dropoutKeeps.
 */
export function fittedPixel(
  seed: number,
  step: number,
  layer: number,
  index: number,
  { samples, pixels }: { samples: number; pixels: number },
): number {
  const stretch = Math.floor(pixels / samples);
  const word = randomBits(stepSeed(seed, step), STREAM.linearFit + 16 * layer, index);
  return index * stretch + (word % stretch);
}
