import type { Operations } from "../../nn/operations.ts";

/** How wide the operands of an operation are. */
export const WIDTHS = ["int8", "float16", "float32", "int32"] as const;

export type Width = (typeof WIDTHS)[number];

/** What has a price of its own; a fixed slope is priced as a multiplication. */
export const COSTED = ["multiplications", "additions", "comparisons", "xnors"] as const;

export type Costed = (typeof COSTED)[number];

export interface Cost {
  /** Picojoules an operation. */
  readonly energy: number;
  /** Square micrometres of a unit that does one. */
  readonly area: number;
}

export type Costs = Readonly<Record<Costed, Cost>>;

/** An addition of integers, which a comparison is taken to be: the sign of a difference. */
const INTEGER_ADDITION = {
  8: { energy: 0.03, area: 36 },
  16: { energy: 0.05, area: 67 },
  32: { energy: 0.1, area: 137 },
} as const satisfies Record<number, Cost>;

/** Nothing is published for it. */
const XNOR: Cost = { energy: 0, area: 0 };

/**
 * Energies: M. Horowitz, "Computing's Energy Problem (and what we can do about it)", ISSCC 2014, 45 nm at
 * 0.9 V. Areas: units synthesised for a 45 nm process, in tables beside those energies since (J. Hennessy
 * and D. Patterson, "Computer Architecture", sixth edition, Figure 1.13). Comparisons are our assumption:
 * magnitudes of floats are ordered like integers of their bits, so one of floats is one of integers.
 */
export const PUBLISHED: Readonly<Record<Width, Costs>> = {
  int8: {
    multiplications: { energy: 0.2, area: 282 },
    additions: INTEGER_ADDITION[8],
    comparisons: INTEGER_ADDITION[8],
    xnors: XNOR,
  },
  float16: {
    multiplications: { energy: 1.1, area: 1640 },
    additions: { energy: 0.4, area: 1360 },
    comparisons: INTEGER_ADDITION[16],
    xnors: XNOR,
  },
  float32: {
    multiplications: { energy: 3.7, area: 7700 },
    additions: { energy: 0.9, area: 4184 },
    comparisons: INTEGER_ADDITION[32],
    xnors: XNOR,
  },
  int32: {
    multiplications: { energy: 3.1, area: 3495 },
    additions: INTEGER_ADDITION[32],
    comparisons: INTEGER_ADDITION[32],
    xnors: XNOR,
  },
};

/** Picojoules of these operations, or square micrometres of a unit for each of them. */
export function costOf(operations: Operations, costs: Costs, of: keyof Cost): number {
  const slopes = operations.slopes * costs.multiplications[of];
  return COSTED.reduce((sum, kind) => sum + operations[kind] * costs[kind][of], slopes);
}
