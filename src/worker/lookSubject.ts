import type { DatasetInfo } from "../data/dataset.ts";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { FormatError } from "../formats/formatError.ts";
import type { LaneSettings } from "../inspect/pair.ts";
import { MODELS } from "../models/index.ts";
import { parseLayers } from "../models/notation.ts";
import type { LayerWeights } from "../nn/init.ts";
import { type LayerPlan, planNetwork } from "../nn/plan.ts";
import type { RunName } from "../train/events.ts";
import type { Race } from "../train/race.ts";
import { type SavedWeights, type WeightsMetadata, weightsFor } from "../train/weights.ts";
import type { LookConfig } from "./lookProtocol.ts";

/** The networks of a source: how they are built, and what goes into them. */
export interface Subject {
  readonly config: LookConfig;
  readonly info: DatasetInfo;
  readonly plans: readonly LayerPlan[];
  readonly lanes: readonly LaneSettings[];
  /** Whose weights a lane has, where they are not its own. */
  readonly from: ReadonlyMap<RunName, RunName>;
  /** A lane whose running means its weights do not bring along. */
  readonly unmeasured: RunName | null;
  /** Alike for sources whose pairs are built alike. */
  readonly network: string;
  /** Of each lane; null: the race's own, on the device. */
  readonly weights: ReadonlyMap<RunName, readonly LayerWeights[]> | null;
  readonly step: number | null;
  readonly epoch: number | null;
}

/**
 * One network's weights under two forward passes: multiplying, and between that and the product under test.
 * @throws FormatError where there is no such network.
 */
export function blended(subject: Subject, of: RunName): Subject {
  const own = subject.lanes.find(({ name }) => name === of);
  if (!own) throw new FormatError(`There is no network ${of}.`, "Choose another.");
  const { product } = subject.config;
  const lanes: readonly LaneSettings[] = [
    { name: "exact", settings: { ...own.settings, convolution: "exact" } },
    { name: product, settings: { ...own.settings, convolution: product }, blend: true },
  ];
  return {
    ...subject,
    lanes,
    from: new Map(lanes.map(({ name }) => [name, of])),
    unmeasured: own.settings.convolution === "exact" ? product : null,
    network: JSON.stringify([subject.info.id, subject.plans, lanes]),
  };
}

/** The lanes of a race that have their weights. */
export function raceSubject(race: Race): Subject {
  const { config, data, plans, going, step } = race;
  const { clip, gamma, scaling, dropout, expression } = config;
  const lanes = going.map(({ name, lane: { convolution } }) => ({
    name,
    settings: { convolution, clip, gamma, scaling, dropout, expression },
  }));
  const { info } = data;
  const network = JSON.stringify([info.id, plans, lanes]);
  const own = { from: new Map(), unmeasured: null };
  return { config, info, plans, lanes, ...own, network, weights: null, step, epoch: race.epochAt(step) };
}

/**
 * Files of weights, one a lane, of one network on one data set.
 * @param names of the lanes; left out: each by its product.
 * @throws FormatError where a file is of something else than the first.
 */
export function fileSubject(files: readonly SavedWeights[], names?: readonly RunName[]): Subject {
  const first = files[0]?.metadata;
  if (!first) throw new FormatError("There are no weights.", "Choose a file of weights.");
  const [id = "", version] = first.data.split("@");
  const info = Object.hasOwn(DATASETS, id) ? DATASETS[id as DatasetName] : undefined;
  if (!info || String(info.version) !== version)
    refuse("These weights are for images that this page does not know.", "data", known(), first.data);
  for (const { metadata } of files) {
    if (metadata.layers !== first.layers)
      refuse("The files are of different networks.", "layers", first.layers, metadata.layers);
    if (metadata.data !== first.data)
      refuse("The files are for different images.", "data", first.data, metadata.data);
  }
  const plans = planNetwork({ layers: parseLayers(first.layers) }, info);
  const named = files.map((saved, i) => [names?.[i] ?? saved.metadata.product, saved] as const);
  const lanes = named.map(([name, { metadata }]) => ({ name, settings: settingsOf(metadata) }));
  const tested = files.find(({ metadata }) => metadata.product !== "exact")?.metadata;
  const { product } = tested ?? first;
  return {
    config: {
      data: id as DatasetName,
      net: Object.hasOwn(MODELS, first.network) ? (first.network as keyof typeof MODELS) : "custom",
      layers: first.layers,
      product: product === "exact" ? "smin" : product,
      expression: tested?.expression ?? "",
      scaling: tested?.scaling ?? "constraint",
      clip: first.clip,
      gamma: first.gamma,
    },
    info,
    plans,
    lanes,
    from: new Map(),
    unmeasured: null,
    network: JSON.stringify([id, plans, lanes]),
    weights: new Map(named.map(([name, saved]) => [name, weightsFor(plans, saved)])),
    step: null,
    epoch: first.epochs,
  };
}

function settingsOf({ product, scaling, expression = "", clip, gamma }: WeightsMetadata) {
  return { convolution: product, scaling, expression, clip, gamma, dropout: 0 };
}

const known = () =>
  Object.values(DATASETS)
    .map(({ id, version }) => `${id}@${version}`)
    .join(", ");

function refuse(message: string, what: string, expected: string, found: string): never {
  throw new FormatError(message, "Choose files of one network, trained on the same images.", [
    { what, expected, found },
  ]);
}
