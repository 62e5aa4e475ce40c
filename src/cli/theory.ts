import { parseArgs } from "node:util";
import { type AtZero, atZero, figure3 } from "../theory/figure3.ts";
import { FIGURE_3 } from "../theory/paper.ts";
import { bestK, bestSigma, relativeError } from "../theory/relativeError.ts";
import { distributionText, type Table1Cell, table1 } from "../theory/table1.ts";
import { FlagError } from "./flags.ts";
import { print } from "./output.ts";

/** Where Figure 3 is evaluated unless asked otherwise. */
const KS = [0, 0.5, 1, 1.5, 2, 3];
const SIGMAS = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.1, 1.25, 1.5, FIGURE_3.v, 1.6, 2, 3];

const LIST = { type: "string", multiple: true, default: [] as string[] } as const;

/**
 * `theory [--k LIST] [--sigma LIST] [--json]`: Table 1 and Figure 3 by quadrature, the latter at any
 * point; the text stands beside what the paper prints and marks wrong printed digits.
 */
export async function theory(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: withValues(argv, ["--k", "--sigma"]),
    options: { k: LIST, sigma: LIST, json: { type: "boolean", default: false } },
  });
  const ks = numbers("k", values.k, Number.isFinite, "finite numbers");
  const sigmas = numbers(
    "sigma",
    values.sigma,
    (value) => value > 0 && Number.isFinite(value),
    "standard deviations, finite and above 0",
  );
  const [atKs, atSigmas] = [ks.length > 0 ? ks : KS, sigmas.length > 0 ? sigmas : SIGMAS];
  const cells = table1();
  const lines = values.json
    ? [...cells.flatMap(cellJson), ...figureJson(atKs, atSigmas)]
    : [...tableText(cells), "", ...pointsText(atKs, atSigmas), "", ...figureText()];
  for (const line of lines) print(line);
  return 0;
}

/** `--k -1` as `--k=-1`: parseArgs takes a value that begins with a dash for a flag. */
function withValues(argv: readonly string[], flags: readonly string[]): string[] {
  const args: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] as string;
    args.push(flags.includes(argument) && i + 1 < argv.length ? `${argument}=${argv[++i]}` : argument);
  }
  return args;
}

/** The numbers of a flag that may be repeated and may hold several. */
function numbers(
  name: string,
  lists: readonly string[],
  fits: (value: number) => boolean,
  expected: string,
): number[] {
  return lists.flatMap((list) =>
    list.split(",").map((text) => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      if (!fits(value)) throw new FlagError(`--${name} ${list}: ${expected}, with commas between them.`);
      return value;
    }),
  );
}

function cellJson({ x, w, operator, values }: Table1Cell): string[] {
  const row = `${distributionText(x)}, ${distributionText(w)}`;
  const cell = { table: 1, row, column: operator };
  return [
    JSON.stringify({ ...cell, reading: "sigma", value: values.deviation }),
    JSON.stringify({ ...cell, reading: "variance", value: values.variance }),
  ];
}

/** (a) L(k, sigma), (b) the k with the least L, (c) L at k = 0, and where that is least. */
function figureJson(ks: readonly number[], sigmas: readonly number[]): string[] {
  const { sigma: least, error } = atZero(bestSigma());
  return [
    ...sigmas.flatMap((sigma) => ks.map((k) => ({ figure: "3a", k, sigma, value: relativeError(k, sigma) }))),
    ...sigmas.map((sigma) => ({ figure: "3b", sigma, value: bestK(sigma) })),
    ...sigmas.map((sigma) => ({ figure: "3c", sigma, value: relativeError(0, sigma) })),
    { figure: "3c-min", sigma: least, value: error },
  ].map((point) => JSON.stringify(point));
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

function pointsText(ks: readonly number[], sigmas: readonly number[]): string[] {
  const row = (columns: readonly string[]) => `  ${columns.map((text) => text.padStart(11)).join(" ")}`;
  return [
    "Figure 3a, relative error L(k, σ) of min for x, w ~ N(k, σ²) (Eq. 7); 3b, the k with the least L",
    row(["σ", ...ks.map((k) => `k ${k}`), "best k"]),
    ...sigmas.map((sigma) =>
      row([String(sigma), ...ks.map((k) => relativeError(k, sigma).toPrecision(8)), bestK(sigma).toFixed(5)]),
    ),
  ];
}

function figureText(): string[] {
  const { minimum, printedAsDeviation, printedAsVariance, lowestK, highestK } = figure3();
  const zero = (what: string, { sigma, error, meanMagnitude }: AtZero) =>
    `  ${what.padEnd(34)} σ ${sigma.toFixed(7)}   L ${error.toFixed(10)}   mean |x| ${meanMagnitude.toFixed(7)}`;
  return [
    "Figure 3c, relative error L of min at k = 0",
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
