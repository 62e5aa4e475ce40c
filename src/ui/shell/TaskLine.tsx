import type { TimedTask } from "../state.ts";
import { useActions } from "../storeContext.ts";
import { amount, DATA, rate, STRIP, TASKS } from "../strings/shell.ts";
import { Meter } from "./Meter.tsx";

/** A long action: what, how much of how much, how fast, how long yet, and a way to stop it. */
export function TaskLine({ task }: { task: TimedTask }) {
  const { cancel } = useActions();
  const seconds = (performance.now() - task.since) / 1000;
  const perSecond = seconds > 0.5 ? (task.done - task.doneThen) / seconds : 0;
  const left = task.total !== null && perSecond > 0 ? (task.total - task.done) / perSecond : null;
  const stoppable = task.name !== "connect" && task.name !== "evaluate"; // pause stops an evaluation
  return (
    <div className="task">
      <span className="what">
        <b>{TASKS[task.name]}</b> <span className="detail">{task.detail}</span>
      </span>
      <Meter
        value={task.total === null || task.total === 0 ? null : task.done / task.total}
        label={TASKS[task.name]}
      />
      <span className="how">
        {amount(task.done, task.total, task.unit)}
        {perSecond > 0 &&
          task.unit !== "kernels" &&
          task.unit !== "checks" &&
          `, ${rate(perSecond, task.unit)}`}
        {left !== null && left > 1 && `, ${STRIP.left(left)}`}
      </span>
      {stoppable && (
        <button type="button" className="btn quiet" onClick={cancel}>
          {DATA.cancel}
        </button>
      )}
    </div>
  );
}
