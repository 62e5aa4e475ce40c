import { useState } from "react";
import { AccuracyChart } from "../charts/AccuracyChart.tsx";
import { epochAxis, epochEnd } from "../charts/axes.ts";
import { LossChart } from "../charts/LossChart.tsx";
import { LayerTable } from "../layers/LayerTable.tsx";
import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import type { Race } from "../state.ts";
import { useRace } from "../storeContext.ts";
import { CHART } from "../strings/race.ts";
import { Before } from "./Before.tsx";
import { Announcer, Headline } from "./Headline.tsx";

/** The default view: two networks learning the same thing, side by side. */
export function RaceView() {
  const race = useRace((state) => state.race);
  const problem = useRace((state) => state.problem);
  return (
    <main className="measured" id="main">
      {race === null ? <Before /> : <Headline race={race} />}
      {race !== null && problem !== null && <ProblemBlock problem={problem} />}
      {race !== null && <Figures race={race} />}
      <Announcer />
    </main>
  );
}

/** Accuracy over loss, on one epoch axis and with one pointer. */
function Figures({ race }: { race: Race }) {
  const end = useRace((state) => epochEnd(state.progress?.epoch ?? 0, race.config.epochs));
  const [pointed, setPointed] = useState<number | null>(null);
  const [axis, setAxis] = useState(() => epochAxis(end, CHART.epoch));
  if (axis.to !== end) setAxis(epochAxis(end, CHART.epoch));
  const shared = { race, x: axis, pointed, onPoint: setPointed };
  return (
    <div className="figures">
      <AccuracyChart {...shared} />
      <div className="beneath">
        <LossChart {...shared} />
        <LayerTable />
      </div>
    </div>
  );
}
