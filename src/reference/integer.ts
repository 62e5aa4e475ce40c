import { INT8, toInt8 } from "../math/int8.ts";
import { PRODUCTS, signedProduct } from "../math/products.ts";
import { type ConvShape, forEachTerm } from "./conv2d.ts";
import { at, type Values } from "./values.ts";

/** The twin of shaders/conv2d_int8.wgsl: the same whole numbers, the same roundings, so the same bits. */

/** Bytes of values, `step` each. */
export function quantised(values: Values, step: number): Int8Array {
  return Int8Array.from(values, (value) => toInt8(value / step));
}

/**
 * Σ x (*) w + bias of every output; x NCHW, w OIHW, the sums NCHW.
 * @throws RangeError where an operand is no byte from -127 to 127, or a partial sum leaves int32.
 */
export function integerSums(
  shape: ConvShape,
  product: "mul" | "smin",
  x: Values,
  w: Values,
  bias: Values,
): Int32Array {
  for (const value of [...Array.from(x), ...Array.from(w)])
    if (!Number.isInteger(value) || Math.abs(value) > INT8) throw new RangeError(`${value} is no byte`);
  const pixels = shape.H * shape.W;
  const sums = Float64Array.from({ length: shape.N * shape.O * pixels }, (_, yi) =>
    at(bias, Math.floor(yi / pixels) % shape.O),
  );
  forEachTerm(shape, (yi, xi, wi) => {
    const sum = at(sums, yi) + signedProduct(PRODUCTS[product], at(x, xi), at(w, wi));
    if (sum !== (sum | 0)) throw new RangeError(`the sum ${sum} leaves int32`);
    sums[yi] = sum;
  });
  return Int32Array.from(sums);
}

/** factor * sum in float32: `above` for sums above 0, `below` for the others, a filter each. */
export function rescaled(
  { O, H, W }: Pick<ConvShape, "O" | "H" | "W">,
  sums: Values,
  above: Values,
  below: Values,
): Float32Array {
  return Float32Array.from(sums, (sum, yi) => {
    const o = Math.floor(yi / (H * W)) % O;
    return Math.fround(Math.fround(sum) * at(sum > 0 ? above : below, o));
  });
}
