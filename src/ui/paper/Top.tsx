import { PAPER } from "../strings/paper.ts";
import type { Summary } from "./measured.ts";

/** The sentence, the claim, and two numbers where something is measured. */
export function Top({ summary }: { summary: Summary | null }) {
  return (
    <section className="top" id="claim">
      <div className="article">
        <h1 id="claim-title" tabIndex={-1}>
          {PAPER.headline}
        </h1>
        <p className="prose">{PAPER.claim}</p>
      </div>
      {summary !== null && (
        <div>
          <dl className="numbers">
            <Figure
              term={PAPER.cellsMeasured}
              value={String(summary.measured)}
              unit={PAPER.of(summary.printed)}
            />
            <Figure term={PAPER.largest} value={summary.largestDifference.toFixed(2)} unit={PAPER.points} />
          </dl>
          <p className="when">{PAPER.trainedFor(summary.epochs)}</p>
        </div>
      )}
    </section>
  );
}

function Figure({ term, value, unit }: { term: string; value: string; unit: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {value}
        <small>{unit}</small>
      </dd>
    </div>
  );
}
