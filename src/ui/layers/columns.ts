import type { LayerReading } from "../../math/layerReading.ts";
import { TABLE_1_OPERATORS, type Table1Operator } from "../../math/products.ts";
import { TABLE_1 } from "../../theory/paper.ts";
import { figure } from "../strings/lab.ts";
import type { LAYERS } from "../strings/layers.ts";

/** One quantity of a layer, as tables show it. */
export interface Column {
  readonly id: keyof typeof LAYERS.columns;
  readonly value: (reading: LayerReading) => number | null;
  readonly text: (value: number) => string;
  /** Drawn beside its number: a share of a whole, or a value between 0.5 and 1. */
  readonly drawn?: "share" | "correlation";
}

/** What Table 1 prints for two standard normal operands and a layer's product; null for others. */
export function printedCorrelation(product: LayerReading["product"]): number | null {
  const operator = (Object.keys(TABLE_1_OPERATORS) as Table1Operator[]).find(
    (one) => TABLE_1_OPERATORS[one] === product,
  );
  return operator === undefined ? null : Number(TABLE_1[0]?.[operator]);
}

const three = (value: number) => figure(value);
const two = (value: number) => figure(value, 2);
const four = (value: number) => Number(value.toPrecision(3)).toString();
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

/** Every quantity of a reading, one entry each. */
export const COLUMNS: readonly Column[] = [
  { id: "correlation", value: (of) => of.correlation, text: three, drawn: "correlation" },
  { id: "signed", value: (of) => of.signed, text: three },
  { id: "factor", value: (of) => of.factor, text: two },
  { id: "offset", value: (of) => of.offset, text: four },
  { id: "relativeError", value: (of) => of.relativeError, text: two },
  { id: "selectedX", value: (of) => of.selectedX, text: percent, drawn: "share" },
  { id: "clippedX", value: (of) => of.clippedX, text: percent },
  { id: "clippedW", value: (of) => of.clippedW, text: percent },
  { id: "honesty", value: (of) => of.honesty, text: three },
  { id: "meanX", value: (of) => of.meanX, text: four },
  { id: "runningMeanX", value: (of) => of.runningMeanX, text: four },
  { id: "meanW", value: (of) => of.meanW.mean, text: four },
  { id: "leastW", value: (of) => of.meanW.min, text: four },
  { id: "mostW", value: (of) => of.meanW.max, text: four },
];

export function column(id: Column["id"]): Column {
  const found = COLUMNS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no column ${id}`);
  return found;
}

/** A value as text, "–" where it is not defined. */
export function textOf({ value, text }: Column, reading: LayerReading): string {
  const known = value(reading);
  return known === null ? "–" : text(known);
}
