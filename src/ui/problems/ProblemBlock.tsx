import { useEffect, useRef, useState } from "react";
import type { Problem } from "../../train/events.ts";
import { FileButton } from "../controls/FileButton.tsx";
import { copyText } from "../shell/clipboard.ts";
import { Icon } from "../shell/Icon.tsx";
import { useRaceStore } from "../storeContext.ts";
import { PROBLEMS, problemTitle } from "../strings/problems.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { importWays, type Way, waysOut } from "./waysOut.ts";

/**
 * A failure where the missing thing would be: what happened, why, what to do; one primary way out,
 * and diagnostics to copy.
 */
export function ProblemBlock({
  problem,
  size = "large",
  about = "race",
}: {
  problem: Problem;
  size?: "large" | "small";
  /** "import": of a file the visitor gave beside the data. */
  about?: "race" | "import";
}) {
  const store = useRaceStore();
  const [primary, ...others] = about === "import" ? importWays(store) : waysOut(problem, store);
  const block = useRef<HTMLElement>(null);
  // On a phone the setup lies below the figures: what went wrong there must not stay out of sight.
  useEffect(() => {
    if (problem !== null) block.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  return (
    <section ref={block} className={`problem ${size}`} role="alert">
      <div className="what">
        <Icon name={size === "small" ? "warn" : "stop"} />
        <h2>{problemTitle(problem)}</h2>
      </div>
      <p className="why">{problem.message}</p>
      <p className="do">{problem.remedy}</p>
      <div className="ways">
        {primary !== undefined && <WayButton way={primary} primary />}
        {others.map((way) => (
          <WayButton key={way.label} way={way} />
        ))}
        <CopyDiagnostics problem={problem} />
      </div>
      {problem.facts !== undefined && problem.facts.length > 0 && <Facts facts={problem.facts} />}
    </section>
  );
}

function WayButton({ way, primary = false }: { way: Way; primary?: boolean }) {
  const look = primary ? "btn primary" : "btn";
  return way.act === "chooseFiles" ? (
    <FileButton className={look} />
  ) : (
    <button type="button" className={look} onClick={way.act}>
      {way.label}
    </button>
  );
}

function CopyDiagnostics({ problem }: { problem: Problem }) {
  const store = useRaceStore();
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <>
      <button
        type="button"
        className="btn quiet"
        onClick={async () => setCopied(await copyText(diagnosticsOf(problem, store.getState())))}
      >
        <Icon name="copy" />
        {copied === true ? PROBLEMS.copied : PROBLEMS.copy}
      </button>
      {copied === false && (
        <label className="by-hand">
          {PROBLEMS.byHand}
          <textarea className="input" readOnly rows={6} value={diagnosticsOf(problem, store.getState())} />
        </label>
      )}
    </>
  );
}

function Facts({ facts }: { facts: NonNullable<Problem["facts"]> }) {
  return (
    <table className="facts">
      <thead>
        <tr>
          <td />
          <th scope="col">{PROBLEMS.expected}</th>
          <th scope="col">{PROBLEMS.found}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ what, expected, found }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{expected}</td>
            <td className="bad">{found}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
