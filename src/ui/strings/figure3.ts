/** Words of Figure 3, which two views show. */
export const FIGURE3 = {
  title: "Figure 3, the relative error of min-selector",
  caption: "By quadrature; v is read as a standard deviation, as its printed values need",
  help: "The expected relative error of min(|x|, |w|) against |x·w| where both operands are N(k, v). It depends on the larger magnitude M alone and is 0 where M is 1. Its variance is infinite, so drawing samples converges slowly; these curves are integrals.",
  formula: "L(k, v) = E |1 − 1/M|, M = max(|x|, |w|)",
  where: "section 2.2, Eq. 6 and 7",
  a: "a. L by k",
  b: "b. Best k by v",
  c: "c. L by v, at k = 0",
  k: (value: string) => `k = ${value}`,
  v: (value: string) => `v = ${value}`,
  describeA: "The relative error by the mean k for four values of v. Each curve is least near k = 1.",
  describeB: (highest: string, at: string, zero: string) =>
    `The best k rises to ${highest} at v ${at} and falls to 0 at v ${zero}.`,
  describeC: (sigma: string, error: string) =>
    `At k = 0 the error is least at v ${sigma}, where it is ${error}.`,
  printedK: "printed: around 1",
  upTo: "printed: v < 1.5",
  printedV: "printed 1.57",
  exactV: (sigma: string) => `exact ${sigma}`,
  noteA: (lowest: readonly string[]) =>
    `Printed: least when k is around 1. Each dot is where its curve is least: k = ${lowest.join(", ")}.`,
  noteB: (highest: string, at: string) =>
    `Printed: around 1 while v < 1.5. It reaches ${highest}, at v = ${at}.`,
  noteC: (error: string, exact: string, mean: string, exactMean: string) =>
    `Printed: least at v = 1.57, mean |x| 1.25. There L is ${error} and the mean ${mean}; the exact minimum is ${exact}, the mean there ${exactMean}.`,
  moveK: "The mean k that is read",
  moveV: "The standard deviation v that is read",
  reading: (k: string, v: string, error: string) => `L(${k}, ${v}) = ${error}`,
  best: (v: string, k: string) => `k*(${v}) = ${k}`,
} as const;
