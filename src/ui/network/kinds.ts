import { BOUNDS } from "../../models/notation.ts";
import type { LayerSpec } from "../../nn/spec.ts";
import type { NumberKnob } from "../../train/config.ts";
import { FIELDS } from "../strings/network.ts";

export type LayerType = LayerSpec["type"];

/** What a new layer of each kind is, in the order of the menu. */
export const NEW_LAYERS: { readonly [T in LayerType]: Extract<LayerSpec, { type: T }> } = {
  conv2d: { type: "conv2d", filters: 32, kernel: 3 },
  batchNorm2d: { type: "batchNorm2d" },
  leakyRelu: { type: "leakyRelu", slope: 0.1 },
  relu: { type: "relu" },
  maxPool2d: { type: "maxPool2d", size: 2 },
  linear: { type: "linear", units: 64 },
  dropout: { type: "dropout" },
};

export const LAYER_TYPES = Object.keys(NEW_LAYERS) as readonly LayerType[];

/** The editor's number fields, with the bounds of the notation. */
export const NUMBER_FIELDS = {
  filters: field(FIELDS.filters, BOUNDS.filters, true),
  kernelHeight: field(FIELDS.kernelHeight, BOUNDS.kernel, true),
  kernelWidth: field(FIELDS.kernelWidth, BOUNDS.kernel, true),
  size: field(FIELDS.size, BOUNDS.pool, true),
  units: field(FIELDS.units, BOUNDS.units, true),
  slope: field(FIELDS.slope, BOUNDS.slope, false),
  rate: field(FIELDS.rate, BOUNDS.rate, false),
} as const satisfies Record<string, NumberKnob>;

export type FieldName = keyof typeof NUMBER_FIELDS;

function field(label: string, [min, max]: readonly [number, number], integer: boolean): NumberKnob {
  return {
    kind: "number",
    default: min,
    min,
    max,
    integer,
    label,
    help: "",
    origin: "ours",
    group: "problem",
  };
}

/** The numbers of a layer, by the fields that show them. */
export function numbersOf(spec: LayerSpec): readonly (readonly [FieldName, number])[] {
  switch (spec.type) {
    case "conv2d": {
      const [height, width] = typeof spec.kernel === "number" ? [spec.kernel, spec.kernel] : spec.kernel;
      return [
        ["filters", spec.filters],
        ["kernelHeight", height],
        ["kernelWidth", width],
      ];
    }
    case "maxPool2d":
      return [["size", spec.size]];
    case "linear":
      return [["units", spec.units]];
    case "leakyRelu":
      return [["slope", spec.slope]];
    case "dropout":
      return spec.rate === undefined ? [] : [["rate", spec.rate]];
    case "relu":
    case "batchNorm2d":
      return [];
    default:
      return spec satisfies never;
  }
}

/** The layer with one of its numbers changed. */
export function withNumber(spec: LayerSpec, name: FieldName, value: number): LayerSpec {
  if (spec.type !== "conv2d" || (name !== "kernelHeight" && name !== "kernelWidth"))
    return { ...spec, [name]: value };
  const [height, width] = typeof spec.kernel === "number" ? [spec.kernel, spec.kernel] : spec.kernel;
  const kernel = name === "kernelHeight" ? ([value, width] as const) : ([height, value] as const);
  return { ...spec, kernel: kernel[0] === kernel[1] ? kernel[0] : kernel };
}
