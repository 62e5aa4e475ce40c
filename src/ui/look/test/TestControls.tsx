import { useEffect } from "react";
import { Fetch } from "../../controls/DataField.tsx";
import { ProblemBlock } from "../../problems/ProblemBlock.tsx";
import { Meter } from "../../shell/Meter.tsx";
import { TaskLine } from "../../shell/TaskLine.tsx";
import { useRace } from "../../storeContext.ts";
import { DIFFER } from "../../strings/lookTest.ts";
import { RUN_WORDS } from "../../strings/race.ts";
import { DATA, STRIP } from "../../strings/shell.ts";
import type { Subject } from "../lookStore.ts";
import type { TestRun } from "./testStore.ts";
import { useTest, useTestActions } from "./useTest.ts";

/** Starts and stops the test, says how far it is and of what, or what is missing for it. */
export function TestControls({ subject }: { subject: Subject }) {
  const test = useTest((state) => state.test);
  const ready = useRace((state) => state.available?.[subject.info.id]?.ready ?? true);
  const { start } = useTestActions();
  useOwnTest(subject, ready);
  if (test !== null && !test.ended) return <Testing test={test} />;
  if (!ready) return <Missing subject={subject} />;
  if (test === null)
    return (
      <p className="test-controls">
        <button type="button" className="btn" onClick={start}>
          {DIFFER.start(subject.info.testSize)}
        </button>
        <span className="dim">{DIFFER.why}</span>
      </p>
    );
  if (test.problem !== null) return <Failed test={test} />;
  const old = test.step !== subject.step || test.epoch !== subject.epoch;
  const partly = test.done < test.total;
  return (
    <div className="test-controls">
      {(old || partly) && (
        <button type="button" className="btn" onClick={start}>
          {DIFFER.again}
        </button>
      )}
      <span className="dim" role="status">
        {test.epoch !== null && `${DIFFER.at(test.epoch)} `}
        {partly && `${test.done === 0 ? DIFFER.stopped : DIFFER.partly(test.done, test.total)} `}
        {old && <b>{DIFFER.old(subject.epoch)}</b>}
      </span>
      <Against test={test} />
    </div>
  );
}

/**
 * Pretrained networks are tested at once, and kept weights whenever a rewind brings others, if their networks
 * were tested before. On software graphics only when asked: there it takes minutes.
 */
function useOwnTest(subject: Subject, ready: boolean): void {
  const test = useTest((state) => state.test);
  const known = useRace((state) => state.available !== null);
  const quick = useRace((state) => state.device?.software === false);
  const { start } = useTestActions();
  const { source, step, epoch } = subject;
  const first = source === "files" && test === null;
  const rewound =
    source === "kept" &&
    test !== null &&
    test.problem === null &&
    (test.step !== step || test.epoch !== epoch);
  const wanted = (first || rewound) && known && ready && quick;
  useEffect(() => {
    if (wanted) start();
  }, [wanted, start]);
}

function Testing({ test: { done, total, since } }: { test: TestRun }) {
  const { stop } = useTestActions();
  const perSecond = done / ((performance.now() - since) / 1000);
  const left = done > 0 ? (total - done) / perSecond : 0;
  return (
    <div className="test-controls">
      <button type="button" className="btn" onClick={stop}>
        {DIFFER.stop}
      </button>
      <Meter value={done / total} label={DIFFER.testing} />
      <span className="dim">
        {DIFFER.progress(done, total)}
        {left > 1 && `, ${STRIP.left(left)}`}
      </span>
    </div>
  );
}

function Failed({ test: { problem } }: { test: TestRun }) {
  const { start } = useTestActions();
  return (
    <div className="test-controls">
      <button type="button" className="btn" onClick={start}>
        {DIFFER.again}
      </button>
      <span className="bad" role="alert">
        {problem?.message} {problem?.remedy}
      </span>
    </div>
  );
}

/** The test images are not here: every way to get them. */
function Missing({ subject: { info } }: { subject: Subject }) {
  const problem = useRace((state) => state.dataProblem);
  const task = useRace((state) => (state.task?.name === "download" ? state.task : null));
  return (
    <div className="test-missing">
      <p className="note">{DATA.notHere(info.name)}</p>
      {task !== null && <TaskLine task={task} />}
      {task === null && problem === null && <Fetch info={info} />}
      {problem !== null && <ProblemBlock problem={problem} size="small" />}
    </div>
  );
}

/** Which of several networks is compared with the exact one. */
function Against({ test: { result } }: { test: TestRun }) {
  const { compareWith } = useTestActions();
  const [, ...others] = result?.lanes.map(({ run }) => run) ?? [];
  const chosen = useTest((state) => state.against) ?? others[0];
  if (others.length < 2) return null;
  return (
    <fieldset className="switch" aria-label={DIFFER.against}>
      {others.map((run) => (
        <button key={run} type="button" aria-pressed={run === chosen} onClick={() => compareWith(run)}>
          {RUN_WORDS[run].label}
        </button>
      ))}
    </fieldset>
  );
}
