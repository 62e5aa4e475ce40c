/** Bytes as the integer path has them: from -127 to 127, so that every value has its negative. */

/** The largest magnitude. */
export const INT8 = 127;

/** The nearest whole number; of two as near, the even one, as WGSL's `round`. */
export function roundToEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/** The nearest byte; beyond the ends, the end. */
export function toInt8(value: number): number {
  return Math.max(-INT8, Math.min(INT8, roundToEven(value)));
}
