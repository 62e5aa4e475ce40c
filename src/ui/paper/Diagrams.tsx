import { createContext, type ReactNode, useContext, useId } from "react";
import { Section } from "../shell/Section.tsx";
import { DIAGRAMS } from "../strings/paper.ts";

/** The id of a drawing's arrow head: ids are one a page. */
const ArrowHead = createContext("");

/** Figures 1 and 2, drawn anew: a convolution as a system, and what stands in for its multiplication. */
export function Diagrams() {
  return (
    <Section id="figures-1-2" title={DIAGRAMS.title} caption={DIAGRAMS.caption}>
      <div className="pair-of">
        <figure className="diagram op-mul">
          <Drawing label={DIAGRAMS.describeOne}>
            <Signal x={8} y={62} name="x" index />
            <Signal x={8} y={142} name="w" index />
            <Arrow d="M62 56H118V88" />
            <Arrow d="M62 136H118V112" />
            <Round cx={118} cy={100} sign="×" />
            <Arrow d="M132 100H262" />
            <Signal x={176} y={90} name="h" index />
            <Box x={264} width={96} text="Σ" words={DIAGRAMS.sum} />
            <Arrow d="M360 100H436" />
            <Signal x={446} y={106} name="z" />
          </Drawing>
          <figcaption>{DIAGRAMS.one}</figcaption>
        </figure>
        <figure className="diagram op-smin">
          <Drawing label={DIAGRAMS.describeTwo}>
            <Signal x={8} y={62} name="x" index />
            <Signal x={8} y={142} name="w" index />
            <Arrow d="M62 56H104V78" />
            <Arrow d="M62 136H104V122" />
            <Box x={84} width={104} text="smin" words={DIAGRAMS.minSelector} operator />
            <Arrow d="M188 100H276" />
            <Signal x={208} y={90} name="g₁" index />
            <Box x={278} width={96} text={DIAGRAMS.line} />
            <Arrow d="M374 100H424" />
            <Signal x={430} y={106} name="g₂" index />
          </Drawing>
          <figcaption>
            {DIAGRAMS.two} <span>{DIAGRAMS.noteTwo}</span>
          </figcaption>
        </figure>
      </div>
    </Section>
  );
}

function Drawing({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <svg viewBox="0 36 480 118" role="img" aria-label={label}>
      <defs>
        <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className="arrow-head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      <ArrowHead value={id}>{children}</ArrowHead>
    </svg>
  );
}

function Arrow({ d }: { d: string }) {
  const head = useContext(ArrowHead);
  return <path className="arrow" d={d} markerEnd={`url(#${head})`} />;
}

/** "x[n]". */
function Signal({ x, y, name, index = false }: { x: number; y: number; name: string; index?: boolean }) {
  return (
    <text className="signal" x={x} y={y}>
      {name}
      {index && <tspan className="index">[n]</tspan>}
    </text>
  );
}

function Round({ cx, cy, sign }: { cx: number; cy: number; sign: string }) {
  return (
    <>
      <circle className="operator" cx={cx} cy={cy} r="14" />
      <text className="sign" x={cx} y={cy + 6} textAnchor="middle">
        {sign}
      </text>
    </>
  );
}

interface BoxProps {
  readonly x: number;
  readonly width: number;
  readonly text: string;
  readonly words?: string;
  readonly operator?: boolean;
}

function Box({ x, width, text, words, operator = false }: BoxProps) {
  const middle = x + width / 2;
  return (
    <>
      <rect className={operator ? "operator" : "box"} x={x} y="78" width={width} height="44" rx="3" />
      <text className={operator ? "sign" : "signal"} x={middle} y="106" textAnchor="middle">
        {text}
      </text>
      {words !== undefined && (
        // The lower signal comes in at the operator's left.
        <text
          className="words"
          x={operator ? x + width : middle}
          y="140"
          textAnchor={operator ? "end" : "middle"}
        >
          {words}
        </text>
      )}
    </>
  );
}
