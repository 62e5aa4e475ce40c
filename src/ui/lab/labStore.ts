import { create } from "zustand";
import type { ProductName } from "../../math/products.ts";
import type { Distribution } from "../../theory/distribution.ts";
import type { Reading } from "../../theory/table1.ts";
import { KNOBS } from "../../train/config.ts";

/** An operand of the product. */
export type Operand = "x" | "w";

/** What the Lab shows; kept while another view is open. */
export interface LabState {
  readonly x: Distribution;
  readonly w: Distribution;
  readonly operator: ProductName;
  /** What the operator is where it is one of the visitor's own; always one that can be read. */
  readonly expression: string;
  /** What the 10 of Table 1's N(0,10) is. */
  readonly reading: Reading;
  /** The point of Figure 3 that is read: mean and standard deviation of both operands. */
  readonly k: number;
  readonly sigma: number;
  /** The operands of the smin explorer. */
  readonly a: number;
  readonly b: number;
}

const STANDARD: Distribution = { kind: "normal", mean: 0, deviation: 1 };

/** Of the page: there is one Lab. */
export const useLab = create<LabState>(() => ({
  x: STANDARD,
  w: STANDARD,
  operator: "smin",
  expression: KNOBS.expression.default,
  reading: "deviation",
  k: 1,
  sigma: 0.5,
  a: -0.62,
  b: 0.35,
}));

export function changeLab(values: Partial<LabState>): void {
  useLab.setState(values);
}
