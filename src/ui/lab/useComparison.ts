import { useDeferredValue, useMemo } from "react";
import { PRODUCTS } from "../../math/products.ts";
import { type Similarity, similarity } from "../../theory/correlation.ts";
import { type Distribution, magnitudeOf } from "../../theory/distribution.ts";
import { relativeErrorOf } from "../../theory/relativeError.ts";
import { drawPairs, limitOf, type Pairs } from "./cloud.ts";
import { useLab } from "./labStore.ts";

/** The chosen operator beside the product, over the chosen operands. */
export interface Comparison extends Similarity {
  /** L, Eq. 7. */
  readonly error: number;
  readonly x: Distribution;
  readonly w: Distribution;
  readonly operator: keyof typeof PRODUCTS;
  readonly pairs: Pairs;
  /** Where the axes of both operands end. */
  readonly limit: number;
}

/** What the Lab shows, worked out behind the sliders: they never wait for it. */
export function useComparison(): Comparison {
  const x = useDeferredValue(useLab((state) => state.x));
  const w = useDeferredValue(useLab((state) => state.w));
  const operator = useDeferredValue(useLab((state) => state.operator));
  const drawn = useMemo(() => {
    const pairs = drawPairs(x, w);
    return { pairs, limit: limitOf(pairs) };
  }, [x, w]);
  return useMemo(() => {
    const { magnitude } = PRODUCTS[operator];
    const operands = [magnitudeOf(x), magnitudeOf(w)] as const;
    const error = relativeErrorOf(magnitude, ...operands);
    return { ...similarity(magnitude, ...operands), error, x, w, operator, ...drawn };
  }, [x, w, operator, drawn]);
}
