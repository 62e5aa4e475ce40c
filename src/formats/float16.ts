/**
 * IEEE 754 half precision: sign, 5 bits of exponent (bias 15), 10 of fraction. Magnitudes below 2^-14 are
 * subnormal, those from 65520 on become infinite.
 */
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest half of a number, ties to even, as its 16 bits. */
export function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and more
  if (magnitude < 0x38800000) {
    // Below 2^-14: adding 0.5 shifts the value so that the float's own rounding leaves whole 2^-24ths.
    float[0] = Math.abs(value) + 0.5;
    return sign | ((bits[0] as number) - 0x3f000000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The value of a half's 16 bits. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Values rounded to halves. */
export function toHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = toHalf(values[i] as number);
  return halves;
}

/** The values of halves. */
export function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = fromHalf(halves[i] as number);
  return values;
}
