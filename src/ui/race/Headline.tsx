import type { RunName } from "../../train/events.ts";
import { delayBetween } from "../charts/accuracyPlot.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import type { Race } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { percent, RACE, RUN_WORDS } from "../strings/race.ts";
import { STRIP } from "../strings/shell.ts";
import { Claim } from "./Claim.tsx";
import { gapOf, type Standing, standingOf, startOf } from "./gap.ts";
import { networkName } from "./networkName.ts";

/** The sentence, the accuracies and the gap between the first two: read as one line. */
export function Headline({ race }: { race: Race }) {
  const curves = useRace((state) => state.curves);
  useRace((state) => state.testVersion);
  const runs = race.runs.map(({ run }) => run);
  const [first = "exact", second = "smin", ...further] = runs;
  const standing = (run: RunName) => {
    const tests = curves.tests.get(run);
    return tests === undefined ? null : standingOf(tests);
  };
  const a = standing(first);
  const b = standing(second);
  return (
    <section className={further.length > 0 ? "hero three" : "hero"}>
      <div className="claim">
        <Claim runs={[first, second, ...further]} />
        <p>
          {RACE.same(networkName(race.config), race.data.name, race.config.seed)}
          {further.length > 0 &&
            ` ${RACE.third(race.config.transfer === "exact" ? race.config.transferAfter : null)}`}
        </p>
      </div>
      <div className="score">
        <Score run={first} standing={a} race={race} />
        {a !== null && b !== null ? <GapBetween first={first} a={a} b={b} /> : <div className="gap" />}
        <Score run={second} standing={b} race={race} />
        {further.map((run) => (
          <Score key={run} run={run} standing={standing(run)} race={race} />
        ))}
      </div>
    </section>
  );
}

function Score({ run, standing, race }: { run: RunName; standing: Standing | null; race: Race }) {
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
      {standing === null ? <Awaited run={run} race={race} /> : <Measured run={run} standing={standing} />}
    </div>
  );
}

/** What a run without a number waits for. */
function Awaited({ run, race }: { run: RunName; race: Race }) {
  const { transfer, transferAfter, testEvery } = race.config;
  const waits = run === "transfer" && transfer === "exact";
  return <p>{waits ? RACE.waits(transferAfter) : RACE.firstTest(testEvery)}</p>;
}

/** What the number is of, where a transferred network began, and how fast it trains. */
function Measured({ run, standing }: { run: RunName; standing: Standing }) {
  const speed = useRace((state) => state.progress?.imagesPerSecond[run]);
  const start = useRace((state) => (run === "transfer" ? (state.curves.tests.get(run) ?? null) : null));
  const began = startOf(start ?? undefined);
  return (
    <p>
      {began === null ? (
        <span className="on" title={RACE.on(standing.images)}>
          {RACE.testAccuracy}
          {speed !== undefined && ", "}
        </span>
      ) : (
        <span className="began" title={RACE.startedHelp}>
          {RACE.startedAt(percent(began.accuracy))}
        </span>
      )}
      {speed !== undefined && (
        <span className="speed">
          {began !== null && ", "}
          {STRIP.perSecond(speed)}
        </span>
      )}
    </p>
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
  const standings = [...curves.tests].flatMap(([run, tests]) => {
    const standing = standingOf(tests);
    return standing === null ? [] : [{ run, standing }];
  });
  const latest = standings[0]?.standing.epoch ?? 0;
  const complete = standings.length > 1 && standings.every(({ standing }) => standing.whole);
  return (
    <p className="visually-hidden" role="status">
      {complete &&
        RACE.summary(
          Math.round(latest * 10) / 10,
          standings.map(({ run, standing }) => RACE.part(RUN_WORDS[run].label, percent(standing.accuracy))),
        )}
    </p>
  );
}
