import { create } from "zustand";
import { type Cost, type Costed, type Costs, PUBLISHED, type Width } from "./costs.ts";

/** What the ledger shows; kept while another view is open. */
export interface LedgerState {
  /** Counts of one image, or of every forward pass of the race so far. */
  readonly span: "image" | "race";
  readonly width: Width;
  /** What the visitor entered in place of the published figures. */
  readonly entered: Readonly<Partial<Record<Width, Costs>>>;
}

/** Of the page: there is one ledger. Its networks compute in 32-bit floats. */
export const useLedger = create<LedgerState>(() => ({ span: "image", width: "float32", entered: {} }));

export function changeLedger(values: Partial<Pick<LedgerState, "span" | "width">>): void {
  useLedger.setState(values);
}

/** The costs in use: entered ones, else those published for the width. */
export function costsOf({ width, entered }: Pick<LedgerState, "width" | "entered">): Costs {
  return entered[width] ?? PUBLISHED[width];
}

/** Enters a cost at the width in use. */
export function enterCost(kind: Costed, values: Partial<Cost>): void {
  useLedger.setState((state) => {
    const costs = costsOf(state);
    const changed = { ...costs, [kind]: { ...costs[kind], ...values } };
    return { entered: { ...state.entered, [state.width]: changed } };
  });
}

/** Back to the published figures of the width in use. */
export function forgetCosts(): void {
  useLedger.setState(({ width, entered: { [width]: _, ...others } }) => ({ entered: others }));
}
