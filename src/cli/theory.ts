import { parseArgs } from "node:util";
import { type AtZero, type Figure3, figure3 } from "../theory/figure3.ts";
import { FIGURE_3 } from "../theory/paper.ts";
import { distributionText, type Table1Cell, table1 } from "../theory/table1.ts";
import { print } from "./output.ts";

/**
 * `theory [--json]`: Table 1 and Figure 3's minimum by quadrature beside what the paper prints; wrong
 * printed digits are marked.
 */
export async function theory(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { json: { type: "boolean", default: false } } });
  const cells = table1();
  const figure = figure3();
  const lines = values.json
    ? [...cells.map(cellJson), ...figureJson(figure)]
    : [...tableText(cells), "", ...figureText(figure)];
  for (const line of lines) print(line);
  return 0;
}

function cellJson({ x, w, operator, printed, values, agrees }: Table1Cell): string {
  return JSON.stringify({
    type: "table1",
    x: distributionText(x),
    w: distributionText(w),
    operator,
    printed: Number(printed),
    deviation: values.deviation,
    variance: values.variance,
    agrees,
  });
}

function tableText(cells: readonly Table1Cell[]): string[] {
  const row = (columns: readonly string[]) =>
    columns.map((text, i) => (i < 2 ? text.padEnd(9) : text.padStart(i === 2 ? 5 : 13))).join(" ");
  return [
    "Table 1, correlation with |x||w|; the paper's numbers read the 10 of N(0,10) as a standard deviation",
    row(["x", "w", "", "printed", "exact", "as variance"]),
    ...cells.map(({ x, w, operator, printed, values, rounded, agrees, readingsDiffer }) =>
      row([
        distributionText(x),
        distributionText(w),
        operator,
        printed,
        values.deviation.toFixed(10),
        readingsDiffer ? values.variance.toFixed(10) : "",
      ])
        .trimEnd()
        .concat(agrees ? "" : `   printed digit wrong: rounds to ${rounded}`),
    ),
  ];
}

function figureJson({
  minimum,
  printedAsDeviation,
  printedAsVariance,
  lowestK,
  highestK,
}: Figure3): string[] {
  const zero = (what: string, point: AtZero) => JSON.stringify({ type: "figure3c", what, ...point });
  const range = (what: string, point: { readonly sigma: number; readonly k: number }) =>
    JSON.stringify({ type: "figure3b", what, ...point });
  return [
    zero("minimum", minimum),
    zero("printed as standard deviation", printedAsDeviation),
    zero("printed as variance", printedAsVariance),
    range("lowest", lowestK),
    range("highest", highestK),
  ];
}

function figureText({
  minimum,
  printedAsDeviation,
  printedAsVariance,
  lowestK,
  highestK,
}: Figure3): string[] {
  const zero = (what: string, { sigma, error, meanMagnitude }: AtZero) =>
    `  ${what.padEnd(34)} σ ${sigma.toFixed(7)}   L ${error.toFixed(10)}   mean |x| ${meanMagnitude.toFixed(7)}`;
  return [
    "Figure 3c, relative error L of min at k = 0 (Eq. 7)",
    zero("exact minimum", minimum),
    zero(`printed ${FIGURE_3.v} as standard deviation`, printedAsDeviation),
    zero(`printed ${FIGURE_3.v} as variance`, printedAsVariance),
    `  printed mean |x| ${FIGURE_3.meanMagnitude}: 1.57 is a standard deviation, ${deviation(minimum)} below the minimum`,
    "",
    `Figure 3b, the k with the least L: printed "around ${FIGURE_3.k}" for v < ${FIGURE_3.below}`,
    `  from ${lowestK.k.toFixed(5)} (σ ${lowestK.sigma.toFixed(2)}) to ${highestK.k.toFixed(5)} (σ ${highestK.sigma.toFixed(2)}); 0 from σ ${minimum.sigma.toFixed(5)} on`,
  ];
}

function deviation({ sigma }: AtZero): string {
  return `${(100 * (1 - FIGURE_3.v / sigma)).toFixed(1)} %`;
}
