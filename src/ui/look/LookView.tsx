import "../styles/sections.css";
import "../styles/look.css";
import { useEffect } from "react";
import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import { LOOK } from "../strings/look.ts";
import { Sweep } from "./blend/Sweep.tsx";
import { BytesSection } from "./bytes/BytesSection.tsx";
import { FeatureMaps } from "./FeatureMaps.tsx";
import { Ledger } from "./Ledger.tsx";
import { MicroscopeSection } from "./MicroscopeSection.tsx";
import { Panel } from "./Panel.tsx";
import { useSources } from "./sources.ts";
import { Headline } from "./test/Headline.tsx";
import { TestPart } from "./test/TestPart.tsx";
import { useLook, useLookActions } from "./useLook.ts";

/** Inside both networks: what each makes of the same picture, layer by layer, down to single terms. */
export default function LookView() {
  const { close, reopen } = useLookActions();
  useEffect(() => {
    reopen();
    return close;
  }, [close, reopen]);
  const sources = useSources();
  const problem = useLook((state) => state.problem);
  const networks = useLook((state) => state.subject?.runs.length ?? 2);
  return (
    <div className="work sections look">
      <Panel sources={sources} />
      <main className="measured" id="main">
        <section className="top">
          <div>
            <h1>{LOOK.headline(networks)}</h1>
            <p className="claim">{LOOK.claim(networks)}</p>
          </div>
          <Headline />
        </section>
        {problem !== null && <ProblemBlock problem={problem} />}
        <Sweep />
        <FeatureMaps />
        <MicroscopeSection />
        <TestPart />
        <Ledger />
        <BytesSection />
      </main>
    </div>
  );
}
