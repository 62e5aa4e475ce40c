import { NAMED_PRODUCTS } from "../math/products.ts";
import { type LayerProduct, type LayerSpec, PlanError } from "../nn/spec.ts";

/**
 * Networks as text, short enough for a link and plain enough for a person: layers parted by hyphens.
 *
 *   conv32k5   convolution of 32 filters, 5x5; conv32k3x5: 3 high, 5 wide
 *   bn         batch normalisation
 *   leaky0.1   leaky ReLU of that slope; relu
 *   pool2      max-pool, 2x2
 *   drop       dropout at the run's rate; drop0.25: at its own
 *   fc10       fully connected layer of 10 units
 *
 * A product behind a dot fixes that layer's: conv32k5.exact, fc1024.smin; "tested" is the run's own.
 * Without one a convolution is tested and a fully connected layer exact.
 */
export const BOUNDS = {
  layers: 40,
  filters: [1, 1024],
  kernel: [1, 15],
  pool: [2, 8],
  units: [1, 4096],
  slope: [0.001, 0.999],
  rate: [0, 0.95],
} as const;

/** More than 40 of the longest layers need. */
const MAX_LENGTH = 1000;
/** Digits behind the point that a slope or a rate keeps. */
const DECIMALS = 6;

/** A text that is no network; the position counts characters from 0. */
export class NotationError extends PlanError {
  readonly position: number;

  constructor(position: number, reason: string) {
    super(`At character ${position + 1} of the layers: ${reason}`);
    this.position = position;
  }
}

/** A network's layers as text. */
export function formatLayers(layers: readonly LayerSpec[]): string {
  return layers.map(formatLayer).join("-");
}

function formatLayer(spec: LayerSpec): string {
  switch (spec.type) {
    case "conv2d": {
      const { kernel, filters } = spec;
      const size =
        typeof kernel === "number" || kernel[0] === kernel[1] ? [kernel].flat()[0] : kernel.join("x");
      return `conv${filters}k${size}${suffix(spec.product, "tested")}`;
    }
    case "linear":
      return `fc${spec.units}${suffix(spec.product, "exact")}`;
    case "maxPool2d":
      return `pool${spec.size}`;
    case "batchNorm2d":
      return "bn";
    case "leakyRelu":
      return `leaky${decimal(spec.slope)}`;
    case "relu":
      return "relu";
    case "dropout":
      return spec.rate === undefined ? "drop" : `drop${decimal(spec.rate)}`;
    default:
      return spec satisfies never;
  }
}

const suffix = (product: LayerProduct | undefined, usual: LayerProduct) =>
  product === undefined || product === usual ? "" : `.${product}`;

const decimal = (value: number) => String(Number(value.toFixed(DECIMALS)));

/** A number of a part, within the bounds of its name. */
type Take = (name: Exclude<keyof typeof BOUNDS, "layers">, text: string | undefined) => number;
type Name = (text: string | undefined) => { product?: LayerProduct };

/** Every form a part may have, and what it says. */
const FORMS: readonly (readonly [RegExp, (found: readonly string[], take: Take, name: Name) => LayerSpec])[] =
  [
    [
      /^conv(\d+)k(\d+)(?:x(\d+))?(?:\.(\w+))?$/,
      ([, filters, high, wide, product], take, name) => {
        const [height, width] = [take("kernel", high), take("kernel", wide ?? high)];
        const kernel = height === width ? height : ([height, width] as const);
        return { type: "conv2d", filters: take("filters", filters), kernel, ...name(product) };
      },
    ],
    [
      /^fc(\d+)(?:\.(\w+))?$/,
      ([, units, product], take, name) => ({ type: "linear", units: take("units", units), ...name(product) }),
    ],
    [/^pool(\d+)$/, ([, size], take) => ({ type: "maxPool2d", size: take("pool", size) })],
    [/^bn$/, () => ({ type: "batchNorm2d" })],
    [/^leaky(\d+(?:\.\d+)?)$/, ([, slope], take) => ({ type: "leakyRelu", slope: take("slope", slope) })],
    [/^relu$/, () => ({ type: "relu" })],
    [/^drop$/, () => ({ type: "dropout" })],
    [/^drop(\d+(?:\.\d+)?)$/, ([, rate], take) => ({ type: "dropout", rate: take("rate", rate) })],
  ];

/**
 * Reads what `formatLayers` writes. Whether the layers suit one another and the images is for planNetwork.
 * @throws NotationError naming the first part that cannot be read, and where it is.
 */
export function parseLayers(text: string): LayerSpec[] {
  if (text.length > MAX_LENGTH)
    throw new NotationError(MAX_LENGTH, `the text has ${text.length} characters, more than ${MAX_LENGTH}.`);
  let position = 0;
  return text.split("-").map((part, index) => {
    const at = position;
    position += part.length + 1;
    if (index >= BOUNDS.layers) throw new NotationError(at, `there are more than ${BOUNDS.layers} layers.`);
    return parseLayer(part, at);
  });
}

function parseLayer(part: string, at: number): LayerSpec {
  for (const [pattern, read] of FORMS) {
    const found = pattern.exec(part);
    if (found)
      return read(
        [...found],
        (name, text) => within(name, Number(text), at),
        (product) => productOf(product, at),
      );
  }
  const shown = part.length > 20 ? `${part.slice(0, 20)}…` : part;
  throw new NotationError(at, part === "" ? "a layer is missing." : `“${shown}” is no layer.`);
}

function within(name: Exclude<keyof typeof BOUNDS, "layers">, value: number, at: number): number {
  const [low, high] = BOUNDS[name];
  if (value >= low && value <= high) return value;
  throw new NotationError(at, `${name} goes from ${low} to ${high}.`);
}

function productOf(text: string | undefined, at: number): { product?: LayerProduct } {
  if (text === undefined) return {};
  const names: readonly string[] = ["tested", "exact", ...NAMED_PRODUCTS];
  if (names.includes(text)) return { product: text as LayerProduct };
  throw new NotationError(at, `“${text.slice(0, 20)}” is no product; choose one of ${names.join(", ")}.`);
}
