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

/** OIHW filters to HWIO with padded(I) input channels and padded(O) filters, the added ones zero. */
export function oihwToHwio(values: ArrayLike<number>, shape: FilterShape): Float32Array<ArrayBuffer> {
  const result = new Float32Array(shape.kh * shape.kw * padded(shape.I) * padded(shape.O));
  forEachWeight(shape, (oihw, hwio) => {
    result[hwio] = values[oihw] as number;
  });
  return result;
}

/** The inverse of oihwToHwio: drops the padding. */
export function hwioToOihw(values: ArrayLike<number>, shape: FilterShape): Float32Array<ArrayBuffer> {
  const result = new Float32Array(shape.O * shape.I * shape.kh * shape.kw);
  forEachWeight(shape, (oihw, hwio) => {
    result[oihw] = values[hwio] as number;
  });
  return result;
}

/** The image that enters a fully connected layer. */
export type LinearInput = Omit<ImageBatchShape, "N">;

/**
 * Weights of a fully connected layer, units x inputs with the inputs in C, H, W order, to the
 * engine's inputs x padded(units) with the inputs in H, W, padded(C) order. The same permutation as
 * that of a filter that covers the whole image.
 */
export function linearToEngine(
  values: ArrayLike<number>,
  units: number,
  input: LinearInput,
): Float32Array<ArrayBuffer> {
  return oihwToHwio(values, wholeImageFilter(units, input));
}

/** The inverse of linearToEngine. */
export function linearFromEngine(
  values: ArrayLike<number>,
  units: number,
  input: LinearInput,
): Float32Array<ArrayBuffer> {
  return hwioToOihw(values, wholeImageFilter(units, input));
}

function wholeImageFilter(units: number, { C, H, W }: LinearInput): FilterShape {
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

/** Filters go in blocks, so that both layouts are walked in runs that fit a cache line or a stream. */
const FILTER_BLOCK = 16;

function forEachWeight(shape: FilterShape, visit: (oihw: number, hwio: number) => void): void {
  const { O, I, kh, kw } = shape;
  const taps = kh * kw;
  for (let block = 0; block < O; block += FILTER_BLOCK) {
    const end = Math.min(block + FILTER_BLOCK, O);
    for (let i = 0; i < I; i++) {
      for (let tap = 0; tap < taps; tap++) {
        const row = (tap * padded(I) + i) * padded(O);
        for (let o = block; o < end; o++) visit((o * I + i) * taps + tap, row + o);
      }
    }
  }
}
