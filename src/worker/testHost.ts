import type { Split } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import { Pair } from "../inspect/pair.ts";
import { TEST_BATCH, testPass } from "../inspect/testPass.ts";
import type { Problem } from "../train/events.ts";
import type { Subject } from "./lookSubject.ts";
import { asProblem } from "./problems.ts";
import type { Event, TestResult } from "./protocol.ts";
import { AIM, TELL_EVERY, unlessLost } from "./sideWork.ts";

export interface TestHostParts {
  readonly post: (event: Event) => void;
  /** Whether a race is training: it has the right of way. */
  readonly training: () => boolean;
}

/** Networks to be tested: the pair that stands under the glass, and the weights it has. */
export interface Tested {
  readonly gpu: Gpu;
  readonly subject: Subject;
  readonly pair: Pair;
  readonly step: number | null;
  readonly epoch: number | null;
}

/** A pass that was asked for. */
export interface Turn {
  stopped: boolean;
}

/** Tests a pair on a whole test set beside whatever the race does; a new pass replaces the old. */
export class TestHost {
  interacting = false;
  readonly #parts: TestHostParts;
  #current: Turn = { stopped: true };

  constructor(parts: TestHostParts) {
    this.#parts = parts;
  }

  /** A new pass is asked for: the old one ends, and this one may be stopped from now on. */
  ask(): Turn {
    this.stop();
    this.#current = { stopped: false };
    return this.#current;
  }

  /**
   * Resolves once the pass has weights of its own, so that it tests one state of the networks however long it
   * takes. Never rejects: a failure is told with what there is by then.
   * @param first only so many images; null: all.
   */
  async begin(
    mine: Turn,
    { gpu, subject, pair, step, epoch }: Tested,
    first: number | null,
    load: () => Promise<{ test: Split }>,
  ): Promise<void> {
    const { alpha } = pair;
    const told = { done: 0, total: subject.info.testSize };
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (result: TestResult | null, ended: boolean, problem: Problem | null = null) => {
      if (this.#current !== mine) return;
      toldAt = performance.now();
      this.#parts.post({ type: "lookTest", step, epoch, alpha, first, ...told, result, ended, problem });
    };
    const pass = async (own: Pair, test: Split) => {
      const lanes = await testPass(gpu, own, test, subject.info, {
        aim: () => (this.interacting || this.#parts.training() ? AIM.beside : AIM.alone),
        onProgress: (done) => {
          told.done = done;
          if (performance.now() - toldAt >= TELL_EVERY) tell(null, false);
        },
        stopped: () => mine.stopped,
      });
      tell(told.done === 0 ? null : { labels: test.labels.slice(0, told.done), lanes }, true);
    };
    const fail = (error: unknown) => tell(null, true, problemOf(error));
    try {
      const { test: all } = await load();
      const test = { ...all, count: Math.min(all.count, first ?? all.count) };
      told.total = test.count;
      tell(null, false);
      const own = await Pair.build(gpu, subject.plans, subject.lanes, TEST_BATCH);
      own.refresh(pair);
      void unlessLost(gpu, pass(own, test))
        .catch(fail)
        .finally(() => own.destroy());
    } catch (error) {
      fail(error);
    }
  }

  /** Ends it after the slice under way; what there is then is told as the last. */
  stop(): void {
    this.#current.stopped = true;
  }
}

function problemOf(error: unknown): Problem {
  const problem = asProblem(error);
  if (problem.kind === "lost") return { ...problem, remedy: "Start the test again." };
  if (problem.kind === "crashed")
    return { ...problem, message: "The test stopped because of a fault in this program." };
  return problem;
}
