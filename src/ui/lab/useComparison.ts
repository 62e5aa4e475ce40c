import { useDeferredValue, useMemo } from "react";
import { type Similarity, similarity } from "../../theory/correlation.ts";
import type { Distribution } from "../../theory/distribution.ts";
import { productError } from "../../theory/productError.ts";
import { drawPairs, limitOf, type Pairs } from "./cloud.ts";
import { useLab } from "./labStore.ts";
import { type Operator, operatorOf } from "./operator.ts";

/** The chosen operator beside the product, over the chosen operands. */
export interface Comparison extends Similarity {
  /** L, Eq. 7. */
  readonly error: number;
  readonly x: Distribution;
  readonly w: Distribution;
  readonly operator: Operator;
  readonly pairs: Pairs;
  /** Where the axes of both operands end. */
  readonly limit: number;
}

/** What the Lab shows, worked out behind the sliders: they never wait for it. */
export function useComparison(): Comparison {
  const x = useDeferredValue(useLab((state) => state.x));
  const w = useDeferredValue(useLab((state) => state.w));
  const product = useDeferredValue(useLab((state) => state.operator));
  const expression = useDeferredValue(useLab((state) => state.expression));
  const operator = useMemo(() => operatorOf(product, expression), [product, expression]);
  const drawn = useMemo(() => {
    const pairs = drawPairs(x, w);
    return { pairs, limit: limitOf(pairs) };
  }, [x, w]);
  return useMemo(() => {
    const { magnitude } = operator;
    const error = productError(magnitude, x, w);
    return { ...similarity(magnitude, x, w), error, x, w, operator, ...drawn };
  }, [x, w, operator, drawn]);
}
