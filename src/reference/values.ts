/** A flat tensor: read anywhere, written only where it was made. */
export type Values = ArrayLike<number>;

/** values[index]; throws outside, so that a wrong index never passes for a number. */
export function at(values: Values, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`index ${index} of ${values.length} values`);
  return value;
}

/** target[index] += value. */
export function accumulate(target: Float64Array, index: number, value: number): void {
  target[index] = at(target, index) + value;
}

export function magnitudes(values: Values): Float64Array {
  return Float64Array.from(values, Math.abs);
}
