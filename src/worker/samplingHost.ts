import type { Gpu } from "../gpu/device.ts";
import { Kernels } from "../gpu/kernel.ts";
import type { RowEstimate } from "../sampling/estimate.ts";
import { MonteCarlo } from "../sampling/monteCarlo.ts";
import { table1Pairs } from "../sampling/table1.ts";
import type { Problem } from "../train/events.ts";
import { asProblem } from "./problems.ts";
import type { Command, Event } from "./protocol.ts";
import { AIM, TELL_EVERY, unlessLost } from "./sideWork.ts";

export interface SamplingHostParts {
  readonly post: (event: Event) => void;
  /** The device in use, or a new one. */
  readonly gpu: () => Promise<Gpu>;
  /** Whether a race is training: it has the right of way. */
  readonly training: () => boolean;
}

type Request = Omit<Extract<Command, { type: "sampleTable1" }>, "type">;

/** Estimates Table 1 from random samples beside whatever the race does; a new request replaces the old. */
export class SamplingHost {
  interacting = false;
  readonly #parts: SamplingHostParts;
  #current = { stopped: true };

  constructor(parts: SamplingHostParts) {
    this.#parts = parts;
  }

  /** Never rejects: a failure is told with what there is by then. */
  async start({ reading, samples, seed }: Request): Promise<void> {
    this.stop();
    const mine = { stopped: false };
    this.#current = mine;
    let rows: readonly RowEstimate[] = [];
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (done: boolean, problem: Problem | null) => {
      if (this.#current !== mine) return;
      toldAt = performance.now();
      this.#parts.post({ type: "table1Samples", reading, ...asEvent(rows), done, problem });
    };
    try {
      rows = await this.#onDevice((monteCarlo) =>
        monteCarlo.run({
          pairs: table1Pairs(reading),
          samples,
          seed,
          aim: () => (this.interacting || this.#parts.training() ? AIM.beside : AIM.alone),
          onProgress: (news) => {
            rows = news;
            if (performance.now() - toldAt >= TELL_EVERY) tell(false, null);
          },
          stopped: () => mine.stopped,
        }),
      );
      tell(true, null);
    } catch (error) {
      tell(true, problemOf(error));
    }
  }

  /** Ends it after the slice under way; what there is then is told as the last. */
  stop(): void {
    this.#current.stopped = true;
  }

  async #onDevice<T>(work: (monteCarlo: MonteCarlo) => Promise<T>): Promise<T> {
    const gpu = await this.#parts.gpu();
    const monteCarlo = await MonteCarlo.build(new Kernels(gpu.device));
    try {
      return await unlessLost(gpu, work(monteCarlo));
    } finally {
      monteCarlo.destroy();
    }
  }
}

function asEvent(rows: readonly RowEstimate[]) {
  return {
    cells: rows.flatMap(({ row, samples, correlations }) =>
      (["min", "add", "max"] as const).map((operator) => ({
        row,
        operator,
        samples,
        ...correlations[operator],
      })),
    ),
    errors: rows.map(({ row, samples, relativeError }) => ({ row, samples, value: relativeError })),
    samples: rows.length === 0 ? 0 : Math.min(...rows.map(({ samples }) => samples)),
  };
}

function problemOf(error: unknown): Problem {
  const problem = asProblem(error);
  if (problem.kind === "lost") return { ...problem, remedy: "Start the sampling again." };
  if (problem.kind === "crashed")
    return { ...problem, message: "Sampling stopped because of a fault in this program." };
  return problem;
}
