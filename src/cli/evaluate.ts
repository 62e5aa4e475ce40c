import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { expressionProblem } from "../math/expression/compile.ts";
import { type Convolution, PRODUCTS } from "../math/products.ts";
import { decodeWeights } from "../train/weights.ts";
import { type Accuracy, accuracyOf, type IntegerAccuracy, integerAccuracyOf } from "./accuracy.ts";
import { openDawn } from "./dawn.ts";
import { loadDataset } from "./files.ts";
import { FlagError } from "./flags.ts";
import { deviceName } from "./job.ts";
import { note, print } from "./output.ts";
import { percent } from "./report.ts";

const TEXT = { type: "string" } as const;

/**
 * `evaluate --weights FILE [--data mnist] [--data-dir DIR] [--product smin] [--expression TEXT] [--bits 8]`:
 * accuracy of saved weights on the whole test set, with the product, the clip factor and the normalisation of
 * the file. With another product, running means are first set by a pass over training images, as at a
 * transfer. With --bits 8 the network is then evaluated in whole numbers, too (nn/quantise.ts).
 */
export async function evaluate(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      weights: TEXT,
      data: TEXT,
      "data-dir": TEXT,
      product: TEXT,
      expression: TEXT,
      bits: TEXT,
      adapter: TEXT,
      json: { type: "boolean", default: false },
    },
  });
  if (!values.weights) throw new FlagError("Which weights? npm run evaluate -- --weights FILE");
  const bits = bitsOf(values);
  const saved = decodeWeights(await readFile(values.weights));
  const name = dataName(values.data ?? saved.metadata.data.split("@")[0] ?? "");
  const product = productName(values.product ?? saved.metadata.product);
  const expression =
    product === "own" ? ownExpression(values.expression ?? saved.metadata.expression) : undefined;
  const data = await loadDataset(name, values["data-dir"] ?? process.env.MINCONV_DATA);
  const gpu = await openDawn(values.adapter);
  note(`device: ${deviceName(gpu)} (tile ${gpu.info.tile}); data: ${data.info.name}`);

  // In 8 bits first: a network that has no such form is refused at once.
  const integer = bits ? await integerAccuracyOf(gpu, data, saved) : undefined;
  const result = await accuracyOf(gpu, data, saved, product, expression);
  const said = { weights: values.weights, data: name, product, ...result };
  if (values.json)
    print(JSON.stringify({ type: "evaluate", ...said, ...(integer && { integer: { bits, ...integer } }) }));
  else print(sentences(`${values.weights}: ${product} on ${data.info.name}`, result, integer));
  const stray = gpu.strayError();
  if (stray) note(`${stray.message} ${stray.details}`);
  return stray ? 1 : 0;
}

function sentences(what: string, { accuracy, images, loss }: Accuracy, integer?: IntegerAccuracy): string {
  const floats = `${what}, test accuracy ${percent(accuracy)} of ${images}, loss ${loss.toFixed(4)}`;
  if (!integer) return floats;
  const { multiplications, comparisons, rescales } = integer;
  const count = (value: number) => value.toLocaleString("en");
  return [
    floats,
    `  in 8 bits ${percent(integer.accuracy)}; steps from ${count(integer.calibration)} training images`,
    `  an image: ${count(comparisons)} comparisons, ${count(multiplications)} products of bytes, ${count(rescales)} rescales`,
  ].join("\n");
}

/** With --bits: 8. */
function bitsOf({ bits, product, expression }: { bits?: string; product?: string; expression?: string }) {
  if (bits === undefined) return undefined;
  if (bits !== "8") throw new FlagError(`--bits ${bits}: 8 is the only width.`);
  if (product !== undefined || expression !== undefined)
    throw new FlagError("--bits 8 takes the product from the file: leave out --product and --expression.");
  return 8;
}

function dataName(name: string): DatasetName {
  if (Object.hasOwn(DATASETS, name)) return name as DatasetName;
  throw new FlagError(`--data ${name}: choose one of ${Object.keys(DATASETS).join(", ")}.`);
}

function ownExpression(text: string | undefined): string {
  if (text === undefined) throw new FlagError("--product own: which? --expression TEXT");
  const problem = expressionProblem(text);
  if (problem) throw new FlagError(`--expression ${text}: ${problem}`);
  return text;
}

function productName(name: string): Convolution {
  if (name === "exact" || Object.hasOwn(PRODUCTS, name)) return name as Convolution;
  throw new FlagError(`--product ${name}: choose one of exact, ${Object.keys(PRODUCTS).join(", ")}.`);
}
