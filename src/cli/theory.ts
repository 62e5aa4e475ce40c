import { parseArgs } from "node:util";
import { type AtZero, type Figure3, figure3 } from "../theory/figure3.ts";
import { FIGURE_3 } from "../theory/paper.ts";
import { bestK, bestSigma, relativeError } from "../theory/relativeError.ts";
import { distributionText, type Table1Cell, table1 } from "../theory/table1.ts";
import { FlagError } from "./flags.ts";
import { print } from "./output.ts";

/** Figure 3's points where none are asked for. */
const KS = [0, 0.5, 1, 1.5, 2];
const SIGMAS = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.1, 1.25, 1.5, 1.57, 1.6, 2, 3];

/**
 * `theory [--json] [--k LIST] [--sigma LIST]`: Table 1 and Figure 3 by quadrature beside what the paper
 * prints; wrong printed digits are marked. With `--k` or `--sigma` Figure 3 at those points.
 * @throws FlagError for what is no number, or a sigma that is not above 0.
 */
export async function theory(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: "boolean", default: false },
      k: { type: "string", multiple: true },
      sigma: { type: "string", multiple: true },
    },
  });
  const asked = values.k !== undefined || values.sigma !== undefined;
  const ks = numbers("k", values.k ?? KS.map(String), Number.NEGATIVE_INFINITY);
  const sigmas = numbers("sigma", values.sigma ?? SIGMAS.map(String), 0);
  const cells = table1();
  const points = figurePoints(ks, sigmas);
  const lines = values.json
    ? jsonLines(cells, points).map((line) => JSON.stringify(line))
    : [...tableText(cells), "", ...(asked ? ["Figure 3", ...pointsText(points)] : figureText(figure3()))];
  for (const line of lines) print(line);
  return 0;
}

/** Table 1's cells under both readings, then Figure 3's points: one object each. */
function jsonLines(cells: readonly Table1Cell[], points: readonly Figure3Point[]): object[] {
  const readings = [
    ["sigma", "deviation"],
    ["variance", "variance"],
  ] as const;
  return [
    ...cells.flatMap(({ x, w, operator, printed, values }) =>
      readings.map(([reading, key]) => ({
        table: 1,
        row: `${distributionText(x)}, ${distributionText(w)}`,
        column: operator,
        reading,
        value: values[key],
        printed: Number(printed),
      })),
    ),
    ...points,
  ];
}

type Figure3Point =
  | { readonly figure: "3a"; readonly k: number; readonly sigma: number; readonly value: number }
  | { readonly figure: "3b" | "3c-min"; readonly sigma: number; readonly value: number };

/** L(k, sigma), the k with the least L for each sigma, and where L is least at k = 0. */
function figurePoints(ks: readonly number[], sigmas: readonly number[]): Figure3Point[] {
  const least = bestSigma();
  return [
    ...sigmas.flatMap((sigma) =>
      ks.map((k): Figure3Point => ({ figure: "3a", k, sigma, value: relativeError(k, sigma) })),
    ),
    ...sigmas.map((sigma): Figure3Point => ({ figure: "3b", sigma, value: bestK(sigma) })),
    { figure: "3c-min", sigma: least, value: relativeError(0, least) },
  ];
}

/** The numbers of `--k` and `--sigma`. */
function numbers(flag: string, texts: readonly string[], least: number): number[] {
  return texts
    .flatMap((text) => text.split(","))
    .map((text) => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      if (Number.isFinite(value) && value > least) return value;
      const expected = least === 0 ? "a number above 0" : "a finite number";
      throw new FlagError(`--${flag} ${text}: expected ${expected}, or several with commas.`);
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

/** The points that were asked for. */
function pointsText(points: readonly Figure3Point[]): string[] {
  return points.map((point) => {
    const value = point.value.toFixed(10);
    if (point.figure === "3a") return `  L(k ${point.k}, σ ${point.sigma}) = ${value}`;
    return point.figure === "3b"
      ? `  least L at σ ${point.sigma}: k ${value}`
      : `  least L at k 0: σ ${point.sigma.toFixed(10)}, L ${value}`;
  });
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
