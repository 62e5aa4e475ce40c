import type { PointerEvent } from "react";
import { ChartHead } from "../charts/ChartHead.tsx";
import { Mark } from "../shell/Mark.tsx";
import { signed, TERMS } from "../strings/race.ts";
import type { Term, Terms } from "./terms.ts";

export interface TermStripProps {
  readonly drawn: Terms;
  readonly picked: number;
  readonly onPick: (index: number) => void;
}

/** The 25 terms of one output pixel under both products, and what they add up to. */
export function TermStrip({ drawn, picked, onPick }: TermStripProps) {
  const { terms, productSum, sminSum } = drawn;
  const top = Math.max(...terms.map((term) => Math.max(Math.abs(term.product), Math.abs(term.smin))));
  return (
    <section className="terms">
      <ChartHead
        title={TERMS.title}
        caption={TERMS.caption}
        help={TERMS.help}
        formula={TERMS.formula}
        where={TERMS.where}
        fromPaper
      />
      <div className="strip25">
        <div className="term-columns" onPointerMove={(event) => onPick(columnAt(event, terms.length))}>
          {terms.map(({ product, smin }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the 25 places of a filter are their index
            <span key={i} className={i === picked ? "column picked" : "column"}>
              <Bar className="op-mul" share={product / top} />
              <Bar className="op-smin" share={smin / top} />
            </span>
          ))}
          <input
            type="range"
            min={1}
            max={terms.length}
            value={picked + 1}
            aria-label={TERMS.pick}
            aria-valuetext={`${TERMS.term(picked)}: ${describe(terms[picked])}`}
            onChange={(event) => onPick(Number(event.target.value) - 1)}
          />
        </div>
        <dl className="sums">
          <Sum run="exact" value={productSum} />
          <Sum run="smin" value={sminSum} />
        </dl>
      </div>
    </section>
  );
}

function columnAt(event: PointerEvent<HTMLDivElement>, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * count)));
}

function describe(term: Term | undefined): string {
  if (term === undefined) return "";
  return TERMS.describe(signed(term.x), signed(term.w), signed(term.product), signed(term.smin));
}

function Bar({ className, share }: { className: string; share: number }) {
  const size = `${Math.abs(share) * 50}%`;
  return (
    <i
      className={className}
      style={share >= 0 ? { bottom: "50%", height: size } : { top: "50%", height: size }}
    />
  );
}

function Sum({ run, value }: { run: "exact" | "smin"; value: number }) {
  return (
    <div className={run === "exact" ? "op-mul" : "op-smin"}>
      <dt>
        <Mark run={run} size={14} /> {TERMS.sum}
      </dt>
      <dd>{signed(value)}</dd>
    </div>
  );
}
