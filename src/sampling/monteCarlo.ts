import { guarded } from "../gpu/device.ts";
import { type Dispatch, type Kernels, Pass } from "../gpu/kernel.ts";
import { Slices } from "../gpu/slices.ts";
import { createBuffer, floatBits } from "../gpu/tensor.ts";
import { type PaperDistribution, placeOf } from "../math/distribution.ts";
import { STREAM } from "../math/random.ts";
import { meanMagnitude } from "../theory/relativeError.ts";
import { BATCHES, estimateRow, type RowEstimate, SUMS } from "./estimate.ts";
import { MAX_ROUNDS, planOf, samplesOf } from "./plan.ts";

/** How the operands x and w of a row are distributed. */
export interface Pair {
  readonly x: PaperDistribution;
  readonly w: PaperDistribution;
}

/** Which samples a row draws, and how its sums are centred. */
export interface Samples {
  readonly seed: number;
  readonly row: number;
  /** Of each batch. */
  readonly count: number;
  /** What is taken off h, min, add, max before they are summed. */
  readonly centre: readonly number[];
}

/** A row ready to be drawn. */
export interface Sampler {
  readonly dispatch: Dispatch;
  readonly params: Uint32Array<ArrayBuffer>;
}

export interface Sampling {
  readonly pairs: readonly Pair[];
  /** Of each row: 128 to MAX_SAMPLES. */
  readonly samples: number;
  readonly seed: number;
  /** Milliseconds a submit should take, asked before each. */
  readonly aim: () => number;
  /** Told what all rows have come to, after each took a slice. */
  readonly onProgress: (rows: readonly RowEstimate[]) => void;
  /** Asked between slices. */
  readonly stopped: () => boolean;
}

const FIRST = 3; // word of the params
const ROUND_BYTES = BATCHES * SUMS * 4;

/**
 * Estimates rows of Table 1 from random pairs. The sums of every round of 2048 samples a batch come
 * back and are added in float64 in the order of the rounds, so the slices may be cut anywhere: the
 * same seed gives the same bits on the same device.
 */
export class MonteCarlo {
  readonly #kernels: Kernels;
  readonly #params: GPUBuffer;
  readonly #sums: GPUBuffer;
  readonly #staging: GPUBuffer;

  private constructor(kernels: Kernels) {
    const { device } = kernels;
    this.#kernels = kernels;
    this.#params = device.createBuffer({ label: "samples", size: 48, usage: 0x40 | 0x08 }); // UNIFORM | COPY_DST
    this.#sums = createBuffer(device, "sample sums", MAX_ROUNDS * ROUND_BYTES);
    this.#staging = device.createBuffer({
      label: "sample sums read back",
      size: this.#sums.size,
      usage: 0x01 | 0x08, // MAP_READ | COPY_DST
    });
  }

  /** @throws GpuError of kind out-of-memory. */
  static build(kernels: Kernels): Promise<MonteCarlo> {
    return guarded(kernels.device, async () => new MonteCarlo(kernels));
  }

  destroy(): void {
    for (const buffer of [this.#params, this.#sums, this.#staging]) buffer.destroy();
  }

  /** @throws GpuError where the kernel does not compile. */
  async prepare({ x, w }: Pair, { seed, row, count, centre }: Samples): Promise<Sampler> {
    const dispatch = await this.#kernels.dispatch({
      label: `samples of row ${row}`,
      shader: "monte_carlo",
      entry: "sample",
      constants: { X_NORMAL: x.kind === "normal", W_NORMAL: w.kind === "normal" },
      bindings: { params: this.#params, sums: this.#sums },
      groups: [BATCHES, 1, 1],
    });
    const floats = [...placeOf(x), ...placeOf(w), ...centre].map(floatBits);
    return { dispatch, params: Uint32Array.of(seed, STREAM.monteCarlo + 16 * row, count, 0, ...floats) };
  }

  /**
   * The sums of `rounds` (at most MAX_ROUNDS) rounds of every batch, [rounds][BATCHES][SUMS], and the
   * milliseconds the device took from when it was free for them. One call at a time.
   */
  async take({ dispatch, params }: Sampler, first: number, rounds: number) {
    const { queue } = this.#kernels.device;
    const bytes = rounds * ROUND_BYTES;
    params[FIRST] = first;
    queue.writeBuffer(this.#params, 0, params);
    const encoder = this.#kernels.device.createCommandEncoder();
    const pass = new Pass(encoder);
    pass.encode([{ ...dispatch, groups: [BATCHES, rounds, 1] }]);
    pass.end();
    encoder.copyBufferToBuffer(this.#sums, 0, this.#staging, 0, bytes);
    const now = () => performance.now();
    const free = queue.onSubmittedWorkDone().then(now);
    queue.submit([encoder.finish()]);
    const mapped = this.#staging.mapAsync(0x01, 0, bytes).then(now);
    const [start, end] = await Promise.all([free, mapped]);
    const sums = new Float32Array(this.#staging.getMappedRange(0, bytes).slice(0));
    this.#staging.unmap();
    return { sums, milliseconds: end - start };
  }

  /**
   * Draws all rows in turns, a slice each, so that the table converges as a whole. Resolves with what
   * they came to, also when stopped; rejects what the device throws.
   */
  async run({ pairs, samples, seed, aim, onProgress, stopped }: Sampling): Promise<RowEstimate[]> {
    const plan = planOf(samples);
    const { count } = plan;
    const rows = await Promise.all(
      pairs.map(async (pair, row) => ({
        sampler: await this.prepare(pair, { seed, row, count, centre: roughMeans(pair) }),
        batches: new Float64Array(BATCHES * SUMS),
        slices: new Slices(plan.rounds, MAX_ROUNDS),
      })),
    );
    const estimates = () =>
      rows.flatMap(({ batches, slices: { done } }, row) =>
        done === 0 ? [] : [estimateRow(row, batches, samplesOf(plan, done))],
      );
    for (;;) {
      for (const { sampler, batches, slices } of rows) {
        if (stopped()) return estimates();
        if (slices.finished) continue;
        const rounds = slices.next(aim());
        const { sums, milliseconds } = await this.take(sampler, slices.done, rounds);
        sums.forEach((sum, i) => {
          const at = i % batches.length;
          batches[at] = (batches[at] as number) + sum;
        });
        slices.note(rounds, milliseconds);
      }
      if (rows.every(({ slices }) => slices.finished)) return estimates();
      onProgress(estimates());
    }
  }
}

/** Near enough the means of h, min, add, max that float32 sums of what is left keep their digits. */
export function roughMeans({ x, w }: Pair): number[] {
  const a = meanOf(x);
  const b = meanOf(w);
  return [a * b, Math.min(a, b), a + b, Math.max(a, b)];
}

/** E|x|. */
function meanOf(distribution: PaperDistribution): number {
  if (distribution.kind === "normal") return meanMagnitude(distribution.mean, distribution.deviation);
  const { from, to } = distribution;
  return (to * Math.abs(to) - from * Math.abs(from)) / (2 * (to - from));
}
