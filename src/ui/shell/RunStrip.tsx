import { ExportBar } from "../files/ExportBar.tsx";
import { standingOf } from "../race/gap.ts";
import { PastRuns } from "../runs/PastRuns.tsx";
import { useRace } from "../storeContext.ts";
import { percent, RACE, RUN_WORDS } from "../strings/race.ts";
import { STRIP } from "../strings/shell.ts";
import { Mark, runClass } from "./Mark.tsx";
import { Meter } from "./Meter.tsx";
import { TaskLine } from "./TaskLine.tsx";

/** Below every view: how far the run is, how long yet, which runs there are, their numbers as CSV. */
export function RunStrip() {
  const task = useRace((state) => (state.phase === "preparing" ? state.task : null));
  return (
    <section className="strip" aria-label={STRIP.label}>
      {task === null ? <Clock /> : <TaskLine task={task} />}
      <Runs />
      <span className="grow" />
      <ExportBar />
    </section>
  );
}

function Clock() {
  const race = useRace((state) => state.race);
  const progress = useRace((state) => state.progress);
  const phase = useRace((state) => state.phase);
  if (race === null) return <p className="clock">{STRIP.waiting}</p>;
  const { epochs } = race.config;
  const epoch = progress?.epoch ?? 0;
  const left = progress?.secondsLeft;
  const [before, of] = STRIP.epoch;
  return (
    <div className="clock">
      <span>
        {before}
        <b>{Math.min(epoch, epochs).toFixed(epochs < 3 ? 2 : 1)}</b>
        {of}
        {epochs}
      </span>
      <Meter value={epoch / epochs} label={STRIP.progress} />
      <span>
        {phase === "running" && left != null && STRIP.left(left)}
        {phase === "paused" && STRIP.paused}
        {phase === "finished" && STRIP.finished}
      </span>
    </div>
  );
}

function Runs() {
  const curves = useRace((state) => state.curves);
  useRace((state) => state.testVersion);
  const waits = useRace((state) => state.race?.config.transfer === "exact");
  return (
    <div className="runs">
      {curves.tests.size > 0 && <span className="word">{STRIP.runs}</span>}
      {[...curves.tests].map(([run, tests]) => {
        const standing = standingOf(tests);
        return (
          <span key={run} className={`chip ${runClass(run)}`}>
            <Mark run={run} size={14} />
            {RUN_WORDS[run].chip}
            {standing !== null && <b>{percent(standing.accuracy)}</b>}
            {standing === null && waits && run === "transfer" && (
              <span className="dim">{RACE.waitsShort}</span>
            )}
          </span>
        );
      })}
      <PastRuns />
    </div>
  );
}
