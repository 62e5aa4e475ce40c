import type { RunName } from "../../train/events.ts";
import { runClass } from "../shell/Mark.tsx";
import { RACE, RUN_WORDS } from "../strings/race.ts";

/** The view's one sentence: two networks or three, and the verbs that part them. */
export function Claim({ runs }: { runs: readonly RunName[] }) {
  return (
    <h1>
      <span>{runs.length > 2 ? RACE.claimOfThree : RACE.claim}</span>
      {runs.map((run, i) => (
        <Part key={run} run={run} end={i === runs.length - 1 ? "." : ","} />
      ))}
    </h1>
  );
}

function Part({ run, end }: { run: RunName; end: string }) {
  const [before, verb] = RUN_WORDS[run].sentence;
  return (
    <span>
      {" "}
      {before}
      <em className={runClass(run)}>{verb}</em>
      {end}
    </span>
  );
}
