/** Means, norms and the clip function of section 3.2 on plain arrays of numbers. */

/** μ|v|, the mean of |v| over values[start..end); 0 for an empty range. */
export function meanAbs(values: ArrayLike<number>, start = 0, end = values.length): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += Math.abs(values[i] as number);
  return end > start ? sum / (end - start) : 0;
}

/** Eq. 14: v held within [-limit, limit]. */
export function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

/** Eq. 15: whether the gradient passes the clip; it does on the limit itself. */
export function passesClip(value: number, limit: number): boolean {
  return Math.abs(value) <= limit;
}

/** The largest |v|; 0 for an empty array, NaN where any value is NaN. */
export function maxAbs(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
}

/** The Euclidean norm of several arrays taken as one long vector. */
export function norm(vectors: Iterable<ArrayLike<number>>): number {
  let sum = 0;
  for (const values of vectors) {
    for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  }
  return Math.sqrt(sum);
}
