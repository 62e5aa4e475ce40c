import { raceCsv, saveText } from "../charts/csv.ts";
import { standingOf } from "../race/gap.ts";
import { useRace, useRaceStore } from "../storeContext.ts";
import { percent, RUN_WORDS } from "../strings/race.ts";
import { STRIP } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";
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
      <Export />
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
  if (curves.tests.size === 0) return null;
  return (
    <div className="runs">
      <span className="word">{STRIP.runs}</span>
      {[...curves.tests].map(([run, tests]) => {
        const standing = standingOf(tests);
        return (
          <span key={run} className={`chip ${runClass(run)}`}>
            <Mark run={run} size={14} />
            {RUN_WORDS[run].chip}
            {standing !== null && <b>{percent(standing.accuracy)}</b>}
          </span>
        );
      })}
    </div>
  );
}

function Export() {
  const store = useRaceStore();
  const has = useRace((state) => state.race !== null);
  if (!has) return null;
  return (
    <button
      type="button"
      className="btn quiet"
      title={STRIP.csvTitle}
      onClick={() => {
        const { curves, race } = store.getState();
        saveText(
          `minconv-${race?.config.data}-${race?.config.net}-seed${race?.config.seed}.csv`,
          raceCsv(curves),
        );
      }}
    >
      <Icon name="download" />
      {STRIP.csv}
    </button>
  );
}
