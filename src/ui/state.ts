import type { StoreApi } from "zustand/vanilla";
import type { DatasetInfo } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import type { Reading } from "../theory/table1.ts";
import { KNOBS, type Knob, type KnobName, type TrainConfig } from "../train/config.ts";
import type { Problem, RunName } from "../train/events.ts";
import type { LinkReading } from "../train/link.ts";
import type { DataState, DeviceInfo, Event, NamedBytes, Phase, RunInfo, Task } from "../worker/protocol.ts";
import type { Curves } from "./curves.ts";

export interface Progress {
  readonly step: number;
  readonly epoch: number;
  readonly totalSteps: number;
  readonly imagesPerSecond: Readonly<Partial<Record<RunName, number>>>;
  readonly secondsLeft: number | null;
}

/** A long action with what one wants to know of it: when it began, to tell rate and time left. */
export interface TimedTask extends Task {
  readonly since: number;
  readonly doneThen: number;
}

/** A race as built: what the numbers on the page belong to. */
export interface Race {
  /** Of its record among the kept runs. */
  readonly id: string;
  readonly config: TrainConfig;
  readonly runs: readonly RunInfo[];
  readonly data: DatasetInfo;
}

export interface RaceState {
  /** The form: what the next race will be. */
  readonly config: TrainConfig;
  readonly race: Race | null;
  readonly curves: Curves;
  /** Raised when accuracies came, and when losses came: each at most five times a second. */
  readonly testVersion: number;
  readonly lossVersion: number;
  /** Raised when layers were read. */
  readonly layersVersion: number;
  readonly phase: Phase;
  readonly progress: Progress | null;
  readonly task: TimedTask | null;
  readonly device: DeviceInfo | null;
  readonly available: Readonly<Record<string, DataState>> | null;
  /** Of device, worker or run. */
  readonly problem: Problem | null;
  readonly dataProblem: Problem | null;
  readonly notice: string | null;
  readonly linkProblems: readonly string[];
  /** Where a run stopped by a problem. */
  readonly stop: { readonly run: RunName; readonly step: number; readonly epoch: number } | null;
  readonly softwareClosed: boolean;
  /** Of the network being edited, as last measured. */
  readonly networkSize: MeasuredSize | null;
  /** What a transferred network starts from where its setting is "saved"; read and found good. */
  readonly startWeights: GivenWeights | null;
  /** Of a file of weights or of a run. */
  readonly importProblem: Problem | null;
  /** Table 1 from random samples, as far as they are drawn; null before the first. */
  readonly samples: Table1Samples | null;
}

export type Table1Samples = Extract<Event, { readonly type: "table1Samples" }>;

export type MeasuredSize = Extract<Event, { readonly type: "size" }>;

/** A file of weights the visitor gave. */
export interface GivenWeights extends NamedBytes {
  readonly metadata: GoodWeights["metadata"];
}
type GoodWeights = Extract<Event, { readonly type: "weightsGood" }>;

export interface RaceActions {
  /** Finds the device and the data. Trains nothing. */
  start(): void;
  change(values: Partial<TrainConfig>): void;
  trainBoth(): void;
  /** Train, pause or resume, whatever is next. */
  toggle(): void;
  step(): void;
  restart(): void;
  fetchData(id: DatasetName): void;
  files(files: readonly File[]): void;
  cancel(): void;
  reconnect(): void;
  dismiss(what: "notice" | "linkProblems" | "dataProblem" | "importProblem" | "software"): void;
  say(notice: string): void;
  interacting(now: boolean): void;
  /** Asks for the size of a network in notation, with the settings' data, batch and product, on a device of that largest buffer. */
  measure(layers: string, maxBindingBytes: number | null): void;
  /** Reads a file of weights; `startWeights` or `importProblem` follows. */
  takeWeights(file: File): void;
  /** A network of the race as a file; null where it could not be had (a notice says why). */
  exportWeights(run: RunName, dtype: "F32" | "F16"): Promise<NamedBytes | null>;
  /** Whether somebody looks at the layers of the networks: then they are read while they train. */
  watchLayers(on: boolean): void;
  /** Draws so many samples a row of Table 1; `samples` follows. */
  sampleTable1(reading: Reading, samples: number, seed: number): void;
  stopSampling(): void;
  refuseImport(problem: Problem): void;
  /** Takes over another link while the page is open. */
  open(link: LinkReading): void;
}

export type RaceStore = StoreApi<RaceState> & { readonly actions: RaceActions };

/** True where training cannot begin, whatever the settings. */
export function isHopeless(problem: Problem | null): boolean {
  return problem !== null && ["insecure", "no-webgpu", "no-adapter", "self-test"].includes(problem.kind);
}

/** What changed in the form since the race was built and waits for a restart. */
export function waitingKnobs(config: TrainConfig, race: Race | null): KnobName[] {
  if (race === null) return [];
  const names = Object.keys(KNOBS) as KnobName[];
  return names.filter(
    (name) =>
      config[name] !== race.config[name] &&
      !isLive(name) &&
      (isShown(KNOBS[name], config) || isShown(KNOBS[name], race.config)),
  );
}

/** Whether the other settings leave this knob a meaning. */
export function isShown(knob: Knob, config: TrainConfig): boolean {
  if (knob.kind === "choice" || knob.when === undefined) return true;
  return knob.when.is.includes(String(config[knob.when.knob as KnobName]));
}

/** Whether a knob may change while a run goes on. */
export function isLive(name: KnobName): boolean {
  const knob: Knob = KNOBS[name];
  return knob.live === true;
}
