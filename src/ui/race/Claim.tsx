import type { RunName } from "../../train/events.ts";
import { runClass } from "../shell/Mark.tsx";
import { RACE, RUN_WORDS } from "../strings/race.ts";

/** The view's one sentence: two networks, and the verbs that part them. */
export function Claim({ second }: { second: RunName }) {
  return (
    <h1>
      <span>{RACE.claim}</span> <Part run="exact" end="," /> <Part run={second} end="." />
    </h1>
  );
}

function Part({ run, end }: { run: RunName; end: string }) {
  const [before, verb] = RUN_WORDS[run].sentence;
  return (
    <span>
      {before}
      <em className={runClass(run)}>{verb}</em>
      {end}
    </span>
  );
}
