import type { PaperDistribution } from "../math/distribution.ts";
import { PRODUCTS, TABLE_1_OPERATORS, type Table1Operator } from "../math/products.ts";
import { similarity } from "./correlation.ts";
import { type PrintedDistribution, TABLE_1 } from "./paper.ts";

/** What the second number of a normal distribution is taken for. The caption says variance. */
export type Reading = "deviation" | "variance";

/** A cell of Table 1 beside the exact value, under both readings. */
export interface Table1Cell {
  readonly x: PrintedDistribution;
  readonly w: PrintedDistribution;
  readonly operator: Table1Operator;
  readonly printed: string;
  readonly values: Readonly<Record<Reading, number>>;
  /** The value rounded as printed, under the reading that the paper's numbers hold for. */
  readonly rounded: string;
  /** Whether those digits are the printed ones. */
  readonly agrees: boolean;
  /** Whether the two readings differ at all. */
  readonly readingsDiffer: boolean;
}

/** Every cell of Table 1 by quadrature, row by row. */
export function table1(): Table1Cell[] {
  return TABLE_1.flatMap((row) =>
    (Object.keys(TABLE_1_OPERATORS) as Table1Operator[]).map((operator) => {
      const { magnitude } = PRODUCTS[TABLE_1_OPERATORS[operator]];
      const value = (reading: Reading) =>
        similarity(magnitude, distributionOf(row.x, reading), distributionOf(row.w, reading)).correlation;
      const values = { deviation: value("deviation"), variance: value("variance") };
      const rounded = values.deviation.toFixed(3);
      const { x, w } = row;
      return {
        x,
        w,
        operator,
        printed: row[operator],
        values,
        rounded,
        agrees: rounded === row[operator],
        readingsDiffer: [x, w].some((side) => side.kind === "normal" && side.second !== 1),
      };
    }),
  );
}

/** The cells row by row. */
export function table1Rows(cells: readonly Table1Cell[]): Table1Cell[][] {
  const columns = Object.keys(TABLE_1_OPERATORS).length;
  return TABLE_1.map((_, i) => cells.slice(i * columns, (i + 1) * columns));
}

/** A printed distribution, with its second number taken for one or the other. */
export function distributionOf(printed: PrintedDistribution, reading: Reading): PaperDistribution {
  if (printed.kind === "uniform") return printed;
  const { kind, mean, second } = printed;
  return { kind, mean, deviation: reading === "deviation" ? second : Math.sqrt(second) };
}

/** "N(0,10)", "U(0,1)": as printed. */
export function distributionText(printed: PrintedDistribution): string {
  return printed.kind === "uniform"
    ? `U(${printed.from},${printed.to})`
    : `N(${printed.mean},${printed.second})`;
}
