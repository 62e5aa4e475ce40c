import type { LayerPlan } from "../../nn/plan.ts";
import type { Sight } from "../../worker/protocol.ts";
import type { Tiles } from "./tiles.ts";

/** The maps of a layer, a tile each; null where they were not asked for. */
export function mapTiles(sights: readonly Sight[], layer: number, { output }: LayerPlan): Tiles | null {
  const { channels, height, width } = output;
  const lanes = sights.flatMap(({ run, maps }) => {
    const values = maps?.[layer];
    return values ? [{ run, values }] : [];
  });
  if (lanes.length === 0) return null;
  return { count: channels, height, width, planes: 1, lanes };
}

/**
 * The slope of the activation that made what leaves a layer: pools and dropouts pass on what they are given.
 * 1: there was none, so that values lie on both sides of 0.
 */
export function slopeBehind(plans: readonly LayerPlan[], layer: number): number {
  const plan = plans[layer];
  if (!plan) return 1;
  const passes = plan.spec.type === "maxPool2d" || plan.spec.type === "dropout";
  return plan.slope !== 1 || !passes ? plan.slope : slopeBehind(plans, layer - 1);
}

/** Mean magnitude over all channels and networks, a value a pixel; of a flat layer a value a unit. */
export function thumbnailOf(sights: readonly Sight[], layer: number, { output }: LayerPlan): Float32Array {
  const { channels, height, width } = output;
  const pixels = height * width === 1 ? channels : height * width;
  const sums = new Float32Array(pixels);
  for (const { maps } of sights) {
    const values = maps?.[layer];
    for (let i = 0; i < (values?.length ?? 0); i++)
      sums[i % pixels] = (sums[i % pixels] as number) + Math.abs((values as Float32Array)[i] as number);
  }
  return sums;
}
