import { TABLE_1 } from "../theory/paper.ts";
import { distributionOf, type Reading } from "../theory/table1.ts";
import type { Pair } from "./monteCarlo.ts";

export type { Reading };

/** The pair of every row of Table 1, read so. */
export function table1Pairs(reading: Reading): Pair[] {
  return TABLE_1.map(({ x, w }) => ({ x: distributionOf(x, reading), w: distributionOf(w, reading) }));
}
