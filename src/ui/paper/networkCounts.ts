import { DATASETS } from "../../data/index.ts";
import { MODELS } from "../../models/index.ts";
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
  const sum = (of: readonly LayerPlan[], value: (plan: LayerPlan) => number) =>
    of.reduce((total, plan) => total + value(plan), 0);
  const convolutions = plans.filter(({ spec }) => spec.type === "conv2d");
  const macs = sum(plans, (plan) => plan.macs);
  const convolved = sum(convolutions, (plan) => plan.macs);
  const scales = sum(convolutions, ({ output }) => output.height * output.width * output.channels);
  return {
    plans,
    parameters: sum(plans, (plan) => plan.parameters),
    macs,
    inConvolutions: convolved / macs,
    convolutionsLeft: scales / convolved,
    wholeLeft: (macs - convolved + scales) / macs,
  };
}
