/**
 * From the layouts of the boundary (golden values, exported weights: NCHW, OIHW) to those of the
 * engine (NHWC, HWIO) and back. The engine pads channels with zeros to whole vec4s.
 */

/** The next multiple of 4: how many channels the engine stores for `channels`. */
export function padded(channels: number): number {
  return Math.ceil(channels / 4) * 4;
}

export interface ImageBatchShape {
  readonly N: number;
  readonly C: number;
  readonly H: number;
  readonly W: number;
}

/** kh x kw taps from `I` input channels to `O` filters. */
export interface FilterShape {
  readonly O: number;
  readonly I: number;
  readonly kh: number;
  readonly kw: number;
}

/** NCHW values to NHWC with padded(C) channels, the added ones zero. */
export function nchwToNhwc(values: ArrayLike<number>, shape: ImageBatchShape): Float32Array<ArrayBuffer> {
  const result = new Float32Array(shape.N * shape.H * shape.W * padded(shape.C));
  forEachPixelChannel(shape, (nchw, nhwc) => {
    result[nhwc] = values[nchw] as number;
  });
  return result;
}

/** The inverse of nchwToNhwc: drops the padding. */
export function nhwcToNchw(values: ArrayLike<number>, shape: ImageBatchShape): Float32Array<ArrayBuffer> {
  const result = new Float32Array(shape.N * shape.C * shape.H * shape.W);
  forEachPixelChannel(shape, (nchw, nhwc) => {
    result[nchw] = values[nhwc] as number;
  });
  return result;
}

/** Some of a filter's taps in row order, from `first` up to `end`. */
export interface Taps {
  readonly first: number;
  readonly end: number;
}

/** Values the engine stores for one tap, padding included. */
export const tapSize = ({ O, I }: FilterShape) => padded(I) * padded(O);

/**
 * OIHW filters to HWIO with padded(I) input channels and padded(O) filters, the added ones zero.
 * @param taps the part wanted; all of it if left out.
 * @param into where that part goes, from its start; padding is not written.
 */
export function oihwToHwio(
  values: ArrayLike<number>,
  shape: FilterShape,
  taps: Taps = allTaps(shape),
  into = new Float32Array((taps.end - taps.first) * tapSize(shape)),
): Float32Array<ArrayBuffer> {
  forEachWeight(shape, taps, (oihw, hwio) => {
    into[hwio] = values[oihw] as number;
  });
  return into;
}

/** The inverse of oihwToHwio: drops the padding. */
export function hwioToOihw(values: ArrayLike<number>, shape: FilterShape): Float32Array<ArrayBuffer> {
  const result = new Float32Array(shape.O * shape.I * shape.kh * shape.kw);
  forEachWeight(shape, allTaps(shape), (oihw, hwio) => {
    result[oihw] = values[hwio] as number;
  });
  return result;
}

/** The image that enters a fully connected layer. */
export type LinearInput = Omit<ImageBatchShape, "N">;

/**
 * A fully connected layer as a filter that covers the whole image: its weights, units x inputs with the
 * inputs in C, H, W order, are that filter's OIHW, and its HWIO meets the inputs in H, W, padded(C) order.
 */
export function wholeImageFilter(units: number, { C, H, W }: LinearInput): FilterShape {
  return { O: units, I: C, kh: H, kw: W };
}

function forEachPixelChannel(shape: ImageBatchShape, visit: (nchw: number, nhwc: number) => void): void {
  const { N, C, H, W } = shape;
  const pixels = H * W;
  const stride = padded(C);
  for (let n = 0; n < N; n++) {
    for (let c = 0; c < C; c++) {
      for (let p = 0; p < pixels; p++) visit((n * C + c) * pixels + p, (n * pixels + p) * stride + c);
    }
  }
}

const allTaps = ({ kh, kw }: FilterShape): Taps => ({ first: 0, end: kh * kw });

/** Filters go in blocks, so that both layouts are walked in runs that fit a cache line or a stream. */
const FILTER_BLOCK = 64;

function forEachWeight(shape: FilterShape, taps: Taps, visit: (oihw: number, hwio: number) => void): void {
  const { O, I, kh, kw } = shape;
  for (let block = 0; block < O; block += FILTER_BLOCK) {
    const end = Math.min(block + FILTER_BLOCK, O);
    for (let i = 0; i < I; i++) {
      for (let tap = taps.first; tap < taps.end; tap++) {
        const row = ((tap - taps.first) * padded(I) + i) * padded(O);
        for (let o = block; o < end; o++) visit((o * I + i) * kh * kw + tap, row + o);
      }
    }
  }
}
