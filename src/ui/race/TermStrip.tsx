import { ChartHead } from "../charts/ChartHead.tsx";
import { Mark } from "../shell/Mark.tsx";
import { signed, TERMS } from "../strings/race.ts";
import type { Terms } from "./terms.ts";

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
        <fieldset className="columns" aria-label={TERMS.pick}>
          {terms.map(({ x, w, product, smin }, i) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: the 25 places of a filter are their index
              key={i}
              type="button"
              aria-pressed={i === picked}
              aria-label={`${TERMS.term(i)}: ${TERMS.describe(signed(x), signed(w), signed(product), signed(smin))}`}
              onPointerEnter={() => onPick(i)}
              onFocus={() => onPick(i)}
              onClick={() => onPick(i)}
            >
              <Bar className="op-mul" share={product / top} />
              <Bar className="op-smin" share={smin / top} />
            </button>
          ))}
        </fieldset>
        <dl className="sums">
          <Sum run="exact" value={productSum} />
          <Sum run="smin" value={sminSum} />
        </dl>
      </div>
    </section>
  );
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
