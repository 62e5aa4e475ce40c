import { DATASETS } from "../../data/index.ts";
import { MODELS } from "../../models/index.ts";
import { multiplicationsOf, operationsByLayer } from "../../nn/operations.ts";
import { type LayerPlan, planNetwork } from "../../nn/plan.ts";
import type { PaperData, PaperNet } from "../../theory/paper.ts";

export interface NetworkCounts {
  readonly plans: readonly LayerPlan[];
  readonly parameters: number;
  /** Multiply-accumulates of one image, forward. */
  readonly macs: number;
  /** Share of them in the convolutions. */
  readonly inConvolutions: number;
  /** With smin: multiplications left in the convolutions, one scale an output, as a share of theirs. */
  readonly convolutionsLeft: number;
  /** With smin: multiplications left in the whole network, as a share of all. */
  readonly wholeLeft: number;
}

/** A network of Tables 3 and 4 on a data set of the paper, counted from its layers. */
export function networkCounts(net: PaperNet, data: PaperData): NetworkCounts {
  const plans = planNetwork(MODELS[net], DATASETS[data]);
  const exact = multiplicationsOf(operationsByLayer(plans, "exact"));
  const smin = multiplicationsOf(operationsByLayer(plans, "smin"));
  return {
    plans,
    parameters: plans.reduce((total, plan) => total + plan.parameters, 0),
    macs: exact.network,
    inConvolutions: exact.convolutions / exact.network,
    convolutionsLeft: smin.convolutions / exact.convolutions,
    wholeLeft: smin.network / exact.network,
  };
}
