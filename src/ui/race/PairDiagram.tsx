import { Mark } from "../shell/Mark.tsx";
import { signed, TERMS } from "../strings/race.ts";
import type { Term } from "./terms.ts";

/** Pixels of one mean size, and the frame the pictures stand in. */
const UNIT = 44;
const SIZE = 2.6 * UNIT;

/** One pair of numbers under both products: multiplying takes an area, comparing the shorter length. */
export function PairDiagram({ term }: { term: Term }) {
  const { x, w, product, smin } = term;
  return (
    <figure className="pair" aria-label={TERMS.describe(signed(x), signed(w), signed(product), signed(smin))}>
      <figcaption>
        {TERMS.pairTitle}:{" "}
        <span className="operands">
          <Operand name={TERMS.input} value={x} /> <Operand name={TERMS.weight} value={w} />
        </span>
      </figcaption>
      <AreaOf x={x} w={w} />
      <Outcome run="exact" formula="x · w" value={product} words={TERMS.area} />
      <LengthOf x={x} w={w} />
      <Outcome run="smin" formula="smin(x, w)" value={smin} words={TERMS.length} />
    </figure>
  );
}

function Operand({ name, value }: { name: string; value: number }) {
  return (
    <span className="operand">
      <span className="math">{name}</span> = {signed(value)}
    </span>
  );
}

function Outcome({
  run,
  formula,
  value,
  words,
}: {
  run: "exact" | "smin";
  formula: string;
  value: number;
  words: string;
}) {
  return (
    <p className={run === "exact" ? "outcome op-mul" : "outcome op-smin"}>
      <span className="line">
        <Mark run={run} size={18} /> <span className="math">{formula}</span>
      </span>
      <b>{signed(value)}</b>
      <small>{words}</small>
    </p>
  );
}

/** A rectangle with the operands as its sides. */
function AreaOf({ x, w }: { x: number; w: number }) {
  const width = Math.max(2, Math.min(Math.abs(x) * UNIT, SIZE));
  const height = Math.max(2, Math.min(Math.abs(w) * UNIT, SIZE));
  return (
    <svg className="picture op-mul" viewBox={`-18 -18 ${SIZE + 22} ${SIZE + 22}`} aria-hidden="true">
      <path className="frame" d={`M0 ${SIZE}H${SIZE}M0 0V${SIZE}`} />
      <rect className="product" x="0" y={SIZE - height} width={width} height={height} />
      <text x={width / 2} y={SIZE - height - 5} textAnchor="middle">
        |x|
      </text>
      <text x={width + 5} y={SIZE - height / 2 + 4}>
        |w|
      </text>
    </svg>
  );
}

/** Two bars side by side; the shorter one is taken, the rest of the longer is left over. */
function LengthOf({ x, w }: { x: number; w: number }) {
  const xs = Math.min(Math.abs(x), 2) * UNIT;
  const ws = Math.min(Math.abs(w), 2) * UNIT;
  const short = Math.min(xs, ws);
  return (
    <svg className="picture op-smin" viewBox={`-18 -18 ${SIZE + 22} ${SIZE + 22}`} aria-hidden="true">
      <path className="frame" d={`M0 ${SIZE}H${SIZE}`} />
      <Bar left={14} height={xs} taken={xs <= ws} name="|x|" />
      <Bar left={66} height={ws} taken={ws < xs} name="|w|" />
      <path className="cut" d={`M0 ${SIZE - short}H${SIZE}`} />
    </svg>
  );
}

function Bar({ left, height, taken, name }: { left: number; height: number; taken: boolean; name: string }) {
  return (
    <>
      <rect
        className={taken ? "taken" : "left-over"}
        x={left}
        y={SIZE - height}
        width="34"
        height={Math.max(height, 1)}
      />
      <text x={left + 17} y={SIZE - height - 5} textAnchor="middle">
        {name}
      </text>
    </>
  );
}
