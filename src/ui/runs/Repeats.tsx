import { useState } from "react";
import { groupOf } from "../../runs/record.ts";
import type { NumberKnob } from "../../train/config.ts";
import type { ListedRun } from "../../worker/protocol.ts";
import { NumberInput } from "../controls/NumberInput.tsx";
import { useRace } from "../storeContext.ts";
import { RUNS } from "../strings/runs.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";
import { inShort } from "./settings.ts";

const SEEDS: NumberKnob = {
  kind: "number",
  default: 3,
  min: 2,
  max: 100,
  integer: true,
  label: RUNS.repeatCount,
  help: RUNS.repeatsAbout,
  origin: "ours",
  group: "watch",
};

/** Runs that differ in nothing but the seed: started here, drawn as one. */
export function Repeats() {
  const runs = useRuns((state) => state.runs);
  const band = useRuns((state) => state.band);
  const { showBand } = useRunsActions();
  return (
    <section className="part">
      <h3>{RUNS.repeats}</h3>
      {groupsOf(runs ?? []).map(({ group, members, first }) => (
        <p key={group} className="aside-run">
          <span>{RUNS.group(members, inShort(first.config))}</span>
          <button
            type="button"
            className="btn quiet"
            aria-pressed={band === group}
            onClick={() => showBand(band === group ? null : group)}
          >
            {RUNS.band}
          </button>
        </p>
      ))}
      <Start />
    </section>
  );
}

function Start() {
  const repeat = useRuns((state) => state.repeat);
  const ready = useRace((state) => state.phase !== "preparing" && state.problem === null);
  const actions = useRunsActions();
  const [seeds, setSeeds] = useState<number>(SEEDS.default);
  if (repeat !== null)
    return (
      <p className="aside-run" role="status">
        <span>{RUNS.repeating(repeat.total - repeat.left.length, repeat.total)}</span>
        <button type="button" className="btn" onClick={actions.stopRepeat}>
          {RUNS.stopRepeat}
        </button>
      </p>
    );
  return (
    <>
      <p className="dim">{RUNS.repeatsAbout}</p>
      <div className="field start">
        <label htmlFor="repeat-seeds">{RUNS.repeatCount}</label>
        <NumberInput id="repeat-seeds" knob={SEEDS} value={seeds} onChange={setSeeds} />
        <button type="button" className="btn" disabled={!ready} onClick={() => actions.repeat(seeds)}>
          {RUNS.repeat(seeds)}
        </button>
      </div>
    </>
  );
}

function groupsOf(runs: readonly ListedRun[]) {
  const groups = new Map<string, ListedRun[]>();
  for (const run of runs) {
    const group = groupOf(run.config);
    groups.set(group, [...(groups.get(group) ?? []), run]);
  }
  return [...groups].flatMap(([group, members]) => {
    const seeds = new Set(members.map(({ config }) => config.seed)).size;
    return seeds < 2 || members[0] === undefined ? [] : [{ group, members: seeds, first: members[0] }];
  });
}
