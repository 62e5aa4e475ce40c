import { fittedPixel } from "../math/random.ts";
import { LINEAR_FIT } from "../nn/spec.ts";
import type { ConvShape } from "./conv2d.ts";
import { at, type Values } from "./values.ts";

/** z ~ a z' + b. */
export interface Line {
  readonly a: number;
  readonly b: number;
}

/**
 * Least squares of z on z' (section 2.2: g2 = A g1 + B), with A held within its bounds; undefined where
 * the z' do not differ. Counted from the first sample, so that equal z' have variance 0 exactly.
 */
export function regress(approximate: Values, exact: Values): Line | undefined {
  const count = approximate.length;
  const [x0, z0] = [at(approximate, 0), at(exact, 0)];
  let [meanX, meanZ] = [0, 0];
  for (let i = 0; i < count; i++) {
    meanX += (at(approximate, i) - x0) / count;
    meanZ += (at(exact, i) - z0) / count;
  }
  let [variance, covariance] = [0, 0];
  for (let i = 0; i < count; i++) {
    const fromMean = at(approximate, i) - x0 - meanX;
    variance += fromMean ** 2;
    covariance += fromMean * (at(exact, i) - z0 - meanZ);
  }
  if (variance === 0) return undefined;
  const a = Math.min(LINEAR_FIT.most, Math.max(LINEAR_FIT.least, covariance / variance));
  return { a, b: z0 + meanZ - a * (x0 + meanX) };
}

/** Where a layer's samples come from. */
export interface FitPlace {
  readonly seed: number;
  /** The number of layers before this one, activations not counted. */
  readonly layer: number;
}

/** A and B of every filter of a layer, as they follow its fits; its sums are NCHW. */
export class LinearFit {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Fits averaged, of each filter; 0 before the first. */
  readonly #counts: Float64Array;
  readonly #place: FitPlace;

  constructor(filters: number, place: FitPlace) {
    this.a = new Float64Array(filters).fill(1);
    this.b = new Float64Array(filters);
    this.#counts = new Float64Array(filters);
    this.#place = place;
  }

  restart(): void {
    this.a.fill(1);
    this.b.fill(0);
    this.#counts.fill(0);
  }

  /** A training step's fit: A and B move towards it, the first is taken as it is. */
  follow(step: number, shape: ConvShape, approximate: Values, exact: Values): void {
    this.#eachFilter(step, shape, approximate, exact, (o, line) =>
      this.#move(o, line, at(this.#counts, o) === 0 ? 0 : LINEAR_FIT.momentum, 1),
    );
  }

  /** One of the fits since `restart` whose average A and B become. */
  average(step: number, shape: ConvShape, approximate: Values, exact: Values): void {
    this.#eachFilter(step, shape, approximate, exact, (o, line) => {
      const count = at(this.#counts, o);
      this.#move(o, line, count / (count + 1), count + 1);
    });
  }

  /** y = A z' + B + bias. */
  apply({ O, H, W }: ConvShape, approximate: Float64Array, bias: Values): Float64Array {
    return approximate.map((value, yi) => {
      const o = Math.floor(yi / (H * W)) % O;
      return at(this.a, o) * value + at(this.b, o) + at(bias, o);
    });
  }

  /** Fits each filter to its sample; one whose z' do not differ is passed over. */
  #eachFilter(
    step: number,
    { N, O, H, W }: ConvShape,
    approximate: Values,
    exact: Values,
    visit: (o: number, line: Line) => void,
  ): void {
    const pixels = N * H * W;
    const samples = Math.min(LINEAR_FIT.samples, pixels);
    const { seed, layer } = this.#place;
    const taken = Array.from({ length: samples }, (_, i) =>
      fittedPixel(seed, step, layer, i, { samples, pixels }),
    );
    for (let o = 0; o < O; o++) {
      const of = (sums: Values) =>
        taken.map((pixel) => at(sums, (Math.floor(pixel / (H * W)) * O + o) * H * W + (pixel % (H * W))));
      const line = regress(of(approximate), of(exact));
      if (line) visit(o, line);
    }
  }

  #move(o: number, line: Line, kept: number, count: number): void {
    this.a[o] = kept * at(this.a, o) + (1 - kept) * line.a;
    this.b[o] = kept * at(this.b, o) + (1 - kept) * line.b;
    this.#counts[o] = count;
  }
}
