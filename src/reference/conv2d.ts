import { PRODUCTS, type Product, signedProduct } from "../math/products.ts";
import { accumulate, at, magnitudes, type Values } from "./values.ts";

/**
 * A convolution layer over a batch: N images of C x H x W, O filters of C x kh x kw. Stride 1, "same"
 * zero padding: floor((k - 1) / 2) before, the rest after. x is NCHW, w OIHW, y NCHW.
 */
export interface ConvShape {
  readonly N: number;
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly O: number;
  readonly kh: number;
  readonly kw: number;
}

export interface ConvGradients {
  readonly dx: Float64Array;
  readonly dw: Float64Array;
  readonly db: Float64Array;
}

/** Terms in the sum of one output: every tap of every input channel. */
export function termsPerOutput({ C, kh, kw }: ConvShape): number {
  return C * kh * kw;
}

/** Eq. 1 with a product g in place of multiplication: y = Σ g(x, w) + b. */
export function conv2d(shape: ConvShape, product: Product, x: Values, w: Values, b: Values): Float64Array {
  const y = new Float64Array(shape.N * shape.O * shape.H * shape.W);
  forEachTerm(shape, (yi, xi, wi) => accumulate(y, yi, signedProduct(product, at(x, xi), at(w, wi))));
  forEachOutput(shape, (yi, o) => accumulate(y, yi, at(b, o)));
  return y;
}

/** The exact gradients of conv2d with multiplication: dx = dy * w transposed, dw = corr(x, dy), db = Σ dy. */
export function conv2dBackward(shape: ConvShape, x: Values, w: Values, dy: Values): ConvGradients {
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  const db = new Float64Array(shape.O);
  forEachTerm(shape, (yi, xi, wi) => {
    accumulate(dx, xi, at(dy, yi) * at(w, wi));
    accumulate(dw, wi, at(x, xi) * at(dy, yi));
  });
  forEachOutput(shape, (yi, o) => accumulate(db, o, at(dy, yi)));
  return { dx, dw, db };
}

/** Σ |terms| of each output: what its rounding error is measured by. */
export function conv2dAbsTerms(
  shape: ConvShape,
  product: Product,
  x: Values,
  w: Values,
  b: Values,
): Float64Array {
  return conv2d(shape, product, magnitudes(x), magnitudes(w), magnitudes(b));
}

/** Σ |terms| of each gradient. */
export function conv2dBackwardAbsTerms(shape: ConvShape, x: Values, w: Values, dy: Values): ConvGradients {
  return conv2dBackward(shape, magnitudes(x), magnitudes(w), magnitudes(dy));
}

/** The ordinary convolution. */
export function exactConv2d(shape: ConvShape, x: Values, w: Values, b: Values): Float64Array {
  return conv2d(shape, PRODUCTS.mul, x, w, b);
}

/** Visits every (output, input, weight) that meet, as flat indices; padding meets nothing. */
export function forEachTerm(shape: ConvShape, visit: (yi: number, xi: number, wi: number) => void): void {
  const { N, C, H, W, O, kh, kw } = shape;
  const top = Math.floor((kh - 1) / 2);
  const left = Math.floor((kw - 1) / 2);
  for (let n = 0; n < N; n++)
    for (let o = 0; o < O; o++)
      for (let row = 0; row < H; row++)
        for (let column = 0; column < W; column++)
          for (let c = 0; c < C; c++)
            for (let i = 0; i < kh; i++)
              for (let j = 0; j < kw; j++) {
                const xRow = row + i - top;
                const xColumn = column + j - left;
                if (xRow < 0 || xRow >= H || xColumn < 0 || xColumn >= W) continue;
                visit(
                  ((n * O + o) * H + row) * W + column,
                  ((n * C + c) * H + xRow) * W + xColumn,
                  ((o * C + c) * kh + i) * kw + j,
                );
              }
}

function forEachOutput({ N, O, H, W }: ConvShape, visit: (yi: number, o: number) => void): void {
  const pixels = H * W;
  for (let yi = 0; yi < N * O * pixels; yi++) visit(yi, Math.floor(yi / pixels) % O);
}
