import { guarded } from "../gpu/device.ts";
import { Kernels } from "../gpu/kernel.ts";
import type { LayerReading } from "../math/layerReading.ts";
import { LayerStatistics } from "../nn/layerStatistics.ts";
import type { Network } from "../nn/network.ts";
import { Allowance } from "./allowance.ts";
import type { RunName } from "./events.ts";

/** Milliseconds between two readings at least, and the share of training's time that they may take. */
const EVERY = 500;
const SHARE = 0.03;
/** Milliseconds of training on the device before kernels are compiled for it: who waits for the first steps waits for nothing else. */
const WARM_UP = 2000;

/** A reading of one run. */
export interface RunReading {
  readonly run: RunName;
  readonly step: number;
  readonly layers: readonly LayerReading[];
  /** Of the device's time, for this reading. */
  readonly milliseconds: number;
  /** Of training's time on the device, for all readings of all runs so far. */
  readonly share: number;
}

/** Readings of a race's layers, all runs at the same step. Nothing of it exists before it is wanted. */
export class LayerWatch {
  /** Whether readings are wanted. */
  on = false;
  readonly allowance = new Allowance(EVERY, SHARE);
  /** Milliseconds that training takes first. */
  warmUp = WARM_UP;
  readonly #device: GPUDevice;
  readonly #runs: readonly { readonly name: RunName; readonly network: Network }[];
  #building: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;
  readonly #statistics = new Map<RunName, LayerStatistics>();
  #ready = false;
  /** The reading under way. */
  #pending: { readonly step: number; readonly runs: readonly RunName[] } | null = null;

  constructor(device: GPUDevice, runs: readonly { readonly name: RunName; readonly network: Network }[]) {
    this.#device = device;
    this.#runs = runs;
  }

  /** Compiles and binds what readings need, once. Throws GpuError. */
  build(): Promise<void> {
    this.#building ??= guarded(this.#device, async () => {
      const kernels = new Kernels(this.#device);
      const building = this.#runs.map(({ network }) => LayerStatistics.build(kernels, network.builtLayers));
      const built = await Promise.allSettled(building);
      for (const [i, result] of built.entries())
        if (result.status === "fulfilled")
          this.#statistics.set((this.#runs[i] as { name: RunName }).name, result.value);
      const failure = built.find((result) => result.status === "rejected");
      if (failure) throw failure.reason;
      this.#ready = true;
    });
    return this.#building;
  }

  /** Begins to build, where readings are wanted; `read` throws what goes wrong. */
  prepare(): void {
    if (!this.on || this.#building !== null || this.allowance.trainedInAll < this.warmUp) return;
    this.build().catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  /** Resolves when nothing is being built: only then may the networks go. */
  async settled(): Promise<void> {
    await this.#building?.catch(() => {});
  }

  /** Whether the next steps are to be read. */
  get due(): boolean {
    return this.on && this.#ready && this.#pending === null && this.allowance.due;
  }

  /** What samples a step of this run. */
  of(run: RunName): LayerStatistics {
    return this.#statistics.get(run) as LayerStatistics;
  }

  /** These runs were sampled in their step before `step`. */
  sampled(step: number, runs: readonly RunName[]): void {
    this.#pending = { step, runs };
    this.allowance.begin();
  }

  /** The reading under way, once it is done; empty where there is none. Throws what made `prepare` fail. */
  async read(): Promise<readonly RunReading[]> {
    if (this.#failure) throw this.#failure.error;
    if (!this.#pending) return [];
    const { step, runs } = this.#pending;
    const readings: Omit<RunReading, "share">[] = [];
    for (const run of runs) readings.push({ run, step, ...(await this.of(run).read()) });
    this.#pending = null;
    this.allowance.spent(readings.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
    return readings.map((reading) => ({ ...reading, share: this.allowance.taken }));
  }

  destroy(): void {
    for (const statistics of this.#statistics.values()) statistics.destroy();
  }
}
