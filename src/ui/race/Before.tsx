import { useMemo, useState } from "react";
import { DATASETS } from "../../data/index.ts";
import { MODELS } from "../../models/index.ts";
import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import { Icon } from "../shell/Icon.tsx";
import { isHopeless } from "../state.ts";
import { useActions, useRace } from "../storeContext.ts";
import { RACE } from "../strings/race.ts";
import { SHELL } from "../strings/shell.ts";
import { Claim } from "./Claim.tsx";
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
  const problem = useRace((state) => state.problem);
  const term = drawn.terms[picked];
  return (
    <div className="before">
      <section className="hero">
        <div className="claim">
          <Claim second={product} />
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
        {phase === "preparing" ? SHELL.preparing : SHELL.trainBoth}
      </button>
      <span>
        {RACE.plan(MODELS[config.net].name, name)}
        <br />
        {ready === false ? RACE.planMissing(name) : RACE.planEpochs(config.epochs, trainSize)}
      </span>
    </div>
  );
}
