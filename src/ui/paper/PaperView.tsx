import { useMemo } from "react";
import "../styles/sections.css";
import "../styles/paper.css";
import { Cite } from "./Cite.tsx";
import { Contents } from "./Contents.tsx";
import { Diagrams } from "./Diagrams.tsx";
import { Differences } from "./Differences.tsx";
import { Figure3 } from "./Figure3.tsx";
import { Figures } from "./Figures.tsx";
import { LeftOpen } from "./LeftOpen.tsx";
import { compareTable5, summaryOf } from "./measured.ts";
import { Networks } from "./Networks.tsx";
import { useRecordedRuns } from "./recorded.ts";
import { Table1 } from "./Table1.tsx";
import { Table2 } from "./Table2.tsx";
import { Table5 } from "./Table5.tsx";
import { Top } from "./Top.tsx";

/** What the paper printed beside what this project measures. Needs no graphics device. */
export default function PaperView() {
  const runs = useRecordedRuns();
  const recorded = useMemo(() => runs ?? [], [runs]);
  const comparisons = useMemo(() => compareTable5(recorded), [recorded]);
  return (
    <div className="work sections paper">
      <Contents recorded={recorded} />
      <main className="measured" id="main">
        <Top summary={summaryOf(comparisons)} />
        <Table5 comparisons={comparisons} />
        <Figures recorded={recorded} />
        <Table1 />
        <Figure3 />
        <Diagrams />
        <Table2 />
        <Networks />
        <div className="columns">
          <LeftOpen />
          <Differences />
        </div>
        <Cite />
      </main>
    </div>
  );
}
