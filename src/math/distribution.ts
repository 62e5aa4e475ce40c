/** How the paper draws an operand in Table 1. `deviation` is a standard deviation. */
export type PaperDistribution =
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number };

/** The offset and the factor that take a standard normal number, or one uniform in 0..1, there. */
export function placeOf(distribution: PaperDistribution): [offset: number, scale: number] {
  return distribution.kind === "normal"
    ? [distribution.mean, distribution.deviation]
    : [distribution.from, distribution.to - distribution.from];
}
