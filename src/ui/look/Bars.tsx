import type { RunName } from "../../train/events.ts";
import { runClass } from "../shell/Mark.tsx";

export interface BarsProps {
  readonly product: RunName;
  readonly exact: number;
  readonly tested: number;
  /** What a whole bar is. */
  readonly most: number;
}

/** One quantity of both networks on one scale: solid, and dashed. Its numbers stand beside it. */
export function Bars({ product, exact, tested, most }: BarsProps) {
  const width = (value: number) => `${most === 0 ? 0 : (100 * value) / most}%`;
  return (
    <span className="two-bars" aria-hidden="true">
      {exact > 0 && <i className="op-mul" style={{ width: width(exact) }} />}
      {tested > 0 && <i className={`dashed ${runClass(product)}`} style={{ width: width(tested) }} />}
    </span>
  );
}
