import { Mark } from "../shell/Mark.tsx";
import { figure, LAB } from "../strings/lab.ts";
import type { Comparison } from "./useComparison.ts";

/** The question, and the two numbers that answer it. */
export function Top({ comparison }: { comparison: Comparison }) {
  const { operator, correlation, error, meanX, meanW } = comparison;
  const { product, signed } = operator;
  return (
    <section className="top">
      <div>
        <h1>{LAB.headline}</h1>
        <p className="claim">{LAB.claim}</p>
      </div>
      <div>
        <dl className="numbers">
          <div className={product === "smin" ? "op-smin" : "op-other"}>
            <dt>
              <Mark run={product} size={16} /> {LAB.correlation} <i className="math">ρ</i>
            </dt>
            <dd>{figure(correlation)}</dd>
          </div>
          <div>
            <dt>
              {LAB.error} <i className="math">L</i>
            </dt>
            <dd>{figure(error, 2)}</dd>
          </div>
        </dl>
        <p className="when">
          {LAB.means(figure(meanX, 2), figure(meanW, 2))}
          {signed && LAB.signed}
        </p>
      </div>
    </section>
  );
}
