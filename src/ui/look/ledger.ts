import type { ProductName } from "../../math/products.ts";
import { type LayerOperations, operationsByLayer, repeated, scaleFoldsInto } from "../../nn/operations.ts";
import type { LayerPlan } from "../../nn/plan.ts";
import { type Cell, toCsv } from "../charts/csv.ts";
import type { Curves } from "../curves.ts";
import { LAYER_NAMES } from "../strings/network.ts";
import { type Costs, costOf } from "./costs.ts";

/** A layer, or the activation behind one, in the network that multiplies and in the one under test. */
export interface LedgerRow {
  readonly key: string;
  readonly name: string;
  readonly exact: LayerOperations;
  readonly tested: LayerOperations;
  /** Where the scale of Eq. 13 goes; null where it stays or there is none. */
  readonly foldsInto: string | null;
}

/** Both networks, layer by layer, for one image at inference. */
export function ledgerOf(
  plans: readonly LayerPlan[],
  product: ProductName,
  expression: string,
): readonly LedgerRow[] {
  const tested = operationsByLayer(plans, product, expression);
  return operationsByLayer(plans, "exact").flatMap((exact, i) => {
    const other = tested[i];
    if (other === undefined) return [];
    const { plan, of } = exact;
    const name = of === "layer" ? plan.name : LAYER_NAMES[plan.slope === 0 ? "relu" : "leakyRelu"];
    const foldsInto = other.scales > 0 ? scaleFoldsInto(plans, plans.indexOf(plan), product) : null;
    return [{ key: `${plan.name} ${of}`, name, exact, tested: other, foldsInto }];
  });
}

/** The same for as many images of each network. */
export function forImages(rows: readonly LedgerRow[], exact: number, tested: number): LedgerRow[] {
  return rows.map((row) => ({
    ...row,
    exact: repeated(row.exact, exact),
    tested: repeated(row.tested, tested),
  }));
}

/** Images that a network has taken forward. */
export interface Passes {
  readonly training: number;
  readonly tests: number;
}

/** Of a run that trained from step 1, by its curves. */
export function passesOf({ losses, tests }: Curves, run: "exact" | ProductName, batch: number): Passes {
  const series = tests.get(run);
  let tested = 0;
  for (let i = 0; i < (series?.length ?? 0); i++) tested += series?.at("images", i) ?? 0;
  return { training: (losses.get(run)?.last("step") || 0) * batch, tests: tested };
}

/** A line a layer and network: counts of one image, and their energy at these costs. */
export function ledgerCsv(rows: readonly LedgerRow[], product: ProductName, costs: Costs): string {
  const header = [
    "layer",
    "of",
    "network",
    "multiplications",
    "of_them_scales",
    "scale_folds_into",
    "additions",
    "comparisons",
    "xnors",
    "fixed_slopes",
    "picojoules",
  ];
  const lines = rows.flatMap(({ exact, tested, foldsInto }) =>
    [["exact", exact, null] as const, [product, tested, foldsInto] as const].map(
      ([network, { plan, of, operations, scales }, folds]): Cell[] => [
        plan.name,
        of,
        network,
        operations.multiplications,
        scales,
        folds ?? "",
        operations.additions,
        operations.comparisons,
        operations.xnors,
        operations.slopes,
        costOf(operations, costs, "energy"),
      ],
    ),
  );
  return toCsv(header, lines);
}
