import { MODELS } from "../../models/index.ts";
import type { RunName } from "../../train/events.ts";
import { delayBetween } from "../charts/AccuracyChart.tsx";
import { Mark, runClass } from "../shell/Mark.tsx";
import type { Race } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { percent, RACE, RUN_WORDS } from "../strings/race.ts";
import { STRIP } from "../strings/shell.ts";
import { Claim } from "./Claim.tsx";
import { gapOf, type Standing, standingOf } from "./gap.ts";

/** The sentence, the two accuracies and the gap between them: read as one line. */
export function Headline({ race }: { race: Race }) {
  const curves = useRace((state) => state.curves);
  useRace((state) => state.testVersion);
  const [first = "exact", second = "smin"] = race.runs.map(({ run }) => run);
  const standing = (run: RunName) => {
    const tests = curves.tests.get(run);
    return tests === undefined ? null : standingOf(tests);
  };
  const a = standing(first);
  const b = standing(second);
  return (
    <section className="hero">
      <div className="claim">
        <Claim second={second} />
        <p>{RACE.same(MODELS[race.config.net].name, race.data.name, race.config.seed)}</p>
      </div>
      <div className="score">
        <Score run={first} standing={a} race={race} />
        {a !== null && b !== null ? <GapBetween first={first} a={a} b={b} /> : <div className="gap" />}
        <Score run={second} standing={b} race={race} />
      </div>
    </section>
  );
}

function Score({ run, standing, race }: { run: RunName; standing: Standing | null; race: Race }) {
  const speed = useRace((state) => state.progress?.imagesPerSecond[run]);
  return (
    <div className={`one ${runClass(run)}`} data-run={run}>
      <h2>
        <Mark run={run} size={20} />
        {RUN_WORDS[run].heading}
      </h2>
      {standing === null ? (
        <strong className="none">{RACE.notYet}</strong>
      ) : (
        <strong>
          {percent(standing.accuracy)}
          <small>%</small>
        </strong>
      )}
      <p>
        {standing === null ? (
          RACE.firstTest(race.config.testEvery)
        ) : (
          <span className="on" title={RACE.on(standing.images)}>
            {RACE.testAccuracy}
            {speed !== undefined && ", "}
          </span>
        )}
        {standing !== null && speed !== undefined && STRIP.perSecond(speed)}
      </p>
    </div>
  );
}

function GapBetween({ first, a, b }: { first: RunName; a: Standing; b: Standing }) {
  const curves = useRace((state) => state.curves);
  const { points, verb } = gapOf(a.accuracy, b.accuracy);
  const delay = delayBetween(curves);
  return (
    <div className={`gap ${verb}`}>
      <h2>
        <span className="subject">{RUN_WORDS[first].heading} </span>
        {RACE[verb]}
      </h2>
      <strong>
        {points.toFixed(2)}
        <small>{RACE.points}</small>
      </strong>
      <p>{delay !== null && RACE.delay(delay.to - delay.from)}</p>
    </div>
  );
}

/** Read aloud after each test of the whole test set, not at every step. */
export function Announcer() {
  const curves = useRace((state) => state.curves);
  useRace((state) => state.testVersion);
  const [[first, a] = [], [second, b] = []] = [...curves.tests].map(
    ([run, tests]) => [run, standingOf(tests)] as const,
  );
  const both = first !== undefined && second !== undefined && a?.whole === true && b?.whole === true;
  return (
    <p className="visually-hidden" role="status">
      {both &&
        RACE.summary(
          Math.round(a.epoch * 10) / 10,
          RUN_WORDS[first].label,
          percent(a.accuracy),
          RUN_WORDS[second].label,
          percent(b.accuracy),
        )}
    </p>
  );
}
