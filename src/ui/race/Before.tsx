import { useMemo, useState } from "react";
import { DATASETS } from "../../data/index.ts";
import type { RunName } from "../../train/events.ts";
import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import { Icon } from "../shell/Icon.tsx";
import { isHopeless } from "../state.ts";
import { useActions, useRace } from "../storeContext.ts";
import { RACE } from "../strings/race.ts";
import { SHELL } from "../strings/shell.ts";
import { Claim } from "./Claim.tsx";
import { networkName } from "./networkName.ts";
import { PairDiagram } from "./PairDiagram.tsx";
import { TermStrip } from "./TermStrip.tsx";
import { drawTerms } from "./terms.ts";

/** A patch whose first pair shows both products well. */
const SEED = 182;
const FIRST_PICK = 14;

/** Before the first run: the question, the one button, and the two products on real numbers. */
export function Before() {
  const drawn = useMemo(() => drawTerms(SEED), []);
  const [picked, setPicked] = useState(FIRST_PICK);
  const product = useRace((state) => state.config.product);
  const transfer = useRace((state) => state.config.transfer !== "off");
  const runs: RunName[] = ["exact", product, ...(transfer ? (["transfer"] as const) : [])];
  const problem = useRace((state) => state.problem);
  const term = drawn.terms[picked];
  return (
    <div className="before">
      <section className="hero">
        <div className="claim">
          <Claim runs={runs} />
          <p>{RACE.question}</p>
          {!isHopeless(problem) && <Go />}
        </div>
        {term !== undefined && <PairDiagram term={term} />}
      </section>
      {problem !== null && <ProblemBlock problem={problem} />}
      <TermStrip drawn={drawn} picked={picked} onPick={setPicked} />
    </div>
  );
}

/** The button, and an honest line on what it will do. */
function Go() {
  const config = useRace((state) => state.config);
  const phase = useRace((state) => state.phase);
  const ready = useRace((state) => state.available?.[config.data]?.ready);
  const { trainBoth } = useActions();
  const { name, trainSize } = DATASETS[config.data];
  return (
    <div className="go">
      <button type="button" className="btn primary big" disabled={phase === "preparing"} onClick={trainBoth}>
        <Icon name="play" />
        {phase === "preparing"
          ? SHELL.preparing
          : config.transfer === "off"
            ? SHELL.trainBoth
            : SHELL.trainThree}
      </button>
      <span>
        {RACE.plan(networkName(config), name)}
        <br />
        {ready === false
          ? RACE.planMissing(name)
          : RACE.planEpochs(config.epochs, trainSize, config.transfer === "off" ? 2 : 3)}
      </span>
    </div>
  );
}
