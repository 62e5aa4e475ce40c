import { type PaperDistribution, placeOf } from "../math/distribution.ts";
import { randomBits, STREAM, stepSeed } from "../math/random.ts";

/** Which samples: those of one batch of one row. */
export interface BatchOf {
  readonly x: PaperDistribution;
  readonly w: PaperDistribution;
  readonly seed: number;
  readonly row: number;
  readonly batch: number;
}

/** A sum, and the sum of its terms' magnitudes, of which its rounding errors are a share. */
export interface Summed {
  readonly sums: Float64Array;
  readonly magnitudes: Float64Array;
}

/** The numbers a sample is made of: standard normal ones, or uniform in 0..1. */
export function drawn({ x, w, seed, row, batch }: BatchOf, index: number): [x: number, w: number] {
  const word = (i: number) => randomBits(stepSeed(seed, batch), STREAM.monteCarlo + 16 * row, 4 * index + i);
  const unit = (i: number) => (word(i) + 0.5) / 2 ** 32;
  const radius = Math.sqrt(-2 * Math.log1p(-unit(0)));
  const angle = (2 * Math.PI * word(1)) / 2 ** 32;
  return [
    x.kind === "normal" ? radius * Math.cos(angle) : unit(2),
    w.kind === "normal" ? radius * Math.sin(angle) : unit(3),
  ];
}

/**
 * What shaders/monte_carlo.wgsl sums over samples first..end-1 of a batch: h, min, add, max, each less its
 * centre; their squares; L of min; h by min, add and max.
 */
export function sampleSums(
  batch: BatchOf,
  first: number,
  end: number,
  centre: readonly number[] = [0, 0, 0, 0],
): Summed {
  const sums = new Float64Array(12);
  const magnitudes = new Float64Array(12);
  const [offsetX, scaleX] = placeOf(batch.x);
  const [offsetW, scaleW] = placeOf(batch.w);
  for (let index = first; index < end; index++) {
    const [x, w] = drawn(batch, index);
    const a = Math.abs(offsetX + scaleX * x);
    const b = Math.abs(offsetW + scaleW * w);
    const larger = Math.max(a, b);
    const v = [a * b, Math.min(a, b), a + b, larger].map((value, i) => value - (centre[i] as number));
    addTerms(sums, v, Math.abs(1 - 1 / larger));
    // An offset and what is added to it may cancel; neither's rounding error does.
    const sizeA = Math.abs(offsetX) + Math.abs(scaleX * x);
    const sizeB = Math.abs(offsetW) + Math.abs(scaleW * w);
    const [small, large] = a < b ? [sizeA, sizeB] : [sizeB, sizeA];
    const sizes = [sizeA * sizeB, small, sizeA + sizeB, large];
    addTerms(
      magnitudes,
      sizes.map((size, i) => size + Math.abs(centre[i] as number)),
      1 + large / larger ** 2,
    );
  }
  return { sums, magnitudes };
}

function addTerms(into: Float64Array, v: readonly number[], relativeError: number): void {
  const [h, min, add, max] = v as [number, number, number, number];
  const terms = [h, min, add, max, h * h, min * min, add * add, max * max, relativeError];
  for (const [i, term] of [...terms, h * min, h * add, h * max].entries()) into[i] = (into[i] ?? 0) + term;
}
