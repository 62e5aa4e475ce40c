/** Beyond it erf is 1 to the last bit. */
const END = 6;

/** The error function, from its series of positive terms: full precision for every x. */
export function erf(x: number): number {
  if (!(Math.abs(x) < END)) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Number.EPSILON * 0.01 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
