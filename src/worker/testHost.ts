import type { Dataset } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import { CALIBRATION, IntegerPair } from "../inspect/integerPair.ts";
import { Pair } from "../inspect/pair.ts";
import { type Shown, TEST_BATCH, testPass } from "../inspect/testPass.ts";
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

/** What is asked of them. */
export interface Asked {
  /** Only so many images; null: all. */
  readonly first: number | null;
  /** In 8 bits, too. */
  readonly bytes: boolean;
}

/** A pass that was asked for. */
export interface Turn {
  readonly asked: Asked;
  stopped: boolean;
}

/** Tests a pair on a whole test set beside whatever the race does; a new pass replaces the old. */
export class TestHost {
  interacting = false;
  readonly #parts: TestHostParts;
  #current: Turn | null = null;

  constructor(parts: TestHostParts) {
    this.#parts = parts;
  }

  /** A new pass is asked for: the old one ends, and this one may be stopped from now on. */
  ask(asked: Asked): Turn {
    this.stop();
    this.#current = { asked, stopped: false };
    return this.#current;
  }

  /**
   * Resolves once the pass has weights of its own, so that it tests one state of the networks however long it
   * takes. Never rejects: a failure is told with what there is by then.
   */
  async begin(mine: Turn, tested: Tested, load: () => Promise<Dataset>): Promise<void> {
    const { gpu, subject, pair, step, epoch } = tested;
    const { first, bytes } = mine.asked;
    const { alpha } = pair;
    const told = { done: 0, total: subject.info.testSize };
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (result: TestResult | null, ended: boolean, problem: Problem | null = null) => {
      if (!this.#mayTell(mine, ended)) return;
      toldAt = performance.now();
      this.#parts.post({
        type: "lookTest",
        step,
        epoch,
        alpha,
        first,
        bytes,
        ...told,
        result,
        ended,
        problem,
      });
    };
    const fail = (error: unknown) => tell(null, true, problemOf(error));
    try {
      const data = await load();
      const test = { ...data.test, count: Math.min(data.test.count, first ?? data.test.count) };
      told.total = test.count + (bytes ? test.count + Math.min(CALIBRATION, data.train.count) : 0);
      tell(null, false);
      const own = await Pair.build(gpu, subject.plans, subject.lanes, TEST_BATCH);
      own.refresh(pair);
      const onProgress = (done: number) => {
        told.done = done;
        if (performance.now() - toldAt >= TELL_EVERY) tell(null, false);
      };
      const pass = this.#pass(mine, own, tested, { ...data, test }, onProgress);
      void unlessLost(gpu, pass)
        .then((result) => tell(result, true))
        .catch(fail)
        .finally(() => own.destroy());
    } catch (error) {
      fail(error);
    }
  }

  /** The end of a pass is told also when another kind has taken its place: somebody waits for it. */
  #mayTell(mine: Turn, ended: boolean): boolean {
    const now = this.#current;
    if (now === mine || now === null) return true;
    const { first, bytes } = mine.asked;
    return ended && !(now.asked.first === first && now.asked.bytes === bytes);
  }

  /** Null where it was stopped before there was anything, or anything whole of what has to be whole. */
  async #pass(
    mine: Turn,
    own: Pair,
    { gpu, subject: { lanes, info } }: Tested,
    data: Dataset,
    onProgress: (done: number) => void,
  ): Promise<TestResult | null> {
    let before = 0;
    const hooks = {
      aim: () => (this.interacting || this.#parts.training() ? AIM.beside : AIM.alone),
      onProgress: (done: number) => onProgress(before + done),
      stopped: () => mine.stopped,
    };
    const { test } = data;
    const show = (networks: Shown) => testPass(gpu, networks, test, info, hooks);
    if (!mine.asked.bytes) {
      const floats = await show(own);
      const done = floats[0]?.answers.length ?? 0;
      return done === 0 ? null : { labels: test.labels.slice(0, done), lanes: floats, bytes: null };
    }
    // First: a network without such a form is refused at once.
    const integer = await IntegerPair.build(gpu, own, lanes, data, hooks);
    try {
      const { operations, calibration } = integer;
      before = calibration;
      const whole = await show(integer);
      before += test.count;
      const floats = await show(own);
      if (mine.stopped) return null;
      const labels = test.labels.slice(0, test.count);
      return { labels, lanes: floats, bytes: { lanes: whole, operations, calibration } };
    } finally {
      integer.destroy();
    }
  }

  /** Ends it after the slice under way; what there is then is told as the last. */
  stop(): void {
    if (this.#current) this.#current.stopped = true;
  }
}

function problemOf(error: unknown): Problem {
  const problem = asProblem(error);
  if (problem.kind === "lost") return { ...problem, remedy: "Start the test again." };
  if (problem.kind === "crashed")
    return { ...problem, message: "The test stopped because of a fault in this program." };
  return problem;
}
