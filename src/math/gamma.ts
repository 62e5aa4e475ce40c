/** From here on the asymptotic series holds to the last bits. */
const LARGE = 16;

/** Γ(a + 1/2) / Γ(a) for a > 0, also where the two overflow: by its recurrence up to a large a. */
export function gammaRatio(a: number): number {
  let factor = 1;
  let at = a;
  for (; at < LARGE; at++) factor *= at / (at + 0.5);
  const s = 1 / (at * at);
  const series = (-1 / 8 + s * (1 / 192 + s * (-1 / 640 + s * (17 / 14336 - (s * 31) / 18432)))) / at;
  return factor * Math.sqrt(at) * Math.exp(series);
}
